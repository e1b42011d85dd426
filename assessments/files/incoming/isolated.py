"""Reads an untrusted file in a separate process, within limits.

The longest files that are accepted take several seconds to read.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import cast

from assessments.submission.shown.content import Framework

from ..bounded import child_process, limits, slots
from ..bounded.line import place_in_words
from ..json.submission import PastSubmission
from ..word_form.reader import form as form_reader
from ..word_form.reader.docx_safety import MEGABYTE, UNPACKS_TOO_LARGE, UnreadableForm
from ..word_form.reader.values import Form, FormValues, form_of
from . import past_submission

READ = "assessments.files.incoming.isolated:form"
READ_PAST = "assessments.files.incoming.isolated:past_file"
PLACES = "leavingcare-forms"
WAIT = 10  # seconds to wait for a place
MAX_ANSWERS = 5 * MEGABYTE  # a full form of the longest texts holds three
MAX_PAST = 20 * MEGABYTE  # all of the data may be without a place
TOO_LONG = (
    "This form takes too long to read. Copy your answers into a form you download "
    "now, and upload that."
)
PAST_TOO_LONG = "This file takes too long to read, or too much memory, to be read here."
BUSY = (
    "Other forms are being read at the moment. Yours is {place}. Send it again in a few "
    "seconds."
)

child_process.prepare("assessments.files.incoming.isolated")


def read(data: bytes, editions: Sequence[Framework]) -> Form:
    """Return the `reader.values.Form` in the bytes of a completed form.

    Raises UnreadableForm as `reader.form.read_form` does, or if it takes too long.
    """
    found = run(READ, data, editions, MAX_ANSWERS, TOO_LONG)
    return form_of(cast("FormValues", found))


def read_past(data: bytes, editions: Sequence[Framework]) -> PastSubmission:
    """Return what the file of a past submission says, as `past_submission.read` does.

    Raises UnreadableForm as that does, or if it takes too long.
    """
    found = run(READ_PAST, data, editions, MAX_PAST, PAST_TOO_LONG)
    return cast("PastSubmission", found)


def run(
    work: str,
    data: bytes,
    editions: Sequence[Framework],
    longest: int,
    too_long: str,
) -> dict[str, object]:
    """Return what a child process read; UnreadableForm if it could not."""
    try:
        with slots.hold_slot(PLACES, limits.READING.at_once, WAIT):
            args = data, editions
            result = child_process.run(work, args, **limits.READING.of_one)
    except slots.NoFreeSlot as full:
        place = place_in_words(full.before)
        raise UnreadableForm(BUSY.format(place=place)) from None
    except child_process.Failed:
        raise UnreadableForm(too_long) from None
    if len(result) > longest:
        raise UnreadableForm(UNPACKS_TOO_LARGE)
    answered = json.loads(result)
    if "unreadable" in answered:
        raise UnreadableForm(answered["unreadable"], answered["faults"])
    return cast("dict[str, object]", answered)


def form(data: bytes, editions: Sequence[Framework]) -> bytes:
    """Read a completed form, in the child; return the result as JSON."""
    return answer(lambda: asdict(form_reader.read_form(data, editions)))


def past_file(data: bytes, editions: Sequence[Framework]) -> bytes:
    """Read the file of a past submission, in the child; return the result as JSON."""
    return answer(lambda: past_submission.read(data, editions))


def answer(read: Callable[[], Mapping[str, object]]) -> bytes:
    try:
        found = read()
    except UnreadableForm as error:
        found = {"unreadable": error.message, "faults": error.faults}
    return json.dumps(found, ensure_ascii=False).encode()
