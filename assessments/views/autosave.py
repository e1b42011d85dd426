"""The server's answers to pages that save themselves.

Our script (static/js/autosave.js) sends one entry of a page at a time: a statement, a
score, the cover sheet. An entry's parts may clash one by one, as
`assessments.field_merge` says.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from leavingcare.forms import error_list
from leavingcare.models import User
from leavingcare.moments import clock, moment

from .draft_clashes import Clash


class Part(TypedDict):
    """One stored part of an entry, and who stored it when, in words."""

    values: Mapping[str, str | Sequence[str]]  # of the form's boxes
    words: str
    by: str
    at: str


def saved(
    entries: Mapping[str, Mapping[str, object]], *, at: datetime, **more: object
) -> JsonResponse:
    """Answer with the stored state of what was sent: {name of the entry: its answer}.

    An answer has at least "seen", the new token, and "clash", HTML or "". With a clash
    it may have "theirs", the parts that clash as `Part`s, by their place in the entry.
    """
    has_clashes = any(answer["clash"] for answer in entries.values())
    answer = {"saved": not has_clashes, "at": clock(at), "entries": entries, **more}
    if has_clashes:
        answer["reason"] = "clash"
    return JsonResponse(answer, status=409 if has_clashes else 200)


def invalid(*forms: BaseForm) -> JsonResponse:
    """Answer with the errors, by the id of the box. Nothing has been stored."""
    errors = dict(error_list(*forms, names_boxes=False))
    answer = {"saved": False, "reason": "invalid", "errors": errors}
    return JsonResponse(answer, status=422)


def clash_html(
    request: HttpRequest, template: str, code: str, clash: Clash, name: str = ""
) -> str:
    """Return the HTML that shows both sides of a clash.

    `code` is what people call the entry, and `name` its name if that is another.
    """
    context = {"code": code, "clash": clash, "name": name or code, "is_live": True}
    return render_to_string(template, context, request)


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
