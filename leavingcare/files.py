"""The few views that take files, and what a sound form with files is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

MULTIPART = "multipart/form-data"
MEGABYTE = 1024 * 1024
MAX_PARTS = 100
IS_FILE = re.compile(rb";\s*filename\*?\s*=", re.IGNORECASE)
RECODED = b"content-transfer-encoding"  # no browser sends it


@dataclass(frozen=True)
class Limits:
    """The most that a view accepts in one request.

    megabytes      of a form with all its parts; settings say what is taken at all
    files          how many
    is_for_staff   whether nothing is read that comes from anybody else
    """

    megabytes: int
    files: int
    is_for_staff: bool


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_file(
    *, megabytes: int, files: int = 1, is_for_staff: bool = False
) -> Callable[[View], View]:
    """Mark a view as one that takes forms with files; all others refuse them.

    The limits are those of Limits.
    """

    def mark(view: View) -> View:
        # As Django marks views: an attribute of the function.
        limits = Limits(megabytes, files, is_for_staff)
        view.takes_file = limits  # type: ignore[attr-defined]
        return view

    return mark


def is_too_large(request: HttpRequest, limits: Limits) -> bool:
    """Return whether the declared Content-Length exceeds the limit."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > limits.megabytes * MEGABYTE


def is_sound_multipart(request: HttpRequest, limits: Limits) -> bool:
    """Return whether the form, which is then read, is complete and valid UTF-8.

    Django would drop a part with broken bytes in its name, replace them in a text,
    and take for whole what was cut off on the way.
    """
    params = request.content_params or {}
    if params.get("charset", "utf-8").lower() != "utf-8":
        return False
    boundary = params.get("boundary", "").encode()
    try:
        raw = request.read()
        if not boundary or not _is_sound(raw, b"--" + boundary, limits):
            return False
        request._body = raw  # as `request.body` keeps it, which takes less than a file
        return bool(request.POST or request.FILES)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return False


def _is_sound(raw: bytes, divider: bytes, limits: Limits) -> bool:
    if not raw.startswith(divider) or raw.count(divider) > MAX_PARTS + 1:
        return False
    start, files = len(divider), 0
    while (end := raw.find(divider, start)) >= 0:
        head_end = raw.find(b"\r\n\r\n", start, end)
        head = raw[start : end if head_end < 0 else head_end]
        is_file = bool(IS_FILE.search(head))
        files += is_file
        text = head if is_file else raw[start:end]
        if files > limits.files or RECODED in head.lower() or not _is_utf_8(text):
            return False
        start = end + len(divider)
    return raw[start:].rstrip() == b"--"


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
