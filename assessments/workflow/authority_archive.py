"""Taking away everything an authority has here, as one archive."""

import tempfile
from contextlib import ExitStack

from django.db import transaction

from ..files.authority_archive import archive
from ..files.bounded import jobs, slots
from ..files.catalogue import FORMATS
from ..models import AuditEvent, Submission
from .common import Kind
from .prebuilt_files import make_missing

PLACE = "leavingcare-everything"  # one archive at a time on a server
WAIT = 10  # seconds to wait for that place
PATIENCE = 8  # seconds in which PDFs are begun that nobody has made yet
BUSY = "Somebody else’s archive is being made at the moment. Try again in a minute."


def everything_of(authority, file):
    """Write the authority's archive to a file, with its PDFs as far as they are made.

    Raises `jobs.Busy` if another is being written all the while.
    """
    try:
        with slots.hold_slot(PLACE, 1, WAIT):
            submissions = Submission.objects.filter(assessment__authority=authority)
            make_missing(submissions, [FORMATS["pdf"]], seconds=PATIENCE)
            archive.write(authority, file)
    except slots.NoFreeSlot:
        raise jobs.Busy(BUSY) from None


@transaction.atomic
def record_everything(authority, by):
    """Put on record, in each of the authority's assessments, that all was taken."""
    AuditEvent.objects.bulk_create(
        AuditEvent(assessment=assessment, kind=Kind.TAKEN_AWAY, by=by)
        for assessment in authority.assessments.order_by("pk")
    )


def take_everything(*, authority, by):
    """The archive as an open file, at its beginning, once it is on record."""
    with ExitStack() as undo:
        file = undo.enter_context(tempfile.TemporaryFile())
        everything_of(authority, file)
        record_everything(authority, by)
        file.seek(0)
        undo.pop_all()  # whoever sends it closes it
        return file
