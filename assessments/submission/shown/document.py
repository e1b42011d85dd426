"""The document of a submission as the values that pages and files print.

Reads the document alone (see `submission.snapshot`), so that what is printed never
changes when an edition, a name or the code does. Nothing here queries the database.
"""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from . import content, wording
from .content import Labels, Text
from .emphasis import spans
from .not_printed import left_out_words
from .ratings import (
    ApprovalShown,
    ChangeShown,
    RatingsShown,
    alone,
    approval_values,
    changes_values,
    is_rated,
    ratings_values,
)
from .scores import ScoresShown, scores_values


class CoverRow(TypedDict):
    question: str
    answer: str


class StatementShown(RatingsShown):
    """A statement and its response.

    is_linked  True if the summary points to it
    runs       (text, whether the edition stresses it)
    rating     the value; None unless one was agreed
    kind       one of AgreedResponse.Outcome
    outcome    in words: its `label` and, if that does not say all, a `detail`
    reason     why; "" if the outcome or the last change already says so
    changes    those made by approvers
    """

    is_linked: bool
    code: str
    letter: str
    runs: list[tuple[str, bool]]
    footnote: str
    rating: int | None
    kind: str
    label: str
    detail: str
    outcome: str
    evidence: str
    ideas: str
    reason: str
    changes: list[ChangeShown]


class Tally(TypedDict):
    """A count of how statements were rated.

    cumulative  the sum of the ratings given, of the highest it could be, in words
    rated       how many there are
    of          how many statements
    counts      (scale value, label, how many), from the highest down
    unrated     how many statements have no rating
    """

    cumulative: str
    rated: int
    of: int
    counts: list[tuple[int, str, int]]
    unrated: int


class AreaShown(Tally):
    """An area; `alone` is the name of the group that rated it, if only one did.

    dissented  its statements on which a group keeps another view
    """

    alone: str
    dissented: list[StatementShown]
    number: int
    title: str
    examples: str
    statements: list[StatementShown]
    score: str


class AgreedShown(TypedDict):
    """The agreed answers and scores, whether or not they have been submitted.

    without_rating  the statements without a single rating
    without_rating_by_outcome  the same, [(outcome, statements)]
    changed         those an approver changed
    dissented       those on which a group keeps another view
    """

    edition: str
    title: str
    credit: str
    authority: str
    round: str
    completed_on: str
    cover: list[CoverRow]
    scale: list[content.ScalePoint]
    asks_for_ideas: bool
    areas: list[AreaShown]
    total: Tally
    without_rating: list[StatementShown]
    without_rating_by_outcome: list[tuple[str, list[StatementShown]]]
    changed: list[StatementShown]
    dissented: list[StatementShown]
    approval: ApprovalShown | None
    scores: ScoresShown


class SubmissionShown(AgreedShown):
    """A submission.

    submitted_at      in words
    submitted_iso     in ISO 8601
    reopened_because  why Coram Voice had the one before changed
    left_out          what the published PDF does not print, in words
    received          "Submitted", or "Imported" if it came as a file
    origin            where it was imported from, in words
    """

    reference: str
    number: int
    submitted_at: str
    submitted_iso: str
    submitted_by: str
    reopened_because: str
    left_out: str
    received: str
    origin: str


def shape(submission: content.Document, text: Text = str) -> SubmissionShown:
    """Return what a submission prints, in the order its framework prints it.

    `text` is applied to every text a person wrote.
    """
    return {
        "reference": submission["reference"],
        "number": submission["number"],
        "submitted_at": wording.time_words(submission["submitted_at"]),
        "submitted_iso": submission["submitted_at"],
        "submitted_by": text(submission.get("submitted_by") or ""),
        "reopened_because": text(submission.get("reopened_because", "")),
        "left_out": left_out_words(submission),
        "received": wording.received_words(submission.get("origin")),
        "origin": text(wording.origin_words(submission.get("origin"))),
        **shape_agreed(submission, text),
    }


