"""The changes by others that the script on an open draft page asks for."""

from datetime import datetime
from typing import TypedDict

from django.template.loader import render_to_string
from django.utils import timezone

from leavingcare.models import User
from leavingcare.moments import clock, moment

from ..forms.drafts import ResponseForm, ScoreForm
from ..workflow.drafting import values_of
from ..workflow.presence_and_notes import authors
from .draft_page import DraftPage
from .draft_rows import StatementRow, value_in_words
from .requests import SignedInRequest

FIELDS = {"answer": ["rating", "reason"]}  # the form's, where the part is not one


class Part(TypedDict):
    """One part of an answer as our script needs it."""

    values: dict[str, str]
    words: str
    by: str
    at: str


class News(TypedDict, total=False):
    """A statement, or the score, as it is stored now."""

    seen: str
    state: str
    is_reused: bool
    parts: list[Part]


class Changes(TypedDict):
    """The changes since the page last asked: by letter or "score", and progress."""

    statements: dict[str, News]
    progress: str


def changed_since(
    request: SignedInRequest, page: DraftPage, names: set[str]
) -> Changes:
    """Return what to send to a page with old versions of these statements, or "score"."""
    statements = {
        row.letter: _news(page, row, request.user)
        for row in page.rows
        if row.letter in names
    }
    if ScoreForm.prefix in names:
        statements[ScoreForm.prefix] = _news_of_score(page)
    progress = render_to_string("drafts/_progress.html", {"page": page}, request)
    return {"statements": statements, "progress": progress}


def _news(page: DraftPage, row: StatementRow, reader: User) -> News:
    """Return a statement as it is stored now.

    `parts` are in the order of the token's fingerprints: the form's values, the same
    in words, and who last changed them and when.
    """
    response, shown = row.response, ResponseForm.values(row.response)
    written = authors(response)
    return {
        "seen": page.seen(response),
        "state": row.state,
        "is_reused": bool(response.carried_from),
        "parts": [
            {
                "values": {field: shown[field] for field in FIELDS.get(name, [name])},
                "words": value_in_words(value, page.labels),
                "by": name_for(written[name][0], reader),
                "at": short_time(written[name][1]),
            }
            for name, value in values_of(response).items()
        ],
    }


def _news_of_score(page: DraftPage) -> News:
    """Return the score as it is stored now. Who gave it is not stored."""
    part: Part = {
        "values": ScoreForm.values(page.draft),
        "words": value_in_words(page.draft.global_score, page.labels),
        "by": "",
        "at": "",
    }
    return {"seen": page.seen_score(), "state": "", "parts": [part]}


def name_for(person: User | None, reader: User) -> str:
    """Return the person's name, "You" for the reader, or "" if nobody is known."""
    if person is None:
        return ""
    return "You" if person == reader else person.name


def short_time(at: datetime | None) -> str:
    """Return the time if it was today ("2:02pm"), else the time and the date."""
    if at is None:
        return ""
    if timezone.localdate(at) == timezone.localdate():
        return clock(at)
    return moment(at)
