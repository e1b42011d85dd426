"""The few views that take a file, and what a sound form with a file is."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError

MULTIPART = "multipart/form-data"
MAX_BODY = 5 * 1024 * 1024  # bytes of a form with all its parts
MAX_PARTS = 100
IS_FILE = re.compile(rb";\s*filename\*?\s*=", re.IGNORECASE)
RECODED = b"content-transfer-encoding"  # no browser sends it


def takes_file(view):
    """Mark a view as one that takes forms with a file; all others refuse them."""
    view.takes_file = True
    return view


def is_too_large(request):
    """Whether a form with a file says that it is longer than may be read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > MAX_BODY


def is_sound_multipart(request):
    """Whether the form is whole and in UTF-8 but for its file; it is then read.

    Django would drop a part with broken bytes in its name, replace them in a text,
    and take for whole what was cut off on the way.
    """
    boundary = request.content_params.get("boundary", "").encode()
    try:
        raw = request.read()
        if not boundary or not _is_sound(raw, b"--" + boundary):
            return False
        request._body = raw  # as `request.body` keeps it, which takes less than a file
        return bool(request.POST or request.FILES)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return False


def _is_sound(raw, divider):
    before, *parts = raw.split(divider, MAX_PARTS + 1)
    after = parts.pop() if parts else b""
    if before or after.rstrip() != b"--":
        return False
    for part in parts:
        head, _, content = part.partition(b"\r\n\r\n")
        text = head if IS_FILE.search(head) else head + content
        if not _is_utf_8(text) or RECODED in head.lower():
            return False
    return True


def _is_utf_8(data):
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
