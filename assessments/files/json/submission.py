"""Reading the JSON document of a submission as a past submission.

The edition decides what the schema cannot: which statements, areas and ratings there
are. Nothing here reads the database.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NotRequired, TypedDict, cast

from assessments.submission.digests import digest
from assessments.submission.shown.content import (
    Change,
    Document,
    Framework,
    Origin,
    Outcome,
    Response,
    SignOff,
)

from ..word_form.reader.docx_safety import UnreadableForm
from ..word_form.reader.values import QuestionValues
from . import parsing, schema
from .parsing import Faulty, Path, where

FORMAT = schema.SCHEMA["properties"]["format"]["const"]
SUPPLEMENTS = ["young_people_scores", "young_people", "follow_up", "action_plan"]
NOT_RATED = "Not rated in the file this came from."
NO_SUBMISSION = (
    "This file is not the data of a submission: it does not contain "
    f'"format": "{FORMAT}". Check that it is the right file.'
)
GROUPS_AND_CHANGES = ["ratings", "dissents", "changes", "later"]


class PastRound(TypedDict):
    """The round of a past submission."""

    slug: str
    name: str


class DocumentFile(Document, total=False):
    """A submission's document with what a file of it adds."""

    digest: str
    young_people_scores: object
    young_people: object
    follow_up: object
    action_plan: object


class PastSubmission(TypedDict):
    """A past submission; `past_submission.read` describes it."""

    edition: str
    authority: str
    round: PastRound | None
    cover: dict[str, str | None]
    responses: dict[str, Response]
    global_scores: dict[str, int | None]
    global_score_notes: dict[str, str]
    sign_off: SignOff | None
    reopened_because: str
    not_printed: list[str]
    beside: dict[str, object]
    origin: Origin
    source: str
    unplaced: list[list[str]]
    questions: NotRequired[list[QuestionValues]]
    notices: NotRequired[list[list[str]]]
    reference: NotRequired[str]


def read_document(data: bytes, editions: Sequence[Framework]) -> PastSubmission:
    """Return a submission's JSON in the form that `past_submission.read` describes.

    Raises UnreadableForm, or Faulty with the path of each fault.
    """
    found = parsing.parse(data)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableForm(NO_SUBMISSION)
    schema.require_valid(found)
    digested = {
        name: value
        for name, value in found.items()
        if name not in {"digest", *SUPPLEMENTS}
    }
    true_digest = digest(digested)
    unknown: list[schema.Unknown] = []
    # `require_valid` has checked that it has the keys and types of this class.
    document = cast("DocumentFile", schema.known(found, unknown))
    edition = edition_named(document["edition"], editions)
    if faults := list(faults_in(document, edition)):
        raise Faulty(faults)
    left = [*unknown, *different(document.get("framework", {}), edition)]
    return past_submission(document, true_digest, left)


def past_submission(
    document: DocumentFile, true_digest: str, left: Sequence[tuple[Path, object]]
) -> PastSubmission:
    """Return a valid document as a past submission; `left` is what it cannot use."""
    supplements = {name: document.get(name) for name in SUPPLEMENTS}
    return {
        "edition": document["edition"],
        "authority": document["authority"]["name"],
        "round": {
            "slug": document["round"]["slug"],
            "name": document["round"].get("name", ""),
        },
        "cover": document.get("cover", {}),
        "responses": {
            code: whole(response) for code, response in document["responses"].items()
        },
        "global_scores": document.get("global_scores", {}),
        "global_score_notes": document.get("global_score_notes", {}),
        "sign_off": document.get("sign_off"),
        "reopened_because": document.get("reopened_because", ""),
        "not_printed": document.get("not_printed", []),
        "beside": {name: said for name, said in supplements.items() if said},
        "origin": cast("Origin", origin_of(document, true_digest)),
        "source": true_digest,
        "unplaced": [[where(path), as_text(value)] for path, value in left],
    }


def edition_named(name: str, editions: Sequence[Framework]) -> Framework:
    """Return the edition of that name; raise Faulty without one."""
    for edition in editions:
        if edition["edition"] == name:
            return edition
    there = ", ".join(sorted(edition["edition"] for edition in editions))
    raise Faulty(
        [f"edition: is not one of the editions on this site, which are {there}"]
    )


