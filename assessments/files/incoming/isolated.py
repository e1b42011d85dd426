"""Reads a file that nobody vouches for in a process of its own, within limits.

The longest that may be sent takes several seconds to read.
"""

import json
from dataclasses import asdict

from ..bounded import child_process, slots
from ..word_form.reader import form as form_reader
from ..word_form.reader.docx_safety import MEGABYTE, UNPACKS_TOO_LARGE, UnreadableForm
from . import past_submission

READ = "assessments.files.incoming.isolated:form"
READ_PAST = "assessments.files.incoming.isolated:past_file"
PLACES = "leavingcare-forms"
AT_ONCE, WAIT = 2, 10  # files read over all processes, seconds to wait for a place
SECONDS, MEGABYTES = 15, 1024
MAX_ANSWERS = 5 * MEGABYTE  # a full form of the longest texts holds three
MAX_PAST = 20 * MEGABYTE  # data may be nothing but what has no place
TOO_LONG = (
    "This form takes too long to read. Copy your answers into a form you download "
    "now, and upload that."
)
PAST_TOO_LONG = "This file takes too long to read, or too much memory, to be read here."
BUSY = "Other forms are being read at the moment. Try again in a minute."

child_process.prepare("assessments.files.incoming.isolated")


def read(data, editions):
    """Return the `reader.form.Form` in the bytes of a completed form.

    Raises UnreadableForm as `reader.form.read_form` does, or if it takes too long.
    """
    return form_reader.form_of(run(READ, data, editions, MAX_ANSWERS, TOO_LONG))


def read_past(data, editions):
    """Return what a file of the past says, as `past_submission.read` does.

    Raises UnreadableForm as that does, or if it takes too long.
    """
    return run(READ_PAST, data, editions, MAX_PAST, PAST_TOO_LONG)


def run(work, data, editions, longest, too_long):
    try:
        with slots.hold_slot(PLACES, AT_ONCE, WAIT):
            result = child_process.run(
                work, (data, editions), seconds=SECONDS, megabytes=MEGABYTES
            )
    except slots.NoFreeSlot:
        raise UnreadableForm(BUSY) from None
    except child_process.Failed:
        raise UnreadableForm(too_long) from None
    if len(result) > longest:
        raise UnreadableForm(UNPACKS_TOO_LARGE)
    answered = json.loads(result)
    if "unreadable" in answered:
        raise UnreadableForm(answered["unreadable"], answered["faults"])
    return answered


def form(data, editions):
    """Read a completed form and return what came of it as JSON, as the child."""
    return answer(lambda: asdict(form_reader.read_form(data, editions)))


def past_file(data, editions):
    """Read a file of the past and return what came of it as JSON, as the child."""
    return answer(lambda: past_submission.read(data, editions))


def answer(read):
    try:
        found = read()
    except UnreadableForm as error:
        found = {"unreadable": error.message, "faults": error.faults}
    return json.dumps(found, ensure_ascii=False).encode()
