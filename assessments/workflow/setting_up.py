"""Starting an assessment and deciding which group rates what."""

from django.db import models, transaction

from frameworks.models import Statement
from leavingcare.refusals import Refused

from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
    Membership,
    WorkingGroup,
)
from .common import Kind, lock, numbers, record


class Preset(models.TextChoices):
    """The three ways authorities share out the areas."""

    GROUP_PER_AREA = "group_per_area", "One group for each area"
    EVERY_AREA = "every_area", "Every group rates every area"
    LEAD = "lead", "One lead, who delegates"


@transaction.atomic
def start(*, authority, round, by):
    """Open the authority's assessment, with every answer and score blank."""
    assessment, created = Assessment.objects.get_or_create(
        authority=authority, round=round
    )
    if not created:
        raise Refused(f"{authority} already takes part in {round}.")
    make_agreed_rows(assessment)
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
def add_group(*, assessment, name, areas, by):
    """Make a working group with a blank draft of each of the areas."""
    locked = lock(assessment)
    if locked.groups.filter(name__iexact=name).exists():
        raise Refused(f"There is already a group called {name}.")
    group = WorkingGroup.objects.create(assessment=locked, name=name)
    _give(group, areas)
    record(locked, Kind.GROUP_CHANGED, by, f"{name}: added, {numbers(areas)}")
    return group


@transaction.atomic
def change_group(*, group, name, areas, members, by):
    """Set the group's name, areas and members.

    An area is taken away only while nobody has written anything in its draft, and
    nobody can be a member who is not in the authority.
    """
    assessment = lock(group.assessment)
    others = assessment.groups.exclude(pk=group.pk)
    if others.filter(name__iexact=name).exists():
        raise Refused(f"There is already a group called {name}.")
    group.name = name
    group.save(update_fields=["name"])
    wanted = {area.pk for area in areas}
    _take(group.drafts.exclude(area__in=wanted))
    _give(group, areas)
    group.members.set(
        Membership.objects.filter(
            authority=assessment.authority_id, user__in=members
        ).values_list("user", flat=True)
    )
    record(assessment, Kind.GROUP_CHANGED, by, f"{name}: {numbers(areas)}")


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
        if draft.version or draft.responses.exclude(updated_at=None).exists()
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
