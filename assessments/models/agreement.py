"""The answers and scores that an authority agreed after comparing its drafts."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Area, ScalePoint, Statement
from leavingcare.models import User

from .assessment import Assessment
from .versioned import Revision, VersionedModel


class AgreedAreaQuerySet(models.QuerySet["AgreedArea"]):
    def opened(self) -> Self:
        """Return the areas whose discussion has been opened."""
        return self.filter(discussion_opened_at__isnull=False)

    def unopened(self) -> Self:
        """Return the areas whose discussion has not been opened yet."""
        return self.filter(discussion_opened_at=None)


def _person() -> models.ForeignKey[User | None, User | None]:
    """Return the field of the person who did something, or null for an operator."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )


class AgreedArea(VersionedModel):
    """An area's discussion and its global score. Made blank with its assessment.

    `scored_at` with no `global_score` means the score was deliberately not given.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="agreed_areas"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    discussion_opened_at = models.DateTimeField(null=True, editable=False)
    discussion_opened_by = _person()
    global_score = models.PositiveSmallIntegerField(null=True, blank=True)
    global_score_note = models.TextField(blank=True)
    scored_at = models.DateTimeField(null=True, editable=False)
    scored_by = _person()
    moderator = _person()  # who is to settle it, if that is decided

    objects = AgreedAreaQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "area__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"], name="agreed_area_unique"
            ),
            models.CheckConstraint(
                condition=Q(discussion_opened_by=None)
                | Q(discussion_opened_at__isnull=False),
                name="agreed_area_opened_by_has_time",
            ),
            models.CheckConstraint(
                condition=Q(global_score=None) | Q(global_score__range=(0, 10)),
                name="agreed_area_score_out_of_ten",
            ),
            models.CheckConstraint(
                condition=Q(global_score=None) | Q(scored_at__isnull=False),
                name="agreed_area_score_has_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """True if its discussion has been opened."""
        return self.discussion_opened_at is not None

    def __str__(self) -> str:
        return f"{self.assessment}, area {self.area.number}"


class AgreedResponse(VersionedModel):
    """The authority's one answer to a statement. Made blank with its assessment."""

    class Outcome(models.TextChoices):
        NOT_SETTLED = "not_settled", "Not settled"
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not_agreed", "Could not agree"
        NOT_RATED = "not_rated", "Not rated"

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="agreed_responses"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=20, choices=Outcome.choices, default=Outcome.NOT_SETTLED
    )
    rating = models.ForeignKey(
        ScalePoint, models.PROTECT, null=True, blank=True, related_name="+"
    )
    candidates = models.JSONField(
        default=list,
        blank=True,
        help_text="Scale values nobody could choose between, highest first.",
    )
    evidence = models.TextField(blank=True)
    ideas = models.TextField(blank=True)
    rationale = models.TextField(blank=True, help_text="Why this outcome.")
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = _person()
    known_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="The ratings that had come in by then were known when it was settled, "
        "or when somebody looked at it again.",
    )
    come_back = models.BooleanField(
        default=False, help_text="A moderator wants to come back to this."
    )
    come_back_note = models.TextField(blank=True, help_text="What is to be done first.")
    come_back_owner = _person()

    class Meta:
        ordering = ["assessment", "statement__area__number", "statement__letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "statement"], name="agreed_response_unique"
            ),
            models.CheckConstraint(
                condition=Q(outcome="agreed", rating__isnull=False, candidates=[])
                | (Q(outcome="not_agreed", rating=None) & ~Q(candidates=[]))
                | (
                    Q(outcome="not_rated", rating=None, candidates=[])
                    & ~Q(rationale="")
                )
                | Q(outcome="not_settled", rating=None, candidates=[]),
                name="agreed_response_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_settled", settled_at=None, settled_by=None)
                | (~Q(outcome="not_settled") & Q(settled_at__isnull=False)),
                name="agreed_response_settled_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.statement_id}: {self.outcome}"


class JointSettlement(models.Model):
    """Several statements settled together as the groups rated them, in one step.

    They can be undone together until something builds on them.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="joint_settlements"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = _person()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="joint_settlement_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.at}"


class AgreedRevision(Revision):
    """An agreed response as it was settled once.

    Content: {"outcome", "rating": value or null, "candidates", "evidence", "ideas",
    "rationale"}; if the approver changed it also "before", the answer before;
    if it was left unchanged also "later", as `submission.shown.content.LaterRatings`.
    """

    class Way(models.TextChoices):
        SETTLED = "settled", "Settled"
        TOGETHER = "together", "Accepted together with others the groups agreed on"
        SIGN_OFF = "sign_off", "Changed by the approver"
        KEPT = "kept", "Left as it was, although ratings came in later"
        UNDONE = "undone", "No longer settled: accepting several together was undone"

    response = models.ForeignKey(
        AgreedResponse, models.PROTECT, related_name="revisions"
    )
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.SETTLED)
    joint = models.ForeignKey(
        JointSettlement, models.PROTECT, null=True, related_name="revisions"
    )

    class Meta(Revision.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(way="together") | Q(way="undone") | Q(joint=None),
                name="agreed_revision_joint",
            ),
        ]
