"""The table of an area: many statements on one page, each with a short choice."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from frameworks.models import Area

from ..analysis.agreement import Word
from ..models import AgreedResponse
from .comparison import Box, Comparison
from .may_settle_together import needs_no_look

ACROSS = (Word.SPLIT, Word.ONE_VOICE, Word.NOBODY)  # these need more than a choice
Outcome = AgreedResponse.Outcome
NO_RATING = (Outcome.NOT_AGREED, Outcome.NOT_RATED)


class Choice(StrEnum):
    """The ways to settle a row of the table."""

    DONE = "done"  # it is settled
    TOGETHER = "together"  # nothing stands out: with others, by selecting it
    RATING = "rating"  # by choosing one of the ratings the groups gave
    PANEL = "panel"  # in the panel, with a reason


@dataclass(frozen=True)
class TableRow:
    """One statement of the table."""

    comparison: Comparison

    @property
    def code(self) -> str:
        return self.comparison.statement.code

    @property
    def area(self) -> Area:
        return self.comparison.statement.area

    @cached_property
    def choice(self) -> Choice:
        comparison = self.comparison
        if comparison.is_proposed:
            return Choice.RATING if self._is_short else Choice.PANEL
        if comparison.is_settled:
            return Choice.DONE
        if comparison.word in ACROSS:
            return Choice.PANEL
        return Choice.TOGETHER if needs_no_look(comparison) else Choice.RATING

    @property
    def _is_short(self) -> bool:
        """True if the short choice can show what is proposed."""
        proposal = self.comparison.proposal
        if proposal is None or self.comparison.word in ACROSS:
            return False
        outcome, rating, _ = proposal.values["answer"]
        is_given = outcome == Outcome.NOT_SETTLED or rating in self.comparison.ratings
        return is_given and not proposal.values["rationale"]

    @property
    def given(self) -> list[int]:
        """The ratings that groups gave, highest first."""
        return sorted(set(self.comparison.ratings), reverse=True)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices of a row: the ratings given, then answers without a rating."""
        labels = self.comparison.labels
        return [
            *((str(rating), labels[rating]) for rating in self.given),
            *((outcome.value, outcome.label) for outcome in NO_RATING),
        ]

    @property
    def boxes(self) -> list[Box]:
        """The boxes of the strip that some group is in."""
        return [box for box in self.comparison.strip if box.answers or box.changed]

    @property
    def settles_as(self) -> str:
        """The rating it is settled on together with others, in words."""
        rating = self.comparison.joint_rating
        return "" if rating is None else self.comparison.labels[rating]

    @property
    def words(self) -> int:
        """The number of words that groups wrote."""
        return sum(
            len(answer.evidence.split()) + len(answer.ideas.split())
            for answer in self.comparison.answers
        )
