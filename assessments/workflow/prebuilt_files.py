"""Making the files that are kept, before anybody asks for them."""

import logging
import time
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Exists, OuterRef

from leavingcare.errors import DATABASE_AWAY

from ..files.bounded import jobs, slots
from ..models import Submission, SubmissionFile
from .submitting import file_of

PLACE = "leavingcare-keeping"  # one run at a time on a server
RETRY = 24 * 60 * 60  # seconds until a file that could not be made is tried again

log = logging.getLogger(__name__)


@dataclass
class Run:
    """What a run did: how many files it made, and of which submissions it could not.

    `is_busy` if it ended early because others are making files; try again soon.
    """

    made: int = 0
    failed: list = field(default_factory=list)  # "reference.format"
    is_busy: bool = False


def make_missing(submissions, formats, *, seconds=None):
    """Make the files of the submissions in the formats that nobody has made yet.

    One after the other, the oldest submission first; with `seconds` no other is begun
    after that time. One that cannot be made is passed over, and not tried again for
    a day. Returns a Run.
    """
    end = seconds and time.monotonic() + seconds
    run = Run()
    try:
        with slots.hold_slot(PLACE, 1, 0):
            for pk, format in missing(submissions, formats):
                _make(pk, format, run)
                if end and time.monotonic() > end:
                    break
    except (slots.NoFreeSlot, jobs.Busy):
        run.is_busy = True
    return run


def missing(submissions, formats):
    """Yield (key of a submission, format) of each file to make, oldest first."""
    for format in formats:
        made = SubmissionFile.objects.filter(
            submission=OuterRef("pk"), format=format.name
        )
        wanted = submissions.filter(~Exists(made)).order_by("submitted_at", "pk")
        keys = list(wanted.values_list("pk", flat=True))
        failed = not_made(keys, format)
        yield from ((pk, format) for pk in keys if pk not in failed)


def not_made(keys, format):
    """The submissions whose file could not be made lately."""
    marks = {_mark(pk, format): pk for pk in keys}
    return {marks[mark] for mark in cache.get_many(marks)}


def _mark(pk, format):
    return f"not_made:{format.name}:{pk}"


def _make(pk, format, run):
    submission = Submission.objects.get(pk=pk)
    try:
        file_of(submission=submission, format=format)
    except (jobs.Busy, *DATABASE_AWAY):
        raise
    except Exception as error:  # whatever it is, the others are to be made
        if not isinstance(error, jobs.NotMade):
            log.exception("No %s of %s", format.name, submission.reference)
        cache.set(_mark(pk, format), True, RETRY)
        run.failed.append(f"{submission.reference}.{format.name}")
    else:
        run.made += 1
