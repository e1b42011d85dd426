"""The answers that working groups write before anything is agreed."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from frameworks.models import Area, ScalePoint, Statement

from ..analysis.group_kinds import KINDS
from .assessment import Assessment
from .versioned import Revision, VersionedModel


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def without_people(self) -> Self:
        """Return those that nobody is in, except where everything is handed in."""
        drafts = Draft.objects.filter(group=OuterRef("pk"))
        is_at_work = ~Exists(drafts) | Exists(drafts.filter(handed_in_at=None))
        return self.filter(is_at_work, members=None)


class WorkingGroup(models.Model):
    """People who rate some areas, or all of them, together."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="groups")
    name = models.CharField(max_length=60)
    kind = models.CharField(
        max_length=20,
        choices=list(KINDS.items()),
        blank=True,
        db_default="",
        default="",
        help_text="Blank: nobody has said.",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="working_groups", blank=True
    )
    areas = models.ManyToManyField(  # type: ignore[var-annotated]  # Draft is below
        Area, through="Draft", related_name="+"
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="Blank: when the round closes."
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "name"], name="working_group_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def due(self) -> date | None:
        """The day its areas are due: its own due date, or the assessment's if it has none."""
        return self.due_on or self.assessment.due


class Draft(VersionedModel):
    """A working group's copy of an area: being given the area is having its draft.

    A draft is sealed from other groups until the area's discussion opens:
    `assessments.access` decides which drafts a person may see.
    """

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="drafts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    global_score = models.PositiveSmallIntegerField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    handed_back_because = models.TextField(
        blank=True, help_text="Why the moderator gave it back, until it is handed in."
    )
    asked_back_at = models.DateTimeField(null=True, editable=False)
    asked_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["group", "area"]
        constraints = [
            models.UniqueConstraint(fields=["group", "area"], name="draft_unique"),
            models.CheckConstraint(
                condition=Q(global_score=None) | Q(global_score__range=(0, 10)),
                name="draft_global_score_out_of_ten",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, handed_in_by=None)
                | Q(handed_in_at__isnull=False, handed_in_by__isnull=False),
                name="draft_handed_in_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(asked_back_at=None, asked_back_by=None)
                | Q(asked_back_at__isnull=False, asked_back_by__isnull=False),
                name="draft_asked_back_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, area {self.area.number}"

    @property
    def is_handed_in(self) -> bool:
        """Return whether its group has handed it in."""
        return self.handed_in_at is not None


class DraftResponse(VersionedModel):
    """A working group's answer to one statement. Made blank with its draft."""

    class NotRated(models.TextChoices):
        UNSAID = "unsaid", "We cannot rate this"  # and no reason is given yet
        OUTSIDE = "outside", "It is outside our work"
        UNKNOWN = "unknown", "We do not know"
        ASKING = "asking", "We need to ask somebody"
        UNDECIDED = "undecided", "We could not agree on one rating"

        @classmethod
        def explains(cls, reason: str) -> bool:
            """Return whether a stored reason says why there is no rating."""
            return reason not in {"", cls.UNSAID}

    # To save with evidence that somebody wrote, or that is checked: it is not reused.
    OWN_EVIDENCE: ClassVar[dict[str, str]] = {"carried_from": ""}

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="responses")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    rating = models.ForeignKey(
        ScalePoint, models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_rated_reason = models.CharField(
        max_length=20, choices=NotRated.choices, blank=True
    )
    candidates = models.JSONField(
        default=list,
        blank=True,
        help_text="Scale values the group could not choose between, highest first.",
    )
    evidence = models.TextField(blank=True)
    ideas = models.TextField(blank=True)
    carried_from = models.CharField(
        max_length=120,
        blank=True,
        help_text="Where the evidence was copied from, until somebody has checked it.",
    )
    updated_at = models.DateTimeField(null=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["draft", "statement__letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "statement"], name="draft_response_unique"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(not_rated_reason=""),
                name="draft_response_reason_only_without_rating",
            ),
            models.CheckConstraint(
                condition=Q(candidates=[]) | Q(not_rated_reason="undecided"),
                name="draft_response_candidates_only_undecided",
            ),
            models.CheckConstraint(
                condition=Q(carried_from="") | ~Q(evidence=""),
                name="draft_response_carried_only_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}, {self.statement_id}: {self.rating_id}"

    @property
    def is_answered(self) -> bool:
        """True if it is rated, or the group said that it cannot rate it.

        `progress.next_letter` asks the database the same.
        """
        return bool(self.rating_id or self.not_rated_reason)


class DraftRevision(Revision):
    """A draft response as one save left it.

    Content: {"rating": value or null, "not_rated_reason", "candidates", "evidence",
    "ideas"}.
    """

    response = models.ForeignKey(
        DraftResponse, models.PROTECT, related_name="revisions"
    )
