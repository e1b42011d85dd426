"""The three usual ways of sharing out the areas among groups."""

from collections.abc import Iterable

from django.db import models, transaction

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import Assessment, Draft, WorkingGroup
from .common import Kind, lock, record, same_name
from .setting_up import give_areas

NAME_LENGTH: int = WorkingGroup._meta.get_field("name").max_length or 0


class Preset(models.TextChoices):
    """The three ways in which authorities share out the areas."""

    GROUP_PER_AREA = "group_per_area", "One group for each area"
    EVERY_AREA = "every_area", "Every group rates every area"
    LEAD = "lead", "One lead, who delegates"


@transaction.atomic
def apply_preset(
    *, assessment: Assessment, preset: str, by: User, names: Iterable[str] = ()
) -> None:
    """Make or complete groups as the preset says, without removing anything.

    `names` are groups to add where every group rates every area.
    """
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
                give_areas(_group_named(locked, _short(area.title)), [area])
    elif preset == Preset.EVERY_AREA:
        for name in names:
            if not same_name(locked.groups.all(), name):
                _group_named(locked, name)
        groups = list(locked.groups.all())
        if not groups:
            raise Refused("Enter the names of the groups, one to a line.")
        for group in groups:
            give_areas(group, areas)
    else:
        give_areas(_group_named(locked, "Lead"), areas)
    record(locked, Kind.GROUP_CHANGED, by, Preset(preset).label)


def _short(title: str) -> str:
    """Return an area's title up to its first break, for the name of a group."""
    for separator in (" (", " – ", ","):
        title = title.split(separator)[0]
    return title[:NAME_LENGTH].strip()


def _group_named(assessment: Assessment, name: str) -> WorkingGroup:
    return assessment.groups.get_or_create(name=name)[0]
