"""Making the files of submissions before anybody asks for them."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.db.models import Exists, OuterRef, QuerySet

from leavingcare.errors import DATABASE_AWAY

from ..files.bounded import jobs, slots
from ..files.catalogue import KEPT, Format
from ..models import Submission, SubmissionFile
from .downloads import file_of

PLACE = "leavingcare-keeping"  # one run at a time on a server
TRIES = 30  # of a run in the background, while other files are being made
PAUSE = 10  # seconds between them
RETRY = 24 * 60 * 60  # seconds until a file that could not be made is tried again

log = logging.getLogger(__name__)


@dataclass
class Run:
    """The result of a run: how many files were made, and which failed.

    `is_busy` is true if the run ended early because other files are being made. Try
    again soon.
    """

    made: int = 0
    failed: list[str] = field(default_factory=list)  # "reference.format"
    is_busy: bool = False


def make_soon(submission: Submission) -> None:
    """Make the files of a submission in the background, once it is committed.

    If the server ends first, `make_files` makes them, or the first request for one.
    """
    if settings.FILES_MADE_AT_ONCE:
        run = threading.Thread(
            target=make_in_background, args=[submission.pk], daemon=True
        )
        transaction.on_commit(run.start)


def make_in_background(pk: int) -> None:
    """Make the files of the submission with that key, waiting while others are made."""
    try:
        for _ in range(TRIES):
            if not make_missing(
                Submission.objects.filter(pk=pk), KEPT.values()
            ).is_busy:
                break
            time.sleep(PAUSE)
    except Exception:  # nobody waits for it, and the next who asks makes the file
        log.exception("Not all files of submission %s were made.", pk)
    finally:
        connections.close_all()


def make_missing(
    submissions: QuerySet[Submission],
    formats: Iterable[Format],
    *,
    seconds: float | None = None,
) -> Run:
    """Make the missing files of the submissions in these formats, and return a Run.

    Files are made one at a time, the oldest submission first. With `seconds`, no file
    is started after that time. A file that cannot be made is skipped, and not tried
    again for a day.
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


def missing(
    submissions: QuerySet[Submission], formats: Iterable[Format]
) -> Iterator[tuple[int, Format]]:
    """Yield (submission's key, format) of each missing file, oldest first."""
    for format in formats:
        made = SubmissionFile.objects.filter(
            submission=OuterRef("pk"), format=format.name
        )
        wanted = submissions.filter(~Exists(made)).order_by("submitted_at", "pk")
        keys = list(wanted.values_list("pk", flat=True))
        failed = not_made(keys, format)
        yield from ((pk, format) for pk in keys if pk not in failed)


def not_made(keys: Iterable[int], format: Format) -> set[int]:
    """Return those of the submissions whose file failed within the last day."""
    failures = {_failure(pk, format): pk for pk in keys}
    return {failures[key] for key in cache.get_many(failures)}


def _failure(pk: int, format: Format) -> str:
    """Return the cache key that records that a file could not be made."""
    return f"not_made:{format.name}:{pk}"


def _make(pk: int, format: Format, run: Run) -> None:
    submission = Submission.objects.get(pk=pk)
    try:
        file_of(submission=submission, format=format)
    except (jobs.Busy, *DATABASE_AWAY):
        raise
    except Exception as error:  # one failure must not stop the other files
        if not isinstance(error, jobs.NotMade):
            log.exception("No %s of %s", format.name, submission.reference)
        cache.set(_failure(pk, format), True, RETRY)
        run.failed.append(f"{submission.reference}.{format.name}")
    else:
        run.made += 1
