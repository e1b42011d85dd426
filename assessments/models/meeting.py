"""The meeting on the drafts, with second ratings, dissent and approval."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from frameworks.models import ScalePoint, Statement

from ..analysis.due import day_in_words
from .agreement import AgreedResponse
from .assessment import Assessment
from .draft import DraftResponse, WorkingGroup
from .versioned import VersionedModel

LENGTH = 120  # minutes


class Meeting(VersionedModel):
    """The meeting screen: the statement it is at. Made with its assessment.

    `length` is in minutes, of a meeting without a plan of its own. `minutes` maps words
    of the agenda to minutes per item, where a moderator changed the default. `takes` is
    the agenda's filter, as a query string, of the statements it goes through. `moved_at`
    is when it came to its statement or, without one, when it ended.
    `asks_again` is true while groups give second ratings, which nobody else sees until
    they are revealed.
    """

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="meeting"
    )
    length = models.PositiveSmallIntegerField(default=LENGTH)
    minutes = models.JSONField(default=dict, blank=True)
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, editable=False, related_name="+"
    )
    moved_at = models.DateTimeField(null=True, editable=False)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    asks_again = models.BooleanField(default=False, editable=False)
    takes = models.CharField(max_length=300, blank=True, editable=False)

    def __str__(self) -> str:
        return f"Meeting of {self.assessment_id}"


class PlannedMeeting(VersionedModel):
    """A date to meet on, and the areas and words of the agenda to take then.

    `areas` are numbers. No areas means all of them, and so do no words. `length` is in
    minutes.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="planned_meetings"
    )
    held_on = models.DateField()
    length = models.PositiveSmallIntegerField(default=LENGTH)
    areas = models.JSONField(default=list, blank=True)
    words = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"Meeting of {self.assessment_id} on {self.held_on}"

    @property
    def in_words(self) -> str:
        """Its date, as "the meeting on 5 June 2020"."""
        return f"the meeting on {day_in_words(self.held_on)}"

    @property
    def covers(self) -> str:
        """Its areas and words: "Areas 7, 9: Split, Close", or "All areas"."""
        numbers = ", ".join(str(number) for number in self.areas)
        plural = "s" if len(self.areas) > 1 else ""
        areas = f"Area{plural} {numbers}" if numbers else "All areas"
        return f"{areas}: {', '.join(self.words)}" if self.words else areas


class TimeTaken(models.Model):
    """The time that a meeting spent on a statement, and its word then.

    Written when the meeting screen moves on to another statement.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="times_taken")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    word = models.CharField(max_length=30)
    seconds = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.seconds} s"


class Attendance(models.Model):
    """Somebody who has the meeting's page open; the page updates it while open."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="attendance_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.meeting_id}, {self.seen_at}"


class SecondRatingQuerySet(models.QuerySet["SecondRating"]):
    """Second ratings, hidden from other groups until all are revealed at once."""

    def revealed(self) -> Self:
        """Return those that were revealed: a hidden one counts nowhere else."""
        return self.filter(revealed_at__isnull=False)

    def hidden(self) -> Self:
        """Return those that only their own group may see."""
        return self.filter(revealed_at__isnull=True)


class SecondRating(models.Model):
    """A group's rating of a statement after the discussion. Its first rating is kept.

    The latest one of a response counts. Hidden from others until `revealed_at`.
    """

    response = models.ForeignKey(
        DraftResponse, models.PROTECT, related_name="second_ratings"
    )
    rating = models.ForeignKey(ScalePoint, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)

    objects = SecondRatingQuerySet.as_manager()

    class Meta:
        ordering = ["response", "pk"]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.rating}, {self.at}"


class Dissent(models.Model):
    """A group's note that it still disagrees with how a statement was settled."""

    response = models.ForeignKey(
        AgreedResponse, models.PROTECT, related_name="dissents"
    )
    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="dissents")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "group"],
                condition=Q(withdrawn_at=None),
                name="dissent_one_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} on {self.response_id}"


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def to_answer(self) -> Self:
        """Return those sent back last, if a comment of theirs has no answer."""
        unanswered = ApproverComment.objects.filter(
            sign_off=OuterRef("pk"), answered_at=None
        )
        later = SignOff.objects.filter(
            assessment=OuterRef("assessment"), pk__gt=OuterRef("pk")
        )
        sent_back = self.filter(sent_back_at__isnull=False)
        return sent_back.filter(Exists(unanswered), ~Exists(later))


class SignOff(models.Model):
    """The moderator's request to approve the agreed version, and the answer.

    The answer is an approval, or comments that send it back. `versions` identifies what
    was answered, as `submission.agreed.Agreed.versions`.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sign_offs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True)
    versions = models.JSONField(default=dict)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="sign_off_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at=None, sent_back_by=None)
                | Q(
                    sent_back_at__isnull=False,
                    sent_back_by__isnull=False,
                    approved_at=None,
                ),
                name="sign_off_sent_back_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(approved_at=None, sent_back_at=None),
                name="sign_off_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, asked {self.asked_at}"


class ApproverComment(models.Model):
    """An approver's comment on an agreed response, and a moderator's answer to it.

    Only approvers see it until they send the agreed version back.
    """

    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="comments")
    response = models.ForeignKey(
        AgreedResponse, models.PROTECT, null=True, related_name="approver_comments"
    )  # null: about everything that was agreed
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = [
            "response__statement__area__number",
            "response__statement__letter",
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_off", "response", "by"], name="approver_comment_unique"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="")
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="approver_comment_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} on {self.response_id}"
