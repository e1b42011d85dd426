"""A group's drafts in order of area, and the way from one of them to the next."""

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from frameworks.models import ScalePoint
from leavingcare.compiled import compiled

from .. import progress
from ..models import AgreedArea, Assessment, Draft, WorkingGroup
from ..submission.last_time import newest

if TYPE_CHECKING:

    class GroupDraft(Draft):
        """A draft from `areas_of`."""

        next_letter: str | None
        last_submission: int | None
        discussion_is_open: bool

        class Meta:
            abstract = True


@compiled
def scale_of(framework: int) -> QuerySet[ScalePoint]:
    """Return the points of an edition's scale, in its order."""
    return ScalePoint.objects.filter(framework=framework)


def areas_of(group: WorkingGroup) -> "list[GroupDraft]":
    """Return the group's drafts with their areas, in order. One query.

    Each has `next_letter`, of its first statement not rated, and `last_submission`,
    the key of the previous submission. Either may be None. Each has whether the
    `discussion_is_open` of its area.
    """
    assessment = group.assessment
    return _areas(group.pk, assessment.pk, assessment.authority_id)


@compiled
def _areas(
    group: int, assessment: int, authority: int
) -> "QuerySet[Draft, GroupDraft]":
    opened = AgreedArea.objects.opened().filter(
        assessment=assessment, area=OuterRef("area")
    )
    submission = newest(Assessment(pk=assessment, authority_id=authority))
    drafts = (
        Draft.objects.filter(group=group)
        .select_related("area")
        .annotate(
            next_letter=progress.next_letter(),
            last_submission=Subquery(submission.values("pk")),
            discussion_is_open=Exists(opened),
        )
        .order_by("area__number")
    )
    return cast("QuerySet[Draft, GroupDraft]", drafts)


def is_open(areas: "list[GroupDraft]", draft: Draft) -> bool:
    """Return whether the discussion of a draft's area has been opened."""
    return any(each.discussion_is_open for each in areas if each.pk == draft.pk)


def neighbours(
    areas: "list[GroupDraft]", draft: Draft
) -> "tuple[GroupDraft | None, GroupDraft | None]":
    """Return the drafts before and after this one; None at either end."""
    at = [each.pk for each in areas].index(draft.pk)
    before = areas[at - 1] if at else None
    return before, areas[at + 1] if at + 1 < len(areas) else None


def next_unfinished(areas: "list[GroupDraft]", number: int) -> "GroupDraft | None":
    """Return the next draft with anything left to rate, or None.

    Drafts of areas after that number come first, then the others.
    """
    drafts = [draft for draft in areas if draft.next_letter and not draft.is_handed_in]
    after = [draft for draft in drafts if draft.area.number > number]
    return next(iter(after + drafts), None)
