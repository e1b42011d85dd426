"""The differences between two submissions, from their documents alone."""

from collections.abc import Callable, Iterable
from typing import TypedDict, TypeVar

from frameworks.words import Changes, changes

from .content import Document
from .document import AgreedShown, StatementShown, shape
from .ratings import ApprovalShown
from .scores import ScoreRow

Row = TypeVar("Row")
Found = TypeVar("Found")


class StatementDifference(TypedDict):
    """Outcomes before and after, and changed texts; None for what is the same."""

    code: str
    runs: list[tuple[str, bool]]
    outcome: tuple[str, str] | None
    evidence: Changes | None
    ideas: Changes | None
    reason: Changes | None


class ScoreDifference(TypedDict):
    number: int
    title: str
    before: str
    after: str
    note: Changes | None


class Differences(TypedDict):
    """The parts of the later document that differ.

    cover             (question, changed words)
    approval          before and after, or None if it is the same
    reopened_because  of the later document
    of                how many statements there are
    """

    cover: list[tuple[str, Changes]]
    statements: list[StatementDifference]
    scores: list[ScoreDifference]
    approval: tuple[ApprovalShown | None, ApprovalShown | None] | None
    reopened_because: str
    of: int


def compare(before: Document, after: Document) -> Differences:
    """Return the Differences of the later document from the earlier one."""
    old, new = shape(before), shape(after)
    return {
        "cover": [
            (now["question"], changes(then["answer"], now["answer"]))
            for then, now in zip(old["cover"], new["cover"], strict=True)
            if then["answer"] != now["answer"]
        ],
        "statements": differing(of_statement, statements_of(old), statements_of(new)),
        "scores": differing(of_score, old["scores"]["rows"], new["scores"]["rows"]),
        "approval": (old["approval"], new["approval"])
        if old["approval"] != new["approval"]
        else None,
        "reopened_because": new["reopened_because"],
        "of": new["total"]["of"],
    }


def statements_of(shown: AgreedShown) -> list[StatementShown]:
    return [each for area in shown["areas"] for each in area["statements"]]


def differing(
    describe: Callable[[Row, Row], Found | None],
    before: Iterable[Row],
    after: Iterable[Row],
) -> list[Found]:
    """Return what `describe` makes of each pair that differs, in order."""
    pairs = zip(before, after, strict=True)
    return [found for then, now in pairs if (found := describe(then, now))]


def of_statement(
    then: StatementShown, now: StatementShown
) -> StatementDifference | None:
    """Return what differs in a statement, None if nothing does."""
    found: StatementDifference = {
        "code": now["code"],
        "runs": now["runs"],
        "outcome": None,
        "evidence": changed_words(then["evidence"], now["evidence"]),
        "ideas": changed_words(then["ideas"], now["ideas"]),
        "reason": changed_words(then["reason"], now["reason"]),
    }
    if then["outcome"] != now["outcome"]:
        found["outcome"] = (then["outcome"], now["outcome"])
    differs = any(
        (found["outcome"], found["evidence"], found["ideas"], found["reason"])
    )
    return found if differs else None


def of_score(then: ScoreRow, now: ScoreRow) -> ScoreDifference | None:
    """Return what differs in an area's score, None if nothing does."""
    if (then["score"], then["note"]) == (now["score"], now["note"]):
        return None
    return {
        "number": now["number"],
        "title": now["title"],
        "before": then["score"],
        "after": now["score"],
        "note": changed_words(then["note"], now["note"]),
    }


def changed_words(before: str, after: str) -> Changes | None:
    return changes(before, after) if before != after else None
