"""Reading a past submission from a file, as the values that one is made from.

Word forms and JSON documents become the same thing here. Their content identifies
them, and their names never do.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from assessments.submission.shown.content import Framework, Response

from ..json.submission import PastSubmission, read_document
from ..word_form.printed_text import NOT_ON_FORM
from ..word_form.reader.docx_safety import RICH_TEXT, UnreadableForm
from ..word_form.reader.form import read_form
from ..word_form.reader.values import Answer, Form, QuestionValues

# How documents of Word begin, newer and older, and what it also saves.
WORD = (b"PK", b"\xd0\xcf\x11\xe0", RICH_TEXT)
UTF_8, UTF_16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")  # marks at the start
EMPTY = "This file is empty."
NEITHER = (
    "This is neither a Word form (.docx) nor the data (JSON) of a submission. Check "
    "that you chose the right file."
)
AUTHORITY = "authority"  # the cover sheet's key
LONGEST_NAME = 100  # characters; an authority's name is never longer


def kind_of(data: bytes) -> str:
    """Return whether a file is, or should be, "docx" or "json"; else UnreadableForm."""
    if data.startswith(WORD):
        return "docx"
    if data.startswith(UTF_16) or data.removeprefix(UTF_8).lstrip()[:1] == b"{":
        return "json"
    raise UnreadableForm(NEITHER if data else EMPTY)


def read(data: bytes, editions: Sequence[Framework]) -> PastSubmission:
    """Return what a completed form or a submission's JSON says, as JSON types.

    edition        the slug of its edition
    authority      the authority's name in the file, or ""
    round          {"slug", "name"}, or None for a form, which does not name it
    cover          {key: text}; "completed_on" is "YYYY-MM-DD" or None
    responses      {code: as in a submission document}, of those it has
    global_scores, global_score_notes, sign_off, reopened_because,
    not_printed, origin
                   as in a submission document
    beside         the supplements that it has, as `submission.supplements.of` gives them
    source         SHA-256 that identifies the file
    unplaced       [[where, text]] of everything that answers nothing
    questions      of a form: what is in doubt, as `Question`s made into JSON types
    notices        of a form: [[where, text]] of what was unusual and understood
    reference      of a form: that of the submission it was exported from, or ""

    `editions` are as `reader.form.read_form` takes them. Raises UnreadableForm.
    """
    if kind_of(data) == "json":
        return read_document(data, editions)
    return of_form(read_form(data, editions), source_of(data))


def source_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def of_form(form: Form, source: str = "") -> PastSubmission:
    """Return what a form says as `read` does."""
    cover = dict(form.cover)
    cover.pop(AUTHORITY, None)
    authority = authority_of(form)
    unplaced = [list(row) for row in form.unplaced]
    if len(authority) > LONGEST_NAME:
        unplaced.insert(0, ["Cover sheet, local authority", authority])
        authority = ""
    return {
        "edition": form.edition,
        "authority": authority,
        "round": None,
        "cover": cover,
        "responses": {
            code: response(answer, form.rationales.get(code, ""))
            for code, answer in form.answers.items()
        },
        "global_scores": {
            str(number): score for number, score in form.global_scores.items()
        },
        "global_score_notes": {
            str(number): note for number, note in form.score_notes.items()
        },
        "sign_off": None,
        "reopened_because": "",
        "not_printed": [],
        "beside": {name: said for name, said in form.beside.items() if said},
        "origin": {"kind": "docx"},
        "source": source,
        "unplaced": unplaced,
        "questions": [cast("QuestionValues", asdict(each)) for each in form.questions],
        "notices": [[each.where, each.text] for each in form.notices],
        "reference": form.reference,
    }


def authority_of(form: Form) -> str:
    """Return the authority that a form's cover sheet names, in one line, or ""."""
    return " ".join((form.cover.get(AUTHORITY) or "").split())


def response(answer: Answer, reason: str) -> Response:
    """Return a form's answer as a submission's response: two marks are not a rating."""
    ratings = answer.ratings
    outcome = {0: "not_rated", 1: "agreed"}.get(len(ratings), "not_agreed")
    return {
        "outcome": outcome,
        "rating": ratings[0] if outcome == "agreed" else None,
        "candidates": list(ratings) if outcome == "not_agreed" else [],
        "evidence": answer.evidence,
        "ideas": answer.ideas,
        "rationale": reason or (NOT_ON_FORM if outcome == "not_rated" else ""),
        "ratings": [],
        "dissents": [],
        "changes": [],
    }
