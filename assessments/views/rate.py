"""The progress of rating, group by group, with the way to each draft."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leavingcare.models import User

from .. import progress
from ..access import Access, open_assessment
from ..analysis import due
from ..models import WorkingGroup
from .glance import drafts_of
from .requests import SignedInRequest

if TYPE_CHECKING:
    from .glance import AreaDraft

    class CountedGroup(WorkingGroup):
        """A group with the counts of `progress.of_groups`."""

        draft_count: int
        handed_in_count: int

        class Meta:
            abstract = True


class GroupProgress(NamedTuple):
    """A group with its counts, when it is due, and its drafts in order of area."""

    group: "CountedGroup"
    due: str  # in words, or "" if nothing is left to hand in
    is_late: bool
    drafts: "list[AreaDraft]"


@require_safe
def rate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress of each group; a contributor sees only their own groups."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    context = {
        "assessment": assessment,
        "access": access,
        "can": access.can,
        "groups": groups_of(access, request.user),
    }
    return render(request, "overview/rate.html", context)


def groups_of(access: Access, user: User) -> list[GroupProgress]:
    """Return the groups by name that the person may follow. Three queries."""
    found = progress.of_groups(access.assessment.groups.all())
    if not access.can["see_all_groups"]:
        found = found.filter(pk__in=access.group_ids)
    groups = cast("list[CountedGroup]", list(found))
    today = timezone.localdate()
    drafts: dict[int, list[AreaDraft]] = {group.pk: [] for group in groups}
    for group in groups:
        group.assessment = access.assessment
    for draft in drafts_of(access, groups, user):
        drafts[draft.group_id].append(draft)
    return [progress_of(group, drafts[group.pk], today) for group in groups]


def progress_of(
    group: "CountedGroup", drafts: "list[AreaDraft]", today: date
) -> GroupProgress:
    """Return the GroupProgress of a group, given its drafts."""
    has_work_left = group.handed_in_count < group.draft_count
    return GroupProgress(
        group=group,
        due=due.due_words(group.due, today) if has_work_left else "",
        is_late=has_work_left and due.is_late(group.due, today),
        drafts=drafts,
    )
