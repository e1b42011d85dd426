"""Downloading everything that an authority has here, as one archive."""

import tempfile
from contextlib import ExitStack
from typing import IO

from django.db import transaction

from leavingcare.models import User

from ..files.authority_archive import archive
from ..files.bounded import jobs, slots
from ..files.bounded.line import place_in_words
from ..files.catalogue import FORMATS
from ..models import AuditEvent, LocalAuthority, Submission
from .common import Kind
from .prebuilt_files import make_missing

PLACE = "leavingcare-everything"  # one archive at a time on a server
WAIT = 10  # seconds to wait for that place
PATIENCE = 8  # seconds in which missing PDFs may be started
BUSY = "Another archive is being made at the moment. Yours is {place}."


def everything_of(authority: LocalAuthority, file: IO[bytes]) -> None:
    """Write the authority's archive to a file, with the PDFs that have been made.

    Raises `jobs.Busy` if another archive is still being written after `WAIT`.
    """
    try:
        with slots.hold_slot(PLACE, 1, WAIT):
            submissions = Submission.objects.filter(assessment__authority=authority)
            make_missing(submissions, [FORMATS["pdf"]], seconds=PATIENCE)
            archive.write(authority, file)
    except slots.NoFreeSlot as full:
        raise jobs.Busy(BUSY.format(place=place_in_words(full.before))) from None


@transaction.atomic
def record_everything(authority: LocalAuthority, by: User | None) -> None:
    """Record the download in each of the authority's assessments."""
    AuditEvent.objects.bulk_create(
        AuditEvent(assessment=assessment, kind=Kind.TAKEN_AWAY, by=by)
        for assessment in authority.assessments.order_by("pk")
    )


def take_everything(*, authority: LocalAuthority, by: User) -> IO[bytes]:
    """Return the archive as an open file, at its start, and record the download."""
    with ExitStack() as undo:
        file = undo.enter_context(tempfile.TemporaryFile())
        everything_of(authority, file)
        record_everything(authority, by)
        file.seek(0)
        undo.pop_all()  # the caller closes it
        return file
