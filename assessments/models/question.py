"""Questions from Coram Voice on a submission, and the replies: never part of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Area, Statement

from .assessment import Round
from .cluster import Cluster
from .submission import Submission


class Enquiry(models.Model):
    """One question to several authorities of a round: a thread of each one's own."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="enquiries")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, related_name="+"
    )  # null: every authority of the round
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return f"Enquiry {self.pk} in {self.round_id}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def unanswered(self) -> Self:
        """Return the questions to which nobody of the authority has replied."""
        return self.filter(closed_at=None).exclude(replies__by__is_staff=False)


class Question(models.Model):
    """A question on a whole submission, or on one of its statements or areas."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="questions")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="+"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, null=True, related_name="questions"
    )  # null: asked of one authority alone
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
