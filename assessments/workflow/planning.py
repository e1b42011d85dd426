"""Planning the meetings: minutes, dates, what each takes, and who settles which area."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from leavingcare.models import User

from ..models import Assessment, Meeting, PlannedMeeting, StaleVersion
from .common import lock, moderators_of


@transaction.atomic
def set_minutes(*, assessment: Assessment, minutes: dict[str, int]) -> None:
    """Store the minutes per statement, by its word."""
    held = lock(assessment)
    Meeting.objects.filter(assessment=held).update(minutes=minutes)


@transaction.atomic
def plan_meetings(
    *,
    assessment: Assessment,
    days: Sequence[date],
    areas: Sequence[list[int]],
    words: list[str],
    length: int,
) -> list[PlannedMeeting]:
    """Create a meeting on each of the days; return them by date.

    `areas` has the numbers of the areas that each takes, and may have fewer lists than
    there are days: a meeting without one takes what the others leave. Each takes only
    statements with these `words`. `length` is in minutes and also becomes that of
    meetings planned later.
    """
    held = lock(assessment)
    Meeting.objects.filter(assessment=held).update(length=length)
    shares = [*areas, *([[]] * (len(days) - len(areas)))]
    return [
        PlannedMeeting.objects.create(
            assessment=held, held_on=day, length=length, areas=share, words=words
        )
        for day, share in zip(sorted(days), shares, strict=True)
    ]


@transaction.atomic
def change_meeting(
    *,
    meeting: PlannedMeeting,
    seen: int,
    held_on: date,
    length: int,
    areas: list[int],
    words: list[str],
) -> None:
    """Change a planned meeting; `seen` is the version that the page showed.

    Raises StaleVersion if somebody else has changed it since.
    """
    lock(meeting.assessment)
    if meeting.version != seen:
        raise StaleVersion(meeting)
    meeting.save_version(held_on=held_on, length=length, areas=areas, words=words)


@transaction.atomic
def remove_meeting(*, meeting: PlannedMeeting) -> None:
    """Remove a planned meeting. Its statements stay on the agenda."""
    lock(meeting.assessment)
    meeting.delete()


@transaction.atomic
def give_areas(
    *, assessment: Assessment, given: Mapping[int, tuple[str, User | None]]
) -> list[str]:
    """Give areas to the moderators who will settle them.

    `given` is {area number: (key of the moderator that the page had shown or "", the
    new one)}; None means nobody in particular. An area that somebody else has given
    away since is left; returns a sentence for each of these.
    """
    held = lock(assessment)
    allowed = set(moderators_of(held))
    left = []
    areas = held.agreed_areas.filter(area__number__in=given)
    for area in areas.select_related("area", "moderator"):
        shown, person = given[area.area.number]
        if person is not None and person not in allowed:
            continue
        if str(area.moderator_id or "") not in {
            shown,
            str(person.pk if person else ""),
        }:
            now = area.moderator.name if area.moderator else "nobody in particular"
            left.append(f"Area {area.area.number} has been given to {now} since.")
            continue
        held.agreed_areas.filter(pk=area.pk).update(moderator=person)
    return left
