"""The path of a meeting through its statements, in the agenda's order."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypedDict

from django.http import QueryDict

from ..access import Access
from ..models import AgreedResponse, Meeting, PlannedMeeting
from .agenda import Item, agenda_order
from .answers import answers_by_statement
from .context import AgendaContext
from .filters import Filter
from .meetings import meeting_by_statement, planned_meetings


class Neighbours(TypedDict):
    """The items to go to from the statement shown, or None."""

    previous: Item | None
    next: Item | None
    unsettled: Item | None  # the next that is not settled
    start: Item | None


@dataclass
class RoomWalk:
    """The items of a meeting: those that its filter keeps, or all in the open areas."""

    access: Access
    meeting: Meeting
    agreed: list[AgreedResponse]  # of the areas the person may see
    context: AgendaContext

    @cached_property
    def asked(self) -> Filter:
        """The filter of the meeting's statements."""
        sent = Filter.of(QueryDict(self.meeting.takes))
        return sent.understood(self.context, self._planned) if sent.asked else sent

    @property
    def query(self) -> str:
        """The filter as the agenda's query string."""
        return self.asked.query

    @cached_property
    def in_words(self) -> str:
        """The meeting's filter in words; "" if it takes everything."""
        return self.asked.in_words(self.context, self._planned)

    @cached_property
    def _planned(self) -> list[PlannedMeeting]:
        if "meeting=" not in self.meeting.takes:
            return []
        return planned_meetings(self.access.assessment.pk)

    @cached_property
    def every_item(self) -> list[Item]:
        """Every Item of the open areas, in the agenda's order."""
        opened = {area.area_id for area in self.context.areas}
        answers = answers_by_statement(self.access, self.context.areas)
        items = [
            Item(
                agreed=row,
                labels=self.context.labels,
                rated=[
                    (str(answer.group), answer.rating)
                    for answer in answers.get(row.statement_id, [])
                    if answer.rating is not None
                ],
                not_rated=[],
                is_alone=row.statement.area_id in self.context.alone,
                concerns=[],
            )
            for row in self.agreed
            if row.statement.area_id in opened
        ]
        return sorted(items, key=agenda_order)

    @cached_property
    def items(self) -> list[Item]:
        """The meeting's Items.

        A settled one keeps its position, so that "next" skips none.
        """
        return self.asked.keep(self.every_item, self.context, self._planned)

    @cached_property
    def settled(self) -> int:
        """The number of the meeting's statements that are settled."""
        return sum(item.is_settled for item in self.items)

    @property
    def is_finished(self) -> bool:
        """True once nothing that the meeting takes is left to settle."""
        return bool(self.every_item) and self.settled == len(self.items)

    @property
    def next_planned(self) -> PlannedMeeting | None:
        """The first planned meeting with a statement left to settle. One query."""
        meetings = planned_meetings(self.access.assessment.pk)
        left = [item for item in self.every_item if not item.is_settled]
        taken = meeting_by_statement(left, meetings).values()
        return next((meeting for meeting in meetings if meeting in taken), None)

    @cached_property
    def is_under_way(self) -> bool:
        """True if the statement shown is one that the meeting goes through.

        It still is if it only left the filter's state, for example by being settled.
        """
        in_any_state = replace(self.asked, show="")
        taken = in_any_state.keep(self.every_item, self.context, self._planned)
        return any(item.statement.pk == self.meeting.statement_id for item in taken)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The items around the statement that is shown, if the meeting is under way."""
        items, every = self.items, self.every_item
        first = next((item for item in items if not item.is_settled), None)
        start = first or next(iter(items), None)
        if not self.is_under_way:
            return {"previous": None, "next": None, "unsettled": None, "start": start}
        kept = {item.statement.pk for item in items}
        shown = self.meeting.statement_id
        here = next(at for at, item in enumerate(every) if item.statement.pk == shown)
        after = [item for item in every[here + 1 :] if item.statement.pk in kept]
        before = [item for item in every[:here] if item.statement.pk in kept]
        unsettled = [item for item in after + before if not item.is_settled]
        return {
            "previous": before[-1] if before else None,
            "next": after[0] if after else None,
            "unsettled": unsettled[0] if unsettled else None,
            "start": start,
        }
