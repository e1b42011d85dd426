"""The files of a submission: making them, storing them, recording downloads."""

import hashlib

from django.db import transaction
from django.db.models.functions import Length

from ..models import Assessment, SubmissionFile
from ..submission.previous_submission import surroundings
from .common import Kind, record


@transaction.atomic
def record_download(*, submission, format, by):
    """Put a download on record, before the file is sent."""
    record(
        submission.assessment,
        Kind.DOWNLOADED,
        by,
        f"{submission.reference}, {format}",
    )


@transaction.atomic
def record_agreed_download(*, assessment, by):
    """Put on record that somebody took what is agreed so far, before it is sent."""
    record(assessment, Kind.TAKEN_AGREED, by)


def stored_file(submission, format):
    """Return the bytes of a file that was made before; None if there is none."""
    kept = submission.files.filter(format=format.name).first()
    return None if kept is None else bytes(kept.content)


def file_of(*, submission, format):
    """The bytes of the submission's file in an `catalogue.Format`.

    Made once and kept, unless the format says otherwise.
    """
    if (kept := stored_file(submission, format)) is not None:
        return kept
    around = surroundings(submission.assessment)
    content = format.make(submission, around[0])
    if format.is_kept:
        _keep(submission, format, content, around)
    return content


@transaction.atomic
def _keep(submission, format, content, around):
    """Keep a file, unless what it shows besides the submission is no longer so."""
    held = Assessment.objects.select_for_update().get(pk=submission.assessment_id)
    if surroundings(held) == around:
        SubmissionFile.objects.get_or_create(
            submission=submission,
            format=format.name,
            defaults={
                "content": content,
                "digest": hashlib.sha256(content).hexdigest(),
            },
        )


def sizes(submission):
    """{format: bytes} of the files that have been made and kept. One query."""
    made = submission.files.annotate(size=Length("content"))
    return dict(made.values_list("format", "size"))
