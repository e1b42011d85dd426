"""Answering with a file: built whole, then sent, or said why it could not be."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ..files.bounded import jobs

RETRY_AFTER = 60  # seconds


def download(content, name, kind):
    """The bytes as a file of that name and media type."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def not_made(request, failure, *, back):
    """Say why a file could not be made now, where to go back to and how to try again.

    A file that was asked for by a form is asked for on the page that has the form.
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
