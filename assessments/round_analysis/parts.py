"""The parts of an analysis: each a page, some sheets and a chapter of the PDF."""

from collections.abc import Callable
from dataclasses import dataclass

from . import (
    part_across,
    part_authorities,
    part_change,
    part_discussion,
    part_scores,
    part_times,
)
from .reading import RoundData
from .tables import Table


@dataclass(frozen=True)
class Part:
    """One part: its title, what makes its tables, and what is read for it."""

    slug: str
    title: str
    about: str
    make: Callable[[RoundData], list[Table]]
    with_discussion: bool = False
    with_notes: bool = False


PARTS = {
    part.slug: part
    for part in [
        Part(
            "answered",
            "Who answered",
            "Asked and returned, both times, by region, kind and cluster",
            part_times.answered,
        ),
        Part(
            "areas",
            "Areas",
            "Global scores and ratings of each area, ranked",
            part_scores.areas,
        ),
        Part(
            "statements",
            "Statements",
            "How many settled on each rating, ranked",
            part_scores.statements,
            with_notes=True,
        ),
        Part(
            "bands",
            "Bands",
            "How many authorities are good, ok and poor",
            part_authorities.bands,
        ),
        Part(
            "change",
            "Change",
            "Total scores before and after",
            part_change.change,
        ),
        Part(
            "across",
            "Across rounds and editions",
            "Areas by theme, and statements with the same question",
            part_across.across,
            with_notes=True,
        ),
        Part(
            "ranks",
            "Rank against rank",
            "Authorities by their own scores and by their ratings",
            part_authorities.ranks,
        ),
        Part(
            "reliability",
            "Reliability",
            "Whether the statements of an area go together",
            part_scores.reliability,
        ),
        Part(
            "agreement",
            "Groups before the discussion",
            "The agreement of each authority’s groups",
            part_discussion.agreement,
            with_discussion=True,
        ),
        Part(
            "discussion",
            "What the discussion did",
            "Settled ratings against the groups’ first ones",
            part_discussion.discussion,
            with_discussion=True,
        ),
        Part(
            "disputed",
            "Most disputed",
            "Statements by how often groups were split",
            part_discussion.disputed,
            with_discussion=True,
        ),
        Part(
            "young-people",
            "Young people beside services",
            "Both scores of each area",
            part_times.young_people,
        ),
    ]
}
