"""Questions of Coram Voice on a submission, and the replies: never part of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Statement

from .submission import Submission


class QuestionQuerySet(models.QuerySet["Question"]):
    def unanswered(self) -> Self:
        """Return the questions to which nobody of the authority has replied."""
        return self.filter(closed_at=None).exclude(replies__by__is_staff=False)


class Question(models.Model):
    """A question on a whole submission, or on one of its statements."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="questions")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="question_closed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk} on {self.submission_id}"


class Reply(models.Model):
    """A reply to a question, of the authority or of Coram Voice. It never changes."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="replies")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["question", "pk"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"Reply {self.pk} to {self.question_id}"
