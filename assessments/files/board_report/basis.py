"""The second part of a board report: who took part, the evidence, the differences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.analysis import agreement, contradictions, sentences
from assessments.submission.shown.content import Document, ScalePoint, Supplements, Text
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.wording import date_words, labels_of

from . import wording
from .left_out import GATHERED, NOT_PRINTED, how_gathered, key_of

LISTED = 8  # statements of one kind that are named with their text
SHORT = 80  # characters of a line of a list
TOGETHER = 5  # short lines that are printed in one line
AGREEMENT = {
    agreement.Word.SAME: sentences.ALL_THE_SAME,
    agreement.Word.CLOSE: "ratings differed, but all on one side of the scale",
    agreement.Word.ONE_VOICE: "one group rated on the other side from the rest",
    agreement.Word.SPLIT: "groups rated on both sides of the scale",
}


@dataclass(frozen=True)
class Listed:
    """Statements named with their answers or changes, and how many more there are."""

    title: str
    statements: Sequence[tuple[StatementShown, str]]
    more: int


@dataclass(frozen=True)
class Clash:
    """Similar statements on opposite sides: the first of them, and how each is rated."""

    first: StatementShown
    said: str


def done(
    content: Document, hidden: Collection[str], text: Text
) -> list[tuple[str, list[str]]]:
    """Return how it was done and who took part: [(question, lines of the answer)]."""
    found = []
    for question in content["framework"]["cover_questions"]:
        key = question["key"]
        answer = content["cover"].get(key) or ""
        if key in wording.DONE and answer:
            lines = [NOT_PRINTED] if key in hidden else lines_of(answer)
            found.append((wording.DONE[key], [text(line) for line in lines]))
    return found


def young_about(
    supplements: Supplements | None, hidden: Collection[str], text: Text
) -> list[tuple[str, list[str]]]:
    """Return how young people's scores were gathered: [(what, lines)] of what is known."""
    record = (supplements or {}).get("young_people") or {}
    many, day = record.get("how_many"), record.get("gathered_on")
    how = how_gathered(supplements)
    lines = lines_of(how)
    if key_of(GATHERED, how) in hidden:
        lines = [NOT_PRINTED]
    said = [
        ("Young people who took part", [] if many is None else [str(many)]),
        ("How their scores were gathered", lines),
        ("When", [date_words(day)] if day else []),
    ]
    return [(what, [text(line) for line in lines]) for what, lines in said if lines]


def lines_of(answer: str) -> list[str]:
    """Return the lines of an answer; many short ones are one, with semicolons."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    if len(lines) > TOGETHER and all(len(line) <= SHORT for line in lines):
        return ["; ".join(line.rstrip(";,. ") for line in lines) + "."]
    return lines


def groups(content: Document) -> list[tuple[str, int, int]]:
    """Return the groups that handed something in: [(name, rated, of)] by name."""
    found: dict[str, tuple[int, int]] = {}
    for response in content["responses"].values():
        for each in response.get("ratings") or []:
            rated, of = found.get(each["group"], (0, 0))
            found[each["group"]] = rated + (each["first"] is not None), of + 1
    return [(name, *found[name]) for name in sorted(found)]


def evidence(shaped: AgreedShown, scale: Sequence[ScalePoint]) -> str:
    """Return how many statements have evidence, and which should have some."""
    values = [point["value"] for point in scale]
    statements = statements_of(shaped)
    unsupported = [
        each["code"]
        for each in statements
        if agreement.lacks_evidence(
            each["rating"], values, has_evidence=bool(each["evidence"])
        )
    ]
    given = sum(bool(each["evidence"]) for each in statements)
    return wording.evidence(given, len(statements), unsupported)


def statements_of(shaped: AgreedShown) -> list[StatementShown]:
    return [each for area in shaped["areas"] for each in area["statements"]]


def compared(shaped: AgreedShown) -> list[str]:
    """Return how close the groups' own ratings were, with one line per kind."""
    words = [each["word"] for each in statements_of(shaped)]
    counts = [(words.count(word), meaning) for word, meaning in AGREEMENT.items()]
    return [f"{wording.count(count)}: {meaning}." for count, meaning in counts if count]


def differed(shaped: AgreedShown) -> list[Listed]:
    """Return the answers that not everybody agreed with, by kind, if there are any."""
    statements = statements_of(shaped)
    not_agreed = [each for each in statements if each["kind"] == "not_agreed"]
    kinds = {
        "Could not be agreed": [(each, each["outcome"]) for each in not_agreed],
        "Changed by the approver": [
            (each, wording.changed(each["changes"])) for each in shaped["changed"]
        ],
        "A group still disagrees": [
            (each, each["outcome"]) for each in shaped["dissented"]
        ],
    }
    return [
        Listed(title, found[:LISTED], max(len(found) - LISTED, 0))
        for title, found in kinds.items()
        if found
    ]


def clashes(shaped: AgreedShown, content: Document) -> list[Clash]:
    """Return the similar statements that are answered on opposite sides."""
    labels = labels_of(content["framework"]["scale"])
    family_of = {
        statement["code"]: statement.get("family", "")
        for area in content["framework"]["areas"]
        for statement in area["statements"]
    }
    found = contradictions.contradictory(
        statements_of(shaped),
        list(labels),
        family_of=lambda each: family_of[each["code"]],
        ratings_of=lambda each: contradictions.given(each["rating"]),
    )
    return [Clash(rows[0], by_rating(rows, labels)) for rows in found.values()]


def by_rating(rows: Sequence[StatementShown], labels: Mapping[int, str]) -> str:
    """Return "Agree for 1j and 2m; Disagree for 5j", highest first."""
    found: dict[int, list[str]] = {}
    for each in rows:
        if each["rating"] is not None:
            found.setdefault(each["rating"], []).append(each["code"])
    said = (
        f"{labels[rating]} for {sentences.join_and(found[rating])}"
        for rating in sorted(found, reverse=True)
    )
    return "; ".join(said)
