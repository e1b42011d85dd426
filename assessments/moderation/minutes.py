"""The minutes that the agenda gives statements, fewer for those that are prepared.

A statement is prepared if it is not settled, and the answer that is proposed for it
could be settled without a change. Only moderators see proposals, so to everybody else
no statement is prepared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..analysis.agreement import Word
from ..models import AgreedResponse
from .given_ratings import needs_reason

MINUTES = {
    Word.SPLIT: 6,
    Word.ONE_VOICE: 4,
    Word.ONLY_ONE: 3,
    Word.NOBODY: 3,
    Word.CLOSE: 2,
    Word.SAME: 0,
}
FEWEST_CANDIDATES = 2  # of an answer that could not be agreed
Outcome = AgreedResponse.Outcome


@dataclass(frozen=True)
class Proposed:
    """The answer that is proposed for a statement, and whether it has a reason."""

    outcome: str
    rating: int | None
    candidates: Sequence[int]
    has_reason: bool
    second: Sequence[int] = ()  # the second ratings of groups that are shown

    def could_be_settled(self, first: Sequence[int], scale: Sequence[int]) -> bool:
        """Return whether it could be settled without a change.

        `first` are the ratings the groups handed in, `scale` the edition's values.
        """
        if self.outcome == Outcome.NOT_SETTLED:
            return False
        few = len(set(self.candidates)) < FEWEST_CANDIDATES
        if self.outcome == Outcome.NOT_AGREED and few:
            return False
        return self.has_reason or not needs_reason(
            self.outcome, self.rating, first, self.second, scale
        )


class Rated(Protocol):
    """A statement with its ratings and its proposal: an Item or a Comparison."""

    @property
    def ratings(self) -> list[int]: ...
    @property
    def labels(self) -> dict[int, str]: ...
    @property
    def proposed(self) -> Proposed | None: ...
    @property
    def is_settled(self) -> bool: ...


class Timed(Protocol):
    """A statement that takes time in a meeting: an Item or a Comparison."""

    @property
    def word(self) -> Word: ...
    @property
    def is_prepared(self) -> bool: ...


def is_prepared(rated: Rated) -> bool:
    """Return whether it is not settled and could be settled as it is proposed."""
    if rated.is_settled or rated.proposed is None:
        return False
    return rated.proposed.could_be_settled(rated.ratings, list(rated.labels))


def minutes_by_word(changed: Mapping[str, int]) -> dict[Word, int]:
    """Return {word: minutes per statement}; `changed` are those a moderator changed."""
    return {word: changed.get(word, MINUTES[word]) for word in Word}


def prepared_minutes(word: Word, minutes: Mapping[Word, int]) -> int:
    """Return the minutes of a prepared statement: as Close, or as its word if less."""
    return min(minutes[word], minutes[Word.CLOSE])


def minutes_of(timed: Timed, minutes: Mapping[Word, int]) -> int:
    """Return the minutes that a statement takes; `minutes` is {word: minutes}."""
    if timed.is_prepared:
        return prepared_minutes(timed.word, minutes)
    return minutes[timed.word]
