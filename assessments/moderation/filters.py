"""The agenda's filter: which statements a list, a walk or a meeting goes through.

It is in the query string of every page that uses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeVar
from urllib.parse import urlencode

from frameworks.models import Statement

from ..analysis.agreement import Word
from ..analysis.sentences import join_and
from ..models import AgreedResponse, PlannedMeeting
from .context import AgendaContext
from .meetings import meeting_by_statement

LONGEST = 100  # characters of the words looked for
DIGITS = 18  # of a key
ALONE = "alone"
SHOWN = {
    "open": "Not settled",
    "settled": "Settled",
    "back": "To come back to",
    "later": "Ratings came in later",
}
COMPARED = [word.name.lower() for word in Word]
WORDS = {word.name.lower(): word.value for word in Word} | {ALONE: "Rated by one group"}
EVERYTHING = "on=agenda"  # so that a page knows that the agenda led to it


class Filterable(Protocol):
    """A statement as a filter sees it: an Item of the agenda, or a Comparison."""

    @property
    def statement(self) -> Statement: ...
    @property
    def agreed(self) -> AgreedResponse: ...
    @property
    def word(self) -> Word: ...
    @property
    def is_alone(self) -> bool: ...
    @property
    def is_settled(self) -> bool: ...


One = TypeVar("One", bound=Filterable)


@dataclass(frozen=True)
class Filter:
    """The filter of the agenda; None or "" keeps everything.

    `area` is a number, `word` and `show` are keys of WORDS and SHOWN, and the others
    are the keys of a working group, of a moderator and of a planned meeting.
    """

    area: int | None = None
    word: str = ""
    group: int | None = None
    moderator: int | None = None
    meeting: int | None = None
    show: str = ""
    q: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Return the filter of a query string, without unknown values."""
        word, show = sent.get("word", ""), sent.get("show", "")
        return cls(
            area=_number(sent.get("area", "")),
            word=word if word in WORDS else "",
            group=_number(sent.get("group", "")),
            moderator=_number(sent.get("moderator", "")),
            meeting=_number(sent.get("meeting", "")),
            show=show if show in SHOWN else "",
            q=sent.get("q", "").strip()[:LONGEST],
        )

    def understood(
        self, context: AgendaContext, meetings: Iterable[PlannedMeeting] = ()
    ) -> Self:
        """Return it without an area, group or meeting that does not exist."""
        areas = {area.area.number for area in context.areas}
        planned = {meeting.pk for meeting in meetings}
        return replace(
            self,
            area=self.area if self.area in areas else None,
            group=self.group if self.group in context.groups else None,
            moderator=(
                self.moderator if self.moderator in context.moderator_names else None
            ),
            meeting=self.meeting if self.meeting in planned else None,
        )

    @property
    def asked(self) -> dict[str, int | str]:
        """Its values, as in a query string."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def query(self) -> str:
        """The filter as a query string, which is never blank."""
        return urlencode(self.asked) or EVERYTHING

    def keep(
        self,
        items: Iterable[One],
        context: AgendaContext,
        meetings: Iterable[PlannedMeeting] = (),
    ) -> list[One]:
        """Return the items it keeps; `meetings` are the planned ones, by date."""
        items = list(items)
        if not self.asked:
            return items
        taken = meeting_by_statement(items, meetings) if self.meeting else {}
        return [
            item
            for item in items
            if self._is_of(item, context, taken) and self._is_shown(item, context)
        ]

    def _is_of(
        self,
        item: Filterable,
        context: AgendaContext,
        taken: Mapping[int, PlannedMeeting],
    ) -> bool:
        """Return whether the item belongs to the area, group, moderator and meeting."""
        area = item.statement.area
        meeting = taken.get(item.statement.pk)
        return (
            self.area in (None, area.number)
            and (
                self.group is None
                or any(d.group_id == self.group for d in context.drafts[area.pk])
            )
            and self.moderator in (None, context.moderators.get(area.pk))
            and self.meeting in (None, meeting and meeting.pk)
        )

    def _is_shown(self, item: Filterable, context: AgendaContext) -> bool:
        """Return whether the item has the word and the state, and matches `q`."""
        words = f"{item.statement.code} {item.statement.text_md}".casefold()
        word = ALONE if item.is_alone else item.word.name.lower()
        if self.show == "later" and item.statement.pk not in context.later:
            return False
        return (
            self.word in ("", word)
            and self.q.casefold() in words
            and {
                "open": not item.is_settled,
                "settled": item.is_settled,
                "back": item.agreed.come_back,
            }.get(self.show, True)
        )

    def in_words(
        self, context: AgendaContext, meetings: Iterable[PlannedMeeting] = ()
    ) -> str:
        """Return the filter in words: "Area 8, Split and Not settled", or ""."""
        dates = {each.pk: each.in_words for each in meetings}
        parts = [
            f"Area {self.area}" if self.area else "",
            WORDS.get(self.word, ""),
            context.groups.get(self.group or 0, ""),
            context.moderator_names.get(self.moderator or 0, ""),
            dates.get(self.meeting or 0, ""),
            SHOWN.get(self.show, ""),
            f"‘{self.q}’" if self.q else "",
        ]
        named = [part for part in parts if part]
        return join_and(named) if named else ""


def _number(text: str) -> int | None:
    """Return a key or a number from a URL, or None if it is not one."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if is_one else None
