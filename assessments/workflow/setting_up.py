"""Opening a round, starting an assessment and deciding which group rates what."""

import unicodedata

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from frameworks.models import Statement
from leavingcare.refusals import Refused

from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
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
NOT_SLUGS = {"new"}  # an address of its own


class Preset(models.TextChoices):
    """The three ways authorities share out the areas."""

    GROUP_PER_AREA = "group_per_area", "One group for each area"
    EVERY_AREA = "every_area", "Every group rates every area"
    LEAD = "lead", "One lead, who delegates"


def same_name(rows, name):
    """The row of that name, whatever its case and however its accents are encoded.

    Compared here because SQLite only knows the case of unaccented letters.
    """
    wanted = plain(name)
    return next((row for row in rows if plain(row.name) == wanted), None)


def plain(name):
    return unicodedata.normalize("NFC", name).casefold()


def _free_slug(model, name):
    """A short name for addresses that no other row has."""
    base = slugify(name)[:SLUG_LENGTH] or model._meta.model_name
    taken = NOT_SLUGS | set(
        model.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def open_round(*, name, framework, opens_on, closes_on=None):
    """Open a round of the edition. Its address is made from its name."""
    taken = Refused(f"There is already a round called {name}.")
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
    except IntegrityError:  # somebody opened it in the same moment
        raise taken from None


def authority_named(name):
    """The authority of that name, made if there is none."""
    found = same_name(LocalAuthority.objects.all(), name)
    if found:
        return found
    try:
        with transaction.atomic():
            slug = _free_slug(LocalAuthority, name)
            return LocalAuthority.objects.create(name=name, slug=slug)
    except IntegrityError:  # made in the same moment, or one with the same slug
        return authority_named(name)


@transaction.atomic
def join(*, round, name, email, by):
    """Start an authority's assessment and invite its moderator, both or neither.

    Returns the assessment and the invitation, None if the person belongs to the
    authority already. Raises Refused if the authority takes part already, and
    StaffAddress if the address is of Coram Voice staff.
    """
    authority = authority_named(name)
    hold_people(authority)  # before anything points at it
    assessment = start(authority=authority, round=round, by=by)
    if people.belongs(authority, email):
        return assessment, None
    invitation, _ = people.invite(
        authority=authority, email=email, role=Role.MODERATOR, by=by
    )
    return assessment, invitation


@transaction.atomic
def start(*, authority, round, by):
    """Open the authority's assessment, with every answer and score blank."""
    assessment, created = Assessment.objects.get_or_create(
        authority=authority, round=round
    )
    if not created:
        raise Refused(f"{authority} already takes part in {round}.")
    make_agreed_rows(assessment)
    Meeting.objects.create(assessment=assessment)
    record(assessment, Kind.STARTED, by)
    return assessment


def make_agreed_rows(assessment):
    """Make every blank agreed area and agreed response the edition has."""
    areas = list(assessment.round.framework.areas.all())
    AgreedArea.objects.bulk_create(
        AgreedArea(assessment=assessment, area=area) for area in areas
    )
    AgreedResponse.objects.bulk_create(
        AgreedResponse(assessment=assessment, statement=statement)
        for statement in Statement.objects.filter(area__in=areas)
    )


@transaction.atomic
def add_group(*, assessment, name, areas, by, members=(), due_on=None):
    """Make a working group with a blank draft of each of the areas."""
    locked = lock(assessment)
    due_dates.require_in_round(due_on, locked.round)
    if same_name(locked.groups.all(), name):
        raise Refused(f"There is already a group called {name}.")
    group = WorkingGroup.objects.create(assessment=locked, name=name, due_on=due_on)
    _give(group, areas)
    _set_members(group, members)
    record(locked, Kind.GROUP_CHANGED, by, f"{name}: added, {_areas_in_words(areas)}")
    return group


@transaction.atomic
def change_group(*, group, name, areas, members, by, due_on=None):
    """Set the group's name, areas, members and due date.

    An area is taken away only while nobody has written anything in its draft, and
    nobody can be a member who is not in the authority. Refused if it takes away the
    last who could hand in.
    """
    assessment = lock(group.assessment)
    due_dates.require_in_round(due_on, assessment.round)
    others = assessment.groups.exclude(pk=group.pk)
    if same_name(others, name):
        raise Refused(f"There is already a group called {name}.")
    group.name, was_due = name, group.due_on
    group.due_on = due_on
    group.save(update_fields=["name", "due_on"])
    wanted = {area.pk for area in areas}
    _take(group.drafts.exclude(area__in=wanted))
    _give(group, areas)
    had_somebody = group_membership.has_somebody(group)
    _set_members(group, members)
    if had_somebody:
        group_membership.require_somebody([group])
    detail = f"{name}: {_areas_in_words(areas)}"
    if due_on != was_due:
        detail += f", {due_dates.in_words(due_on)}"
    record(assessment, Kind.GROUP_CHANGED, by, detail)


def _set_members(group, members):
    """Make these the group's members, as far as they belong to the authority."""
    group.members.set(
        Membership.objects.filter(
            authority=group.assessment.authority_id, user__in=members
        ).values_list("user", flat=True)
    )


def _areas_in_words(areas):
    return numbers(areas) if areas else "no areas"


@transaction.atomic
def remove_group(*, group, by):
    """Remove a group in whose drafts nobody has written anything."""
    assessment = lock(group.assessment)
    _take(group.drafts.all())
    record(assessment, Kind.GROUP_CHANGED, by, f"{group.name}: removed")
    group.delete()


@transaction.atomic
def apply_preset(*, assessment, preset, by):
    """Make or complete groups as the preset says; never takes anything away."""
    locked = lock(assessment)
    areas = list(locked.round.framework.areas.all())
    if preset == Preset.GROUP_PER_AREA:
        covered = set(
            Draft.objects.filter(group__assessment=locked).values_list(
                "area", flat=True
            )
        )
        for area in areas:
            if area.pk not in covered:
                _give(_group_named(locked, _short(area.title)), [area])
    elif preset == Preset.EVERY_AREA:
        groups = list(locked.groups.all())
        if not groups:
            raise Refused("Add the groups first, then give them every area.")
        for group in groups:
            _give(group, areas)
    else:
        _give(_group_named(locked, "Lead"), areas)
    record(locked, Kind.GROUP_CHANGED, by, Preset(preset).label)


def _short(title):
    """An area's title up to its first break, for the name of a group."""
    for separator in (" (", " – ", ","):
        title = title.split(separator)[0]
    limit = WorkingGroup._meta.get_field("name").max_length
    return title[:limit].strip()


def _group_named(assessment, name):
    return assessment.groups.get_or_create(name=name)[0]


def _give(group, areas):
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


def _take(drafts):
    """Delete drafts nobody has written in; raise Refused if somebody has."""
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
            f"{group} has already written in {areas}. What they wrote is kept, so "
            "the area cannot be taken away."
        )
    DraftResponse.objects.filter(draft__in=held).delete()
    Draft.objects.filter(pk__in=[draft.pk for draft in held]).delete()
