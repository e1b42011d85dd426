"""The sections of an agenda: the statements under each word, and what to check."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..analysis import sentences
from ..analysis.agreement import Word
from .agenda import Item, agenda_order
from .may_settle_together import needs_no_look
from .minutes import prepared_minutes

ALONE = "Rated by one group"  # the heading of what cannot be compared


@dataclass(frozen=True)
class Section:
    """The items under one word, furthest apart first, as a meeting goes through them.

    A settled one keeps its position, so that a pack printed before stays in order.
    """

    word: str  # a Word, or a heading of its own
    items: list[Item]
    minutes_each: int
    minutes_prepared: int = 0  # each, of those that are prepared

    @cached_property
    def to_settle(self) -> list[Item]:
        return [item for item in self.items if not item.is_settled]

    @cached_property
    def for_together(self) -> list[Item]:
        return [item for item in self.items if item.is_for_together]

    @cached_property
    def complete(self) -> list[Item]:
        """Those to settle together that every group of their area has answered."""
        return [item for item in self.for_together if needs_no_look(item)]

    @property
    def waiting(self) -> list[str]:
        """The groups that have not handed in the area of an item to settle together."""
        return sorted({group for item in self.for_together for group in item.waiting})

    @property
    def is_alone(self) -> bool:
        return all(item.is_alone for item in self.items)

    @cached_property
    def prepared(self) -> int:
        """The number of statements to settle that need less time, as they are prepared."""
        if self.minutes_prepared == self.minutes_each:
            return 0
        return sum(item.is_prepared for item in self.to_settle)

    @property
    def prepared_in_words(self) -> str:
        """The number of prepared statements, in brackets; "" if there are none."""
        return sentences.prepared(self.prepared, self.minutes_prepared)

    @property
    def in_words(self) -> str:
        """The time to settle it: "18 to settle, 6 minutes each: 108 minutes"."""
        left, total = len(self.to_settle), sentences.minutes(self.minutes)
        if not left:
            return "All settled"
        if not self.minutes:
            return f"{left} to settle, with no time set aside{self._why_no_time}"
        if left == 1:
            return f"1 to settle, {total}"
        each = f"{sentences.minutes(self.minutes_each)} each"
        return f"{left} to settle, {each}{self.prepared_in_words}: {total}"

    @property
    def to_prepare(self) -> int:
        """The number of statements that would need less time if they were prepared."""
        if self.minutes_prepared == self.minutes_each:
            return 0
        return len(self.to_settle) - self.prepared

    @property
    def minutes_to_save(self) -> int:
        """The minutes that preparing these would save."""
        return (self.minutes_each - self.minutes_prepared) * self.to_prepare

    @property
    def minutes(self) -> int:
        """The minutes that the statements to settle take."""
        others = len(self.to_settle) - self.prepared
        return self.minutes_each * others + self.minutes_prepared * self.prepared

    @property
    def without_time(self) -> int:
        """The number of statements to settle that take no minutes."""
        others = 0 if self.minutes_each else len(self.to_settle) - self.prepared
        return others if self.minutes_prepared else others + self.prepared

    @property
    def _why_no_time(self) -> str:
        """Return why its statements take no minutes, if its word says so; "" if not."""
        return " as the groups gave the same rating" if self.word == Word.SAME else ""


@dataclass(frozen=True)
class Left:
    """The statements of some sections that are left to settle, and the time for them.

    The minutes are for some of the statements only, if there is no time for others.
    """

    sections: Sequence[Section]

    @property
    def statements(self) -> int:
        """The number of statements to settle."""
        return sum(len(section.to_settle) for section in self.sections)

    @property
    def minutes(self) -> int:
        return sum(section.minutes for section in self.sections)

    @property
    def time(self) -> str:
        """The minutes in words: "80 minutes for 21 of them"; "" if there are none."""
        if not self.minutes:
            return ""
        without = sum(section.without_time for section in self.sections)
        some = f" for {self.statements - without} of them" if without else ""
        return f"{sentences.minutes(self.minutes)}{some}"

    @property
    def without_time(self) -> str:
        """The statements that the minutes leave out, as a sentence; "" if there are none.

        "No time is set aside for the 9 under ‘Same’."
        """
        apart = [
            f"the {section.without_time} under ‘{section.word}’"
            for section in self.sections
            if section.without_time
        ]
        if not self.minutes or not apart:
            return ""
        return f"No time is set aside for {sentences.join_and(apart)}."


def sections(items: Iterable[Item], minutes: Mapping[Word, int]) -> list[Section]:
    """Return the items compared, as Sections in the order of the agenda.

    `minutes` is {word: minutes per statement}.
    """
    by_word: defaultdict[Word, list[Item]] = defaultdict(list)
    for item in sorted(items, key=agenda_order):
        if not item.is_alone:
            by_word[item.word].append(item)
    return [
        Section(word, found, minutes[word], prepared_minutes(word, minutes))
        for word, found in by_word.items()
    ]


def checks(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Return the items that one group rated and that need checking: [(kind, items)]."""
    by_kind: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.is_alone:
            for kind in dict.fromkeys(concern.kind for concern in item.concerns):
                by_kind[kind].append(item)
    return sorted(by_kind.items())
