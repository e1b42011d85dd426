"""What a file of the past says, in the shape a past submission is made of.

Word forms and JSON documents become the same thing here, told apart by what they
hold and never by their names.
"""

import hashlib
from dataclasses import asdict

from ..json.submission import read_document
from ..word_form.reader.docx_safety import RICH_TEXT, UnreadableForm
from ..word_form.reader.form import read_form
from ..word_form.reader.values import RATINGS

# How documents of Word begin, newer and older, and what it also saves.
WORD = (b"PK", b"\xd0\xcf\x11\xe0", RICH_TEXT)
UTF_8, UTF_16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")  # marks at the start
EMPTY = "This file is empty."
NEITHER = (
    "This is neither a Word form (.docx) nor the data (JSON) of a submission. Check "
    "that you chose the right file."
)
NOT_ON_FORM = "Not rated on the form."
IN_DOUBT = "In doubt on the form."
AUTHORITY = "authority"  # the cover sheet's key
LONGEST_NAME = 100  # characters; more is not the name of an authority


def kind_of(data):
    """Whether a file is, or was meant to be, "docx" or "json"; else UnreadableForm."""
    if data.startswith(WORD):
        return "docx"
    if data.startswith(UTF_16) or data.removeprefix(UTF_8).lstrip()[:1] == b"{":
        return "json"
    raise UnreadableForm(NEITHER if data else EMPTY)


def read(data, editions):
    """Return what a completed form or a submission's JSON says, as JSON types.

    edition        the slug of its edition
    authority      the authority's name as it gives it, or ""
    round          {"slug", "name"}, or None as forms do not say
    cover          {key: text}; "completed_on" is "YYYY-MM-DD" or None
    responses      {code: as in a submission document}, of those it has
    global_scores, global_score_notes, sign_off, reopened_because,
    not_printed, origin
                   as in a submission document
    beside         {"young_people_scores", "follow_up"}, where it has them
    source         SHA-256 that tells it from every other file
    unplaced       [[where, text]] of everything that answers nothing
    questions      of a form: what is in doubt, as `Question`s made into JSON types
    notices        of a form: [[where, text]] of what was unusual and understood

    `editions` are as `reader.form.read_form` takes them. Raises UnreadableForm.
    """
    if kind_of(data) == "json":
        return read_document(data, editions)
    return of_form(read_form(data, editions), source_of(data))


def source_of(data):
    return hashlib.sha256(data).hexdigest()


def of_form(form, source=""):
    """What a `reader.form.Form` says, in that shape."""
    cover = dict(form.cover)
    authority = " ".join((cover.pop(AUTHORITY, "") or "").split())
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
        "questions": [asdict(each) for each in form.questions],
        "notices": [[each.where, each.text] for each in form.notices],
    }


def without_doubt(found):
    """Return what was read without what is in doubt, which is listed instead."""
    responses = {code: dict(each) for code, each in found["responses"].items()}
    unplaced = []
    for question in found.get("questions", []):
        where, why, seen = (question[name] for name in ("where", "why", "seen"))
        unplaced.append([f"{where}, in doubt", f"{why} {seen}".strip()])
        for code, name in question["fields"]:
            unplaced += _leave_out(responses[code], code, name)
    return found | {
        "responses": responses,
        "unplaced": [*unplaced, *found["unplaced"]],
        "questions": [],
    }


def _leave_out(said, code, name):
    """Take a field in doubt out of a response; yield where its text is listed."""
    if name != RATINGS:
        if said[name]:
            yield [f"{code}, {name}, in doubt", said[name]]
        said[name] = ""
        return
    said |= {"outcome": "not_rated", "rating": None, "candidates": []}
    said["rationale"] = said["rationale"] or IN_DOUBT


def response(answer, reason):
    """A form's answer as the response of a submission: two marks are no rating."""
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
