"""The planned meetings: their statements, their length, and what remains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations, pairwise
from typing import Protocol

from django.db.models import QuerySet
from django.utils import timezone

from frameworks.models import Area, Statement
from leavingcare.compiled import compiled

from ..analysis.agreement import Word
from ..models import PlannedMeeting
from .agenda import Item
from .minutes import minutes_of
from .sections import Left, Section, sections

MOST_SHARED = 6  # meetings among which areas are shared out
# The words that need a meeting; the others can be settled without one, in a list.
TO_DISCUSS = [Word.SPLIT, Word.ONE_VOICE, Word.ONLY_ONE, Word.NOBODY]


@compiled
def planned_meetings(assessment: int) -> QuerySet[PlannedMeeting]:
    """Return the meetings planned for an assessment, by date."""
    return PlannedMeeting.objects.filter(assessment=assessment)


def next_by_date(assessment: int, ended_at: datetime | None) -> PlannedMeeting | None:
    """Return the next planned meeting, after the day the last ended on. One query."""
    today, ended_on = timezone.localdate(), ended_at and timezone.localdate(ended_at)
    return next(
        (
            meeting
            for meeting in planned_meetings(assessment)
            if meeting.held_on >= today and meeting.held_on != ended_on
        ),
        None,
    )


@dataclass(frozen=True)
class MeetingPlan:
    """A planned meeting and its items; None for the items of no meeting."""

    meeting: PlannedMeeting | None
    items: list[Item]
    minutes_each: Mapping[Word, int]  # by word

    @cached_property
    def to_settle(self) -> list[Item]:
        return [item for item in self.items if not item.is_settled]

    @cached_property
    def words(self) -> list[Section]:
        """The unsettled statements under their words."""
        return sections(self.to_settle, self.minutes_each)

    @property
    def in_words(self) -> str:
        """The words of unsettled statements, each with how many statements have it."""
        return ", ".join(
            f"{section.word}: {len(section.items)}{section.prepared_in_words}"
            for section in self.words
        )

    @property
    def left(self) -> Left:
        """The statements left to settle, and the time for them."""
        return Left(self.words)

    @property
    def minutes(self) -> int:
        """The minutes that the unsettled statements take."""
        return self.left.minutes

    @property
    def to_discuss(self) -> Left:
        """The statements left to settle that need a meeting."""
        return Left([each for each in self.words if each.word in TO_DISCUSS])

    @property
    def prepared(self) -> int:
        """The number of statements that take less time, as they are prepared."""
        return sum(section.prepared for section in self.words)

    @property
    def to_prepare(self) -> int:
        """The number of statements that would take less time if they were prepared."""
        return sum(section.to_prepare for section in self.words)

    @property
    def minutes_to_save(self) -> int:
        """The minutes that preparing these would save."""
        return sum(section.minutes_to_save for section in self.words)

    @property
    def query(self) -> str:
        """The query that shows its unsettled statements; without a meeting, all."""
        return f"meeting={self.meeting.pk}&show=open" if self.meeting else "show=open"

    @property
    def over(self) -> int:
        """The number of minutes it is too short, or 0."""
        return max(0, self.minutes - self.meeting.length) if self.meeting else 0


class Taken(Protocol):
    """A statement as a meeting sees it: an Item of the agenda, or a Comparison."""

    @property
    def statement(self) -> Statement: ...
    @property
    def word(self) -> Word: ...
    @property
    def is_alone(self) -> bool: ...


def takes(meeting: PlannedMeeting, item: Taken) -> bool:
    """Return whether a meeting takes an item of the agenda."""
    return (
        not item.is_alone
        and (not meeting.areas or item.statement.area.number in meeting.areas)
        and (not meeting.words or item.word in meeting.words)
    )


def meeting_by_statement(
    items: Iterable[Taken], meetings: Iterable[PlannedMeeting]
) -> dict[int, PlannedMeeting]:
    """Return {statement id: the first meeting that takes it}; `meetings` are by date."""
    planned = list(meetings)
    found = {}
    for item in items:
        if meeting := next((each for each in planned if takes(each, item)), None):
            found[item.statement.pk] = meeting
    return found


def plans(
    items: Iterable[Item],
    meetings: Sequence[PlannedMeeting],
    minutes: Mapping[Word, int],
) -> list[MeetingPlan]:
    """Return one MeetingPlan per meeting, by date, and one for all other items.

    `minutes` is {word: minutes per statement}. The last is left out if it is all
    settled.
    """
    items = [item for item in items if not item.is_alone]
    taken = meeting_by_statement(items, meetings)
    found = [
        MeetingPlan(
            meeting,
            [item for item in items if taken.get(item.statement.pk) is meeting],
            minutes,
        )
        for meeting in meetings
    ]
    left = [item for item in items if item.statement.pk not in taken]
    rest = MeetingPlan(None, left, minutes)
    return [*found, *([rest] if rest.to_settle else [])]


def share_out(
    items: Iterable[Item], meetings: int, minutes: Mapping[Word, int]
) -> list[list[int]]:
    """Return the numbers of the areas for each of this many meetings.

    Only words TO_DISCUSS take time. Areas keep their order, and the longest meeting
    is as short as it can be. Fewer meetings come back if there are fewer areas.
    """
    each: dict[Area, int] = {}
    for item in items:
        if not item.is_alone and not item.is_settled and item.word in TO_DISCUSS:
            area = item.statement.area
            each[area] = each.get(area, 0) + minutes_of(item, minutes)
    areas = sorted(each, key=lambda area: area.number)
    parts = min(meetings, len(areas), MOST_SHARED)
    if not parts:
        return []
    cuts = min(
        combinations(range(1, len(areas)), parts - 1),
        key=lambda cuts: max(
            sum(each[area] for area in part) for part in _parts(areas, cuts)
        ),
    )
    return [[area.number for area in part] for part in _parts(areas, cuts)]


def _parts(areas: Sequence[Area], cuts: Sequence[int]) -> list[Sequence[Area]]:
    """Return the areas cut before each of these places."""
    ends = [0, *cuts, len(areas)]
    return [areas[start:end] for start, end in pairwise(ends)]
