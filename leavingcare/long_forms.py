"""Long requests: the size from which a form is one, and the end of those nobody read."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from .files import MULTIPART

LONG = 128 * 1024  # bytes of a form without files; a page of an area has a tenth of it
MOST_TAKEN_IN = 32 * 1024 * 1024  # bytes; the proxy of `deploy/` passes on no more
PIECE = 64 * 1024
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def length_of(request: HttpRequest) -> int | None:
    """Return how many bytes a request says that it has, or None if it does not."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else None


def is_long(request: HttpRequest) -> bool:
    """Return whether a request is a form without files that takes a while to read."""
    is_form = request.method == "POST" and request.content_type != MULTIPART
    return is_form and (length_of(request) or 0) > LONG


class TakenIn:
    """Take in what is left of a request before it is answered, without looking at it.

    Else the server would close while the proxy still sends, and the proxy would show
    its own error in place of our page: of each second refusal of a large file.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        length = length_of(request) or 0
        if 0 < length <= MOST_TAKEN_IN and not request._read_started:  # type: ignore[attr-defined]  # Django's
            with suppress(UnreadablePostError):  # nobody waits for the answer any more
                while request.read(PIECE):
                    pass
        return response
