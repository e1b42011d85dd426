"""Starting an assessment and deciding which group rates what."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from frameworks.models import Area, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..analysis.due import day_in_words
from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
    LocalAuthority,
    Meeting,
    Membership,
    Round,
    WorkingGroup,
)
from . import group_due_dates, group_membership
from .common import Kind, lock, numbers, record, require_standing, same_name

Cell: TypeAlias = tuple[WorkingGroup, Area]  # of the grid of who rates what


@transaction.atomic
def start(*, authority: LocalAuthority, round: Round, by: User | None) -> Assessment:
    """Start the authority's assessment, with every answer and score blank.

    Raises Refused if the authority takes part already, or was taken out of the round.
    """
    require_standing(authority)
    there = Assessment.objects.filter(authority=authority, round=round)
    if withdrawn := there.filter(status=Assessment.Status.WITHDRAWN).first():
        raise Refused(
            f"{authority} was taken out of {round} on "
            f"{day_in_words(timezone.localdate(withdrawn.withdrawn_at))}. Put "
            "it back instead."
        )
    assessment, created = there.get_or_create(authority=authority, round=round)
    if not created:
        raise Refused(f"{authority} already takes part in {round}.")
    make_agreed_rows(assessment)
    Meeting.objects.create(assessment=assessment)
    record(assessment, Kind.STARTED, by)
    return assessment


def make_agreed_rows(assessment: Assessment) -> None:
    """Make the assessment's blank agreed areas and agreed responses."""
    areas = list(assessment.round.framework.areas.all())
    AgreedArea.objects.bulk_create(
        AgreedArea(assessment=assessment, area=area) for area in areas
    )
    AgreedResponse.objects.bulk_create(
        AgreedResponse(assessment=assessment, statement=statement)
        for statement in Statement.objects.filter(area__in=areas)
    )


@transaction.atomic
def add_group(
    *,
    assessment: Assessment,
    name: str,
    areas: Sequence[Area],
    by: User,
    members: Iterable[User] = (),
    due_on: date | None = None,
    kind: str = "",
) -> WorkingGroup:
    """Make a working group with a blank draft of each of the areas."""
    locked = lock(assessment)
    group_due_dates.require_in_round(due_on, locked)
    if same_name(locked.groups.all(), name):
        raise Refused(f"There is already a group called {name}. Enter another name.")
    group = WorkingGroup.objects.create(
        assessment=locked, name=name, due_on=due_on, kind=kind
    )
    give_areas(group, areas)
    _set_members(group, members)
    record(locked, Kind.GROUP_CHANGED, by, f"{name}: added, {_areas_in_words(areas)}")
    return group


@transaction.atomic
def change_group(
    *,
    group: WorkingGroup,
    name: str,
    areas: Sequence[Area],
    members: Iterable[User],
    by: User,
    due_on: date | None = None,
    kind: str = "",
) -> None:
    """Set the group's name, areas, members, due date and kind.

    An area is removed only if nobody has written in its draft. Only people in the
    authority become members. Raises Refused if nobody would be left to hand in.
    """
    assessment = lock(group.assessment)
    group_due_dates.require_in_round(due_on, assessment)
    others = assessment.groups.exclude(pk=group.pk)
    if same_name(others, name):
        raise Refused(f"There is already a group called {name}. Enter another name.")
    group.name, was_due = name, group.due_on
    group.due_on, group.kind = due_on, kind
    group.save(update_fields=["name", "due_on", "kind"])
    wanted = {area.pk for area in areas}
    _delete_blank(group.drafts.exclude(area__in=wanted))
    give_areas(group, areas)
    had_somebody = group_membership.has_somebody(group)
    _set_members(group, members)
    if had_somebody:
        group_membership.require_somebody([group])
    detail = f"{name}: {_areas_in_words(areas)}"
    if due_on != was_due:
        detail += f", {group_due_dates.due_in_words(due_on)}"
    record(assessment, Kind.GROUP_CHANGED, by, detail)


@transaction.atomic
def share_out(
    *, assessment: Assessment, given: Sequence[Cell], taken: Sequence[Cell], by: User
) -> None:
    """Give these areas to these groups, and take others from them.

    Raises Refused if anybody has written in a draft that would be taken.
    """
    locked = lock(assessment)
    groups = {group.pk: group for group, _ in [*given, *taken]}
    for group in groups.values():
        wanted = [area for one, area in given if one.pk == group.pk]
        _delete_blank(
            group.drafts.filter(
                area__in=[area.pk for one, area in taken if one.pk == group.pk]
            )
        )
        give_areas(group, wanted)
        drafts = group.drafts.select_related("area").order_by("area__number")
        areas = [draft.area for draft in drafts]
        detail = f"{group.name}: {_areas_in_words(areas)}"
        record(locked, Kind.GROUP_CHANGED, by, detail)


def _set_members(group: WorkingGroup, members: Iterable[User]) -> None:
    """Make these the group's members, except people outside the authority."""
    group.members.set(
        Membership.objects.filter(
            authority=group.assessment.authority_id, user__in=members
        ).values_list("user", flat=True)
    )


def _areas_in_words(areas: Sequence[Area]) -> str:
    return numbers(areas) if areas else "no areas"


@transaction.atomic
def remove_group(*, group: WorkingGroup, by: User) -> None:
    """Remove a group; raise Refused if anybody has written in its drafts."""
    assessment = lock(group.assessment)
    _delete_blank(group.drafts.all())
    record(assessment, Kind.GROUP_CHANGED, by, f"{group.name}: removed")
    group.delete()


def give_areas(group: WorkingGroup, areas: Iterable[Area]) -> None:
    """Give the group a blank draft of each area it does not have yet."""
    have = set(group.drafts.values_list("area", flat=True))
    drafts = Draft.objects.bulk_create(
        Draft(group=group, area=area) for area in areas if area.pk not in have
    )
    draft_of = {draft.area_id: draft for draft in drafts}
    DraftResponse.objects.bulk_create(
        DraftResponse(draft=draft_of[statement.area_id], statement=statement)
        for statement in Statement.objects.filter(area__in=draft_of)
    )


def _delete_blank(drafts: QuerySet[Draft]) -> None:
    """Delete the drafts; raise Refused if somebody has written in one."""
    held = list(drafts.select_for_update().order_by("pk").select_related("area"))
    written = [
        draft
        for draft in held
        if draft.version
        or draft.responses.exclude(updated_at=None).exists()
        or draft.responses.filter(notes__isnull=False).exists()
    ]
    if written:
        group = written[0].group
        areas = numbers([draft.area for draft in written])
        raise Refused(
            f"{group} has already written in {areas}, so you cannot remove "
            f"{'it' if len(written) == 1 else 'them'} from the group."
        )
    DraftResponse.objects.filter(draft__in=held).delete()
    Draft.objects.filter(pk__in=[draft.pk for draft in held]).delete()
