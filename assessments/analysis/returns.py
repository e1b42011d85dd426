"""The ratings and scores of one submission, and the edition they answer, as values.

A submission's document is some 120 KB. What its analysis needs is a record of about
1 KB, made here when it is submitted, and one of what its groups rated before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypedDict

from .discussion import Discussed
from .scoring import CumulativeScore, bands_note, cumulative

Scores = dict[int, int | None]  # {area: score out of ten, or None}


class Figures(TypedDict):
    """The settled ratings by code and global scores by area of one submission."""

    ratings: dict[str, int | None]
    scores: dict[str, int | None]


class GroupRating(TypedDict):
    """One group's rating in a submission's document, as far as it is needed here."""

    first: int | None
    second: int | None


class Response(TypedDict, total=False):
    """One answer in a submission's document, as far as it is needed here."""

    outcome: str
    rating: int | None
    ratings: Sequence[GroupRating]
    changes: Sequence[object]


# [first ratings, second ratings, outcome, approver's changes], by statement code
Discussion = dict[str, tuple[Sequence[int | None], Sequence[int | None], str, int]]


def figures_of(
    responses: Mapping[str, Response], scores: Mapping[str, int | None]
) -> Figures:
    """Return the record of the answers and global scores of a submission's document."""
    ratings = {code: each.get("rating") for code, each in responses.items()}
    return {"ratings": ratings, "scores": dict(scores)}


def discussion_of(responses: Mapping[str, Response]) -> Discussion:
    """Return what the groups of a submission's document rated, without their names."""
    return {
        code: (
            [each["first"] for each in response.get("ratings", [])],
            [each["second"] for each in response.get("ratings", [])],
            response.get("outcome", ""),
            len(response.get("changes", [])),
        )
        for code, response in responses.items()
    }


@dataclass(frozen=True)
class Statement:
    """A statement of an edition; `text` is without its emphasis."""

    code: str
    text: str


@dataclass(frozen=True)
class Area:
    """An area of an edition; `theme` is what it is called in every edition."""

    number: int
    theme: str
    title: str
    statements: tuple[Statement, ...]

    @property
    def codes(self) -> list[str]:
        """Return the codes of its statements, in order."""
        return [each.code for each in self.statements]


@dataclass(frozen=True)
class Edition:
    """An edition: its areas and its scale, {value: label}."""

    name: str
    areas: tuple[Area, ...]
    scale: dict[int, str]

    @cached_property
    def statements(self) -> list[Statement]:
        """Return every statement, in order."""
        return [each for area in self.areas for each in area.statements]

    @property
    def bands_note(self) -> str:
        """Return the note on every band, in the same line; see `scoring.bands_note`."""
        return bands_note(self.name)


@dataclass(frozen=True)
class Return:
    """One authority's submission, as far as it is analysed.

    key            the same for an authority in every round
    ratings        {code: rating or None}
    scores         global scores
    young_people   their scores of the areas; empty if none were gathered
    follow_up      {area: (stage one, stage two)} if it returned a follow-up, else None
    discussed      {code: Discussed}, or {} if it was not read
    """

    authority: str
    reference: str
    digest: str
    ratings: dict[str, int | None]
    scores: Scores
    key: int = 0
    region: str = ""
    kind: str = ""
    clusters: tuple[str, ...] = ()
    young_people: Scores = field(default_factory=dict)
    follow_up: dict[int, tuple[int | None, int | None]] | None = None
    discussed: dict[str, Discussed] = field(default_factory=dict)

    def cumulative(
        self, codes: Sequence[str], scale: Mapping[int, str]
    ) -> CumulativeScore:
        """Return the sum of its ratings of some statements."""
        return cumulative({code: self.ratings.get(code) for code in codes}, scale)

    @property
    def global_total(self) -> int | None:
        """Return the sum of its global scores, or None if it gave none."""
        given = [score for score in self.scores.values() if score is not None]
        return sum(given) if given else None

    @property
    def areas_scored(self) -> int:
        """Return how many areas have a global score."""
        return sum(score is not None for score in self.scores.values())


def discussed_of(discussion: Discussion, figures: Figures) -> dict[str, Discussed]:
    """Return the Discussed of each statement, from the two records of a submission."""
    ratings = figures["ratings"]
    return {
        code: Discussed(first, second, ratings.get(code), outcome, changes)
        for code, (first, second, outcome, changes) in discussion.items()
    }
