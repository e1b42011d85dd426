"""The drafts that a person's groups still have to hand in, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from leavingcare.compiled import compiled
from leavingcare.models import User

from .. import progress
from ..analysis import due
from ..models import AgreedArea, Assessment, Draft, WorkingGroup

COVER_TEXTS = [  # which no list of areas shows
    f"group__assessment__{name}"
    for name in (*Assessment.COVER_FIELDS, "reopened_because")
]


if TYPE_CHECKING:

    class DraftToDo(Draft):
        """A draft from `drafts_of`."""

        rated_count: int
        cannot_rate_count: int
        next_letter: str | None
        discussion_is_open: bool

        class Meta:
            abstract = True


@dataclass(frozen=True)
class OutstandingDraft:
    """A draft that has not been handed in, and the next thing to do about it."""

    draft: "DraftToDo"
    today: date

    @property
    def group(self) -> WorkingGroup:
        return self.draft.group

    @property
    def assessment(self) -> Assessment:
        return self.group.assessment

    @property
    def due(self) -> str:
        """The due date in words, or "" if there is none."""
        return due.due_words(self.group.due, self.today)

    @property
    def is_late(self) -> bool:
        return due.is_late(self.group.due, self.today)

    @property
    def listed_under(self) -> tuple[bool, date | None]:
        """The state and the due date that the heading above it shows."""
        return bool(self.draft.handed_back_because), self.group.due

    @property
    def is_named_after_area(self) -> bool:
        """True if the group has the area's name, or the beginning of it."""
        return self.draft.area.title.startswith(self.group.name)

    @property
    def next_step(self) -> str:
        """The words of the link: "Start", "Continue" or "Check and hand in"."""
        if self.is_answered:
            return "Check and hand in"
        return "Continue" if self.is_begun else "Start"

    @property
    def is_answered(self) -> bool:
        """True if each statement is rated or has the reason why not."""
        return not self.draft.next_letter

    @property
    def is_begun(self) -> bool:
        return bool(self.draft.rated_count or self.draft.cannot_rate_count)

    @property
    def url(self) -> str:
        """The URL of the next step: the first statement not rated, or the check.

        Somebody who starts sees the head of the page first, with what to know of it.
        """
        url_args = [self.assessment.pk, self.group.pk, self.draft.area.number]
        if self.is_answered:
            return reverse("hand_in", args=url_args)
        url = reverse("draft", args=url_args)
        return f"{url}#statement-{self.draft.next_letter}" if self.is_begun else url

    @property
    def order(self) -> tuple[bool, date, str, str, int]:
        """The key to sort by: handed back first, then by due date, none last."""
        return (
            not self.draft.handed_back_because,
            self.group.due or date.max,
            self.assessment.authority.name,
            self.group.name,
            self.draft.area.number,
        )


def drafts_of(user: User) -> "list[DraftToDo]":
    """Return the drafts of the person's groups in open assessments, in area order.

    Each has its counts, `next_letter` of the first statement not rated (None if all
    are rated) and `discussion_is_open`. One query.
    """
    return cast("list[DraftToDo]", _drafts_of(user.pk))


@compiled
def _drafts_of(user: int) -> "QuerySet[progress.CountedDraft]":
    opened = AgreedArea.objects.opened().filter(
        assessment=OuterRef("group__assessment"), area=OuterRef("area")
    )
    drafts = Draft.objects.filter(
        group__members=user,
        group__assessment__status=Assessment.Status.OPEN,
        group__assessment__authority__memberships__user=user,
    )
    found = (
        progress.of_drafts(drafts)
        .annotate(
            next_letter=progress.next_letter(),
            discussion_is_open=Exists(opened),
        )
        .select_related(
            "area",
            "handed_in_by",
            "group__assessment__authority",
            "group__assessment__round",
        )
        .defer(*COVER_TEXTS)
        .order_by("group__name", "area__number")
    )
    return cast("QuerySet[progress.CountedDraft]", found)


def outstanding(drafts: "Iterable[DraftToDo]") -> list[OutstandingDraft]:
    """Return those of somebody's `drafts_of` that are not handed in, in order."""
    today = timezone.localdate()
    waiting = [
        OutstandingDraft(draft, today) for draft in drafts if not draft.is_handed_in
    ]
    return sorted(waiting, key=lambda each: each.order)
