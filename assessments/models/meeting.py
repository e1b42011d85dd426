"""The meeting on the drafts, with second ratings, dissent and approval."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import ScalePoint, Statement

from .agreement import AgreedResponse
from .assessment import Assessment
from .draft import DraftResponse, WorkingGroup
from .versioned import VersionedModel

LENGTH = 120  # minutes


class Meeting(VersionedModel):
    """The plan of a meeting, and the statement it is at. Made with its assessment.

    `length` is in minutes. `minutes` maps words of the agenda to minutes per item,
    where a moderator changed the default. `asks_again` is true while groups give
    second ratings, which nobody else sees until they are revealed.
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

    def __str__(self) -> str:
        return f"Meeting of {self.assessment_id}"


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


class SignOff(models.Model):
    """The moderator's request to approve the agreed version, and the answer.

    `versions` identifies what was approved, as `submission.agreed.Agreed.versions`.
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
    versions = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="sign_off_approved_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(approved_at=None),
                name="sign_off_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, asked {self.asked_at}"
