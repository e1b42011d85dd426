"""Opening a round, starting an assessment and deciding which group rates what."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from frameworks.models import Area, Framework, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
    Invitation,
    LocalAuthority,
    Meeting,
    Membership,
    Role,
    Round,
    WorkingGroup,
)
from . import due_dates, group_membership, people
from .common import Kind, hold_people, lock, numbers, record

SLUG_LENGTH = 90  # leaves room for a number
NOT_SLUGS = {"new"}  # has a URL of its own

Named = TypeVar("Named", LocalAuthority, Round, WorkingGroup)


def same_name(rows: Iterable[Named], name: str) -> Named | None:
    """Return the row with that name, in any case and any encoding of accents, or None.

    Python compares, because SQLite ignores the case only of unaccented letters.
    """
    wanted = plain(name)
    return next((row for row in rows if plain(row.name) == wanted), None)


def plain(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return unicodedata.normalize("NFC", name).casefold()


def _free_slug(model: type[Round] | type[LocalAuthority], name: str) -> str:
    """Return a short name for URLs that no other row has."""
    base = slugify(name)[:SLUG_LENGTH] or model.__name__.lower()
    taken = NOT_SLUGS | set(
        model.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def open_round(
    *, name: str, framework: Framework, opens_on: date, closes_on: date | None = None
) -> Round:
    """Open a round of the edition. Its URL is made from its name."""
    taken = Refused(f"There is already a round called {name}. Enter another name.")
    if same_name(Round.objects.all(), name):
        raise taken
    try:
        with transaction.atomic():
            return Round.objects.create(
                name=name,
                slug=_free_slug(Round, name),
                framework=framework,
                opens_on=opens_on,
                closes_on=closes_on,
            )
    except IntegrityError:  # somebody opened it at the same moment
        raise taken from None


def authority_named(name: str) -> LocalAuthority:
    """Return the authority with that name, and make it if there is none."""
    found = same_name(LocalAuthority.objects.all(), name)
    if found:
        return found
    try:
        with transaction.atomic():
            slug = _free_slug(LocalAuthority, name)
            return LocalAuthority.objects.create(name=name, slug=slug)
    except IntegrityError:  # made at the same moment, or one with the same slug
        return authority_named(name)


@transaction.atomic
def join(
    *, round: Round, name: str, email: str, by: User
) -> tuple[Assessment, Invitation | None]:
    """Start an authority's assessment and invite its moderator, both or neither.

    Returns the assessment and the invitation, which is None if the person is already
    a member. Raises Refused if the authority already takes part, and StaffAddress if
    the email address belongs to Coram Voice staff.
    """
    authority = authority_named(name)
    hold_people(authority)  # before other rows refer to it
    assessment = start(authority=authority, round=round, by=by)
    if people.belongs(authority, email):
        return assessment, None
    invitation, _ = people.invite(
        authority=authority, email=email, role=Role.MODERATOR, by=by
    )
    return assessment, invitation


@transaction.atomic
def start(*, authority: LocalAuthority, round: Round, by: User | None) -> Assessment:
    """Start the authority's assessment, with every answer and score blank."""
    assessment, created = Assessment.objects.get_or_create(
        authority=authority, round=round
    )
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
) -> WorkingGroup:
    """Make a working group with a blank draft of each of the areas."""
    locked = lock(assessment)
    due_dates.require_in_round(due_on, locked.round)
    if same_name(locked.groups.all(), name):
        raise Refused(f"There is already a group called {name}. Enter another name.")
    group = WorkingGroup.objects.create(assessment=locked, name=name, due_on=due_on)
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
) -> None:
    """Set the group's name, areas, members and due date.

    An area is removed only if nobody has written in its draft. Only people in the
    authority become members. Raises Refused if nobody would be left to hand in.
    """
    assessment = lock(group.assessment)
    due_dates.require_in_round(due_on, assessment.round)
    others = assessment.groups.exclude(pk=group.pk)
    if same_name(others, name):
        raise Refused(f"There is already a group called {name}. Enter another name.")
    group.name, was_due = name, group.due_on
    group.due_on = due_on
    group.save(update_fields=["name", "due_on"])
    wanted = {area.pk for area in areas}
    _delete_blank(group.drafts.exclude(area__in=wanted))
    give_areas(group, areas)
    had_somebody = group_membership.has_somebody(group)
    _set_members(group, members)
    if had_somebody:
        group_membership.require_somebody([group])
    detail = f"{name}: {_areas_in_words(areas)}"
    if due_on != was_due:
        detail += f", {due_dates.due_in_words(due_on)}"
    record(assessment, Kind.GROUP_CHANGED, by, detail)


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
