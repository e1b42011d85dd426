"""Answers and their revisions, in words for the pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assessments.analysis.sentences import join_or, settled_as
from assessments.models import DraftResponse

from .table import Row

NOT_ANSWERED = "Not answered"
TEXTS = ["evidence", "ideas", "rationale"]


Labels = Mapping[int, str]


@dataclass(frozen=True)
class Revision:
    """One version of an answer; `texts` are the (name, text) that changed in it."""

    at: object
    by: object
    way: object
    answer: str
    texts: list[tuple[str, object]]


def rated(value: int, labels: Labels) -> str:
    return f"{labels.get(value, value)} ({value})"


def draft_words(row: Row, labels: Labels) -> str:
    """Return "Agree (4)", "We do not know" or "Undecided: Agree or Disagree"."""
    if row["rating"] is not None:
        return rated(row["rating"], labels)
    if row["candidates"]:
        return (
            f"Undecided: {join_or(rated(each, labels) for each in row['candidates'])}"
        )
    if row["not_rated_reason"]:
        return str(DraftResponse.NotRated(row["not_rated_reason"]).label)
    return NOT_ANSWERED


def agreed_words(row: Row, labels: Labels) -> str:
    """Return "Agree (4)" or "Could not agree: Agree or Disagree"."""
    if row["outcome"] == "agreed":
        return rated(row["rating"], labels)
    return settled_as(row["outcome"], None, row["candidates"], labels)


def revisions_in_words(
    revisions: Iterable[Row],
    labels: Labels,
    words: Callable[[Row, Labels], str] = draft_words,
) -> list[Revision]:
    """Return revisions for a page, oldest first, with each text where it changed."""
    before: Row = {}
    found = []
    for row in revisions:
        texts = [
            (name, row[name])
            for name in TEXTS
            if name in row and row[name] != before.get(name, "")
        ]
        found.append(
            Revision(
                row["at"], row["by"], row.get("way", ""), words(row, labels), texts
            )
        )
        before = row
    return found
