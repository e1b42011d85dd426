"""The findings of young people's survey in a board report, area by area."""

from collections.abc import Collection
from dataclasses import dataclass

from assessments.analysis.sentences import basis_words
from assessments.submission.shown.content import (
    Document,
    Supplements,
    SurveyFinding,
    Text,
)
from assessments.submission.shown.wording import area_name

from .excerpts import excerpt
from .left_out import FINDING, NOT_PRINTED, finding_text, key_of, surveyed

ENOUGH = 480  # characters of a finding
LONGEST = 960  # of its first sentence


@dataclass(frozen=True)
class Finding:
    """A finding, whole or its first sentences, and how many answered and where."""

    what: str
    is_whole: bool
    basis: str


@dataclass(frozen=True)
class AreaFindings:
    """The findings about an area."""

    name: str
    findings: list[Finding]


def by_area(
    content: Document,
    supplements: Supplements | None,
    hidden: Collection[str],
    text: Text,
) -> list[AreaFindings]:
    """Return the findings of the areas that have any.

    Of a hidden finding only how many answered is printed.
    """
    found = surveyed(supplements)
    return [
        AreaFindings(area_name(area), [as_finding(each, hidden, text) for each in said])
        for area in content["framework"]["areas"]
        if (said := found.get(str(area["number"])))
    ]


def as_finding(said: SurveyFinding, hidden: Collection[str], text: Text) -> Finding:
    asked, answered = said["asked"], said["answered"]
    if key_of(FINDING, finding_text(said)) in hidden:
        return Finding(
            text(NOT_PRINTED), is_whole=True, basis=basis_words(asked, answered)
        )
    part = excerpt(said["text"], ENOUGH, LONGEST)
    basis = basis_words(asked, answered, said["source"])
    return Finding(text(" ".join(part.lines)), part.is_whole, text(basis))
