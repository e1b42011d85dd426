"""Answers with a file, made in full before it is sent, or with why it was not made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ..files.bounded import jobs
from .requests import SignedInRequest

RETRY_AFTER = 60  # seconds


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return the bytes as a download with that name and media type."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def not_made(
    request: SignedInRequest, failure: jobs.NotMade, *, back: str
) -> HttpResponse:
    """Say why a file could not be made now, and link back and to another try.

    A download that a form started is tried again from the page with the form.
    """
    is_again = isinstance(failure, jobs.Busy) and request.method != "POST"
    context = {
        "reason": str(failure),
        "back": back,
        "again": request.get_full_path() if is_again else "",
    }
    response = render(request, "submissions/not_made.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
