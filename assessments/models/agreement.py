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
    come_back = models.BooleanField(
        default=False, help_text="A moderator wants to come back to this."
    )

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


class AgreedRevision(Revision):
    """An agreed response as one settling left it.

    Content: {"outcome", "rating": value or null, "candidates", "evidence", "ideas",
    "rationale"}; where the approver changed it also "before", the same of what it was.
    """

    class Way(models.TextChoices):
        SETTLED = "settled", "Settled"
        TOGETHER = "together", "Accepted together with others the groups agreed on"
        SIGN_OFF = "sign_off", "Changed by the approver"

    response = models.ForeignKey(
        AgreedResponse, models.PROTECT, related_name="revisions"
    )
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.SETTLED)