def faults_in(document: Document, edition: Framework) -> Iterator[str]:
    """Yield what the edition does not have, and what contradicts itself."""
    values = {point["value"] for point in edition["scale"]}
    codes = {
        statement["code"]
        for area in edition["areas"]
        for statement in area["statements"]
    }
    numbers = {str(area["number"]) for area in edition["areas"]}
    for code, response in document["responses"].items():
        path = ("responses", code)
        if code not in codes:
            yield f"{where(path)}: the edition does not have this statement"
        yield from faults_of(response, values, path)
        for index, rating in enumerate(response.get("ratings", [])):
            for name, value in (
                ("first", rating.get("first")),
                ("second", rating.get("second")),
            ):
                at = (*path, "ratings", index, name)
                yield from off_scale([value], values, at)
        for index, change in enumerate(response.get("changes", [])):
            for name, choice in (("from", change["from"]), ("to", change["to"])):
                at = (*path, "changes", index, name)
                yield from faults_of(choice, values, at)
    given: dict[str, Collection[str]] = {
        "global_scores": document.get("global_scores", {}),
        "global_score_notes": document.get("global_score_notes", {}),
    }
    for name, areas in given.items():
        for number in areas:
            if number not in numbers:
                yield f"{where((name, number))}: the edition does not have this area"


def faults_of(choice: Outcome, values: set[int], path: Path) -> Iterator[str]:
    """Yield the faults of an outcome, its rating and its candidates."""
    rating, candidates = choice.get("rating"), choice.get("candidates", [])
    yield from off_scale([rating], values, (*path, "rating"))
    yield from off_scale(candidates, values, (*path, "candidates"))
    outcome = choice.get("outcome") or outcome_of(rating, candidates)
    wanted = {"agreed": (True, False), "not_agreed": (False, True)}
    if (rating is not None, bool(candidates)) != wanted.get(outcome, (False, False)):
        rule = {
            "agreed": "goes with a rating and no candidates",
            "not_agreed": "goes with candidates and no rating",
        }.get(outcome, "goes with neither a rating nor candidates")
        yield f'{where((*path, "outcome"))}: "{outcome}" {rule}'


def off_scale(
    given: Sequence[int | None], values: set[int], path: Path
) -> Iterator[str]:
    """Yield a fault if a given rating is not on the scale."""
    if any(value not in values for value in given if value is not None):
        scale = ", ".join(map(str, sorted(values)))
        yield f"{where(path)}: is not on the scale of the edition, which is {scale}"


def outcome_of(rating: int | None, candidates: Sequence[int]) -> str:
    """Return the outcome of a response that does not name it."""
    if rating is not None:
        return "agreed"
    return "not_agreed" if candidates else "not_rated"


def whole(response: Response) -> Response:
    """Return a valid response with everything that it may leave out."""
    rating, candidates = response.get("rating"), response.get("candidates", [])
    outcome = response.get("outcome") or outcome_of(rating, candidates)
    reason = response.get("rationale", "")
    if outcome == "not_rated" and not reason.strip():
        reason = NOT_RATED
    found: dict[str, object] = {
        "outcome": outcome,
        "rating": rating,
        "candidates": sorted(candidates, reverse=True),
        "evidence": response.get("evidence", ""),
        "ideas": response.get("ideas", ""),
        "rationale": reason,
        "ratings": [
            {"reason": "", "second": None, **each}
            for each in response.get("ratings", [])
        ],
        "dissents": response.get("dissents", []),
        "changes": [
            cast("Change", whole_change(change))
            for change in response.get("changes", [])
        ],
    }
    if later := response.get("later"):
        found["later"] = later
    return cast("Response", found)


def whole_change(change: Change) -> dict[str, object]:
    """Return a valid change with everything that it may leave out."""
    before, after = whole_choice(change["from"]), whole_choice(change["to"])
    return {**change, "from": before, "to": after}


def whole_choice(choice: Outcome) -> dict[str, object]:
    """Return a valid choice with everything that it may leave out."""
    return {"rating": None, "candidates": [], **choice}


def different(
    given: object, edition: object, path: tuple[str | int, ...] = ("framework",)
) -> list[tuple[Path, object]]:
    """Return where a document's own copy of the edition differs from ours.

    The values are those of the copy; ours is used.
    """
    if isinstance(given, dict) and isinstance(edition, dict):
        return [
            found
            for name, value in given.items()
            for found in different(value, edition.get(name), (*path, name))
        ]
    if (
        isinstance(given, list)
        and isinstance(edition, list)
        and (len(given) == len(edition))
    ):
        return [
            found
            for index, pair in enumerate(zip(given, edition, strict=True))
            for found in different(pair[0], pair[1], (*path, index))
        ]
    return [] if given == edition else [(path, given)]


def origin_of(document: DocumentFile, true_digest: str) -> dict[str, object]:
    """Return the origin that the document gives for itself."""
    given = document.get("digest", "")
    found: dict[str, object] = {
        "kind": "json",
        "reference": document.get("reference", ""),
        "number": document.get("number"),
        "submitted_at": document.get("submitted_at"),
        "submitted_by": document.get("submitted_by", ""),
        "digest": given,
        "is_as_exported": given == true_digest if given else None,
    }
    before = document.get("origin")
    return found | ({"origin": before} if before else {})


def as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
