"""The changes by others that the script on an open draft page asks for."""

from typing import TypedDict

from django.template.loader import render_to_string
from django.urls import reverse

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import Access
from ..forms.drafts import ResponseForm, ScoreForm
from ..models import Draft
from ..workflow.draft_colleagues import authors
from ..workflow.drafting import values_of
from .autosave import Part, name_for, short_time
from .draft_clashes import drafted_in_words
from .draft_page import DraftPage
from .draft_rows import StatementRow
from .requests import SignedInRequest

FIELDS = {"answer": ["rating", "reason"]}  # the form's, where the part is not one


class News(TypedDict, total=False):
    """A statement, or the score, as it is stored now."""

    seen: str
    state: str
    is_reused: bool
    identifying: dict[str, str]
    parts: list[Part]


class Changes(TypedDict):
    """The changes since the page last asked: by letter or "score", and progress."""

    entries: dict[str, News]
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
    return {"entries": statements, "progress": progress}


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
        "identifying": row.identifying,
        "parts": [
            {
                "values": {field: shown[field] for field in FIELDS.get(name, [name])},
                "words": drafted_in_words(value, page.labels),
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
        "words": drafted_in_words(page.draft.global_score, page.labels),
        "by": "",
        "at": "",
    }
    return {"seen": page.seen_score(), "state": "", "parts": [part]}


def refuse_handed_in(access: Access, draft: Draft, reader: User) -> None:
    """Raise Refused, saying by whom and when, if the reader's group handed it in."""
    if draft.is_handed_in and draft.group_id in access.group_ids:
        name = name_for(draft.handed_in_by, reader)
        place = [draft.group.assessment_id, draft.group_id, draft.area.number]
        opened = draft.group.assessment.agreed_areas.opened()
        if opened.filter(area=draft.area_id).exists():
            link = (reverse("draft", args=place), "Give a second rating")
        else:
            link = (reverse("ask_back", args=place), "Ask to have it handed back")
        raise Refused(
            f"{name} handed this area in at {short_time(draft.handed_in_at)}.",
            link=link,
        )
