"""Answers with a file, made in full before it is sent, and lists of files to choose from."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ..files.bounded import jobs
from ..files.catalogue import FORMATS, GROUPS, Format
from ..models import Submission
from ..workflow import downloads
from .requests import SignedInRequest

if TYPE_CHECKING:
    from ..submission.shown import content

RETRY_AFTER = 60  # seconds
TURN_AFTER = 5  # seconds, while others come first; static/js/waiting.js asks as often


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return the bytes as a download with that name and media type."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def not_made(
    request: SignedInRequest, failure: jobs.NotMade, *, back: str
) -> HttpResponse:
    """Say why a file could not be made now, and link back and to another try.

    If only others come first, the page asks again until it is this person's turn. A
    download that a form started is tried again from the page with the form.
    """
    is_waiting = isinstance(failure, jobs.Busy)
    is_again = is_waiting and request.method != "POST"
    context = {
        "reason": str(failure),
        "back": back,
        "is_waiting": is_waiting,
        "again": request.get_full_path() if is_again else "",
    }
    response = render(request, "submissions/not_made.html", context, status=503)
    response["Retry-After"] = str(TURN_AFTER if is_waiting else RETRY_AFTER)
    return response


def files_of(
    found: Submission, shown: "content.Supplements"
) -> list[tuple[Format, int | None]]:
    """Return [(format, size in bytes, or None if not made yet)], in order of group."""
    made = downloads.sizes(found)
    return [
        (each, made.get(each.name) if each.is_kept else len(each.make(found, shown)))
        for each in sorted(FORMATS.values(), key=lambda each: GROUPS.index(each.group))
    ]
