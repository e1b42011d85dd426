"""Reads the JSON document of a submission into what a past submission is made of.

Whatever the schema cannot know is asked of the edition: which statements, areas and
ratings there are. Nothing here knows the database.
"""

import json

from assessments.submission.digests import digest

from ..word_form.reader.docx_safety import UnreadableForm
from . import parsing, schema
from .parsing import Faulty, where

FORMAT = schema.SCHEMA["properties"]["format"]["const"]
BESIDE = ["young_people_scores", "follow_up"]  # outside the digest
NOT_RATED = "Not rated in the file this came from."
NOT_OURS = (
    "This data is not the document of a submission: it does not say "
    f'"format": "{FORMAT}".'
)
TEXTS = ["evidence", "ideas", "rationale"]
VOICES = ["ratings", "dissents", "changes"]


def read_document(data, editions):
    """Return what a submission's JSON says, as `past_submission.read` describes it.

    Raises UnreadableForm, or Faulty with the place of each fault.
    """
    document = parsing.read(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnreadableForm(NOT_OURS)
    schema.require_valid(document)
    inside = {
        name: value
        for name, value in document.items()
        if name not in {"digest", *BESIDE}
    }
    true_digest, left = digest(inside), []
    document = schema.known(document, left)
    edition = edition_named(document["edition"], editions)
    if faults := list(faults_in(document, edition)):
        raise Faulty(faults)
    left += different(document.get("framework", {}), edition)
    return {
        "edition": document["edition"],
        "authority": document["authority"]["name"],
        "round": {"slug": document["round"]["slug"]}
        | {"name": document["round"].get("name", "")},
        "cover": document.get("cover", {}),
        "responses": {
            code: whole(response) for code, response in document["responses"].items()
        },
        "global_scores": document.get("global_scores", {}),
        "global_score_notes": document.get("global_score_notes", {}),
        "sign_off": document.get("sign_off"),
        "reopened_because": document.get("reopened_because", ""),
        "not_printed": document.get("not_printed", []),
        "beside": {name: document[name] for name in BESIDE if document.get(name)},
        "origin": origin_of(document, true_digest),
        "source": true_digest,
        "unplaced": [[where(path), as_text(value)] for path, value in left],
    }


def edition_named(name, editions):
    for edition in editions:
        if edition["edition"] == name:
            return edition
    there = ", ".join(sorted(edition["edition"] for edition in editions))
    raise Faulty([f"edition: is none of those here, which are {there}"])


def faults_in(document, edition):
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
            yield f"{where(path)}: the edition has no such statement"
        yield from faults_of(response, values, path)
        for place, rating in enumerate(response.get("ratings", [])):
            for name in ("first", "second"):
                at = (*path, "ratings", place, name)
                yield from off_scale([rating.get(name)], values, at)
        for place, change in enumerate(response.get("changes", [])):
            for name in ("from", "to"):
                at = (*path, "changes", place, name)
                yield from faults_of(change[name], values, at)
    for name in ("global_scores", "global_score_notes"):
        for number in document.get(name, {}):
            if number not in numbers:
                yield f"{where((name, number))}: the edition has no such area"


def faults_of(choice, values, path):
    """Yield what is wrong with an outcome, its rating and its candidates."""
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


def off_scale(given, values, path):
    if any(value not in values for value in given if value is not None):
        scale = ", ".join(map(str, sorted(values)))
        yield f"{where(path)}: is not on the scale of the edition, which is {scale}"


def outcome_of(rating, candidates):
    """The outcome of a response that does not name it."""
    if rating is not None:
        return "agreed"
    return "not_agreed" if candidates else "not_rated"


def whole(response):
    """A sound response with everything it may leave out."""
    rating, candidates = response.get("rating"), response.get("candidates", [])
    found = {
        "outcome": response.get("outcome") or outcome_of(rating, candidates),
        "rating": rating,
        "candidates": sorted(candidates, reverse=True),
    }
    found |= {name: response.get(name, "") for name in TEXTS}
    if found["outcome"] == "not_rated" and not found["rationale"].strip():
        found["rationale"] = NOT_RATED
    found["ratings"] = [
        {"reason": "", "second": None} | each for each in response.get("ratings", [])
    ]
    found["dissents"] = response.get("dissents", [])
    found["changes"] = [
        change | {name: of_choice(change[name]) for name in ("from", "to")}
        for change in response.get("changes", [])
    ]
    return found


def of_choice(choice):
    return {"rating": None, "candidates": []} | choice


def different(given, edition, path=("framework",)):
    """Return [(path, value)] of what a document's own copy of the edition says
    otherwise than the edition here, which is used."""
    if isinstance(given, dict) and isinstance(edition, dict):
        return [
            found
            for name, value in given.items()
            for found in different(value, edition.get(name), (*path, name))
        ]
    are_lists = isinstance(given, list) and isinstance(edition, list)
    if are_lists and len(given) == len(edition):
        return [
            found
            for place, pair in enumerate(zip(given, edition, strict=True))
            for found in different(*pair, (*path, place))
        ]
    return [] if given == edition else [(path, given)]


def origin_of(document, true_digest):
    """Where the document says it comes from."""
    given = document.get("digest", "")
    found = {
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


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
