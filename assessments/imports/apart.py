"""Reads a form that nobody vouches for in a process of its own, within limits.

The longest that may be sent takes several seconds to read.
"""

import json

from ..exports import places, process
from .archive import MEGABYTE, UNPACKS_TOO_LARGE, UnreadableForm
from .word import read_form

READ = "assessments.imports.apart:answer"
PLACES = "leavingcare-forms"
AT_ONCE, WAIT = 2, 10  # forms read over all processes, seconds to wait for a place
SECONDS, MEGABYTES = 15, 1024
MAX_ANSWERS = 5 * MEGABYTE  # a full form of the longest texts holds three
TOO_LONG = (
    "This form takes too long to read. Copy your answers into a form you download "
    "now, and upload that."
)
BUSY = "Other forms are being read at the moment. Try again in a minute."

process.prepare("assessments.imports.apart")


def read(data, editions):
    """Return {"edition", "reference", "content"} of a form (see `word.Form`).

    Raises UnreadableForm as `word.read_form` does, or if it takes too long.
    """
    try:
        with places.place(PLACES, AT_ONCE, WAIT):
            result = process.run(
                READ, (data, editions), seconds=SECONDS, megabytes=MEGABYTES
            )
    except places.NoPlace:
        raise UnreadableForm(BUSY) from None
    except process.Failed:
        raise UnreadableForm(TOO_LONG) from None
    if len(result) > MAX_ANSWERS:
        raise UnreadableForm(UNPACKS_TOO_LARGE)
    answered = json.loads(result)
    if "unreadable" in answered:
        raise UnreadableForm(answered["unreadable"])
    return answered


def answer(data, editions):
    """Read a form and return what came of it as JSON, as the child."""
    try:
        form = read_form(data, editions)
    except UnreadableForm as error:
        found = {"unreadable": error.message}
    else:
        found = {
            "edition": form.edition,
            "reference": form.reference,
            "content": form.content,
        }
    return json.dumps(found, ensure_ascii=False).encode()