def shape_agreed(agreed: content.Agreed, text: Text = str) -> AgreedShown:
    """Return the part of `shape` that does not depend on submission."""
    framework = agreed["framework"]
    labels = wording.labels_of(framework["scale"])
    areas = [area_values(area, agreed, labels, text) for area in framework["areas"]]
    statements = [each for area in areas for each in area["statements"]]
    without_rating = [each for each in statements if each["rating"] is None]
    return {
        "edition": agreed["edition"],
        "title": framework.get("title_printed") or framework["title"],
        "credit": framework.get("credit", ""),
        "authority": text(agreed["authority"]["name"]),
        "round": text(agreed["round"]["name"]),
        "completed_on": wording.date_words(agreed["cover"].get("completed_on")),
        "cover": cover_values(agreed, text),
        "scale": framework["scale"],
        "asks_for_ideas": bool(framework.get("ideas_prompt")),
        "areas": areas,
        "total": tally(statements, labels),
        "without_rating": without_rating,
        "without_rating_by_outcome": by_outcome(without_rating),
        "changed": [each for each in statements if each["changes"]],
        "dissented": [each for each in statements if each["dissents"]],
        "approval": approval_values(agreed, text),
        "scores": scores_values(agreed, text),
    }


def by_outcome(
    statements: Iterable[StatementShown],
) -> list[tuple[str, list[StatementShown]]]:
    """Return [(outcome, its statements)] in the order in which each comes first."""
    found: dict[str, list[StatementShown]] = {}
    for each in statements:
        found.setdefault(each["outcome"], []).append(each)
    return list(found.items())


def runs(text_md: str) -> list[tuple[str, bool]]:
    """Return [(text, whether the edition stresses it)] of a text in light Markdown."""
    return [(text, bool(marks)) for text, marks in spans(text_md)]


def cover_values(agreed: content.Agreed, text: Text) -> list[CoverRow]:
    """Return the questions and answers of the cover sheet, as the edition asks them."""
    cover = agreed["cover"]
    answers = {
        **{key: text(value or "") for key, value in cover.items()},
        "authority": text(agreed["authority"]["name"]),
        "completed_on": wording.date_words(cover.get("completed_on")),
    }
    return [
        {
            "question": question["question"],
            "answer": answers.get(question["key"]) or text(wording.NOT_GIVEN),
        }
        for question in agreed["framework"]["cover_questions"]
    ]


def area_values(
    area: content.Area, agreed: content.Agreed, labels: Labels, text: Text
) -> AreaShown:
    """Return an area with its statements, tally and score."""
    responses = agreed["responses"]
    group = alone(area["statements"], responses)
    unanswered: content.Response = {}
    statements = [
        statement_values(
            statement,
            responses.get(statement["code"], unanswered),
            labels,
            text,
            is_alone=bool(group),
        )
        for statement in area["statements"]
    ]
    return {
        "alone": text(group if is_rated(area["statements"], responses) else ""),
        "dissented": [each for each in statements if each["dissents"]],
        "number": area["number"],
        "title": area["title"],
        "examples": area.get("examples", ""),
        "statements": statements,
        "score": wording.out_of_ten(agreed["global_scores"].get(str(area["number"]))),
        **tally(statements, labels),
    }


def statement_values(
    statement: content.Statement,
    response: content.Response,
    labels: Labels,
    text: Text,
    *,
    is_alone: bool = False,
) -> StatementShown:
    """Return a statement and its response."""
    outcome = response.get("outcome", "not_settled")
    reason = response.get("rationale", "")
    words = wording.outcome_words(response, labels)
    if outcome == "not_rated" and reason:
        words, reason = f"{words}: {reason}", ""
    label, _, detail = words.partition(": ")
    changes = changes_values(response, labels, text)
    if changes and changes[-1]["why"] == text(reason):
        reason = ""
    ratings = ratings_values(response, labels, text, is_alone=is_alone)
    return {
        "is_linked": bool(outcome != "agreed" or changes or ratings["dissents"]),
        "code": statement["code"],
        "letter": statement["letter"],
        "runs": runs(statement["text_md"]),
        "footnote": statement.get("footnote", ""),
        "rating": response.get("rating") if outcome == "agreed" else None,
        "kind": outcome,
        "label": label,
        "detail": text(detail),
        "outcome": text(words),
        "evidence": text(response.get("evidence", "")),
        "ideas": text(response.get("ideas", "")),
        "reason": text(reason),
        "changes": changes,
        **ratings,
    }


def tally(statements: Sequence[StatementShown], labels: Labels) -> Tally:
    """Return the Tally of some statements."""
    given = [each["rating"] for each in statements if each["rating"] is not None]
    return {
        "cumulative": wording.sum_words(given, max(labels)),
        "rated": len(given),
        "of": len(statements),
        "counts": [
            (value, labels[value], given.count(value))
            for value in sorted(labels, reverse=True)
        ],
        "unrated": len(statements) - len(given),
    }
