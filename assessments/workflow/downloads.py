"""Making and storing the files of a submission, and recording downloads."""

import hashlib

from django.db import transaction
from django.db.models.functions import Length

from leavingcare.models import User

from ..files.catalogue import Format
from ..models import Assessment, Submission, SubmissionFile
from ..submission.previous_submission import cache_dependencies
from .common import Kind, record


@transaction.atomic
def record_download(*, submission: Submission, format: str, by: User | None) -> None:
    """Record a download of a submission, before the file is sent."""
    record(
        submission.assessment,
        Kind.DOWNLOADED,
        by,
        f"{submission.reference}, {format}",
    )


@transaction.atomic
def record_file(*, assessment: Assessment, name: str, by: User) -> None:
    """Record a download of another file of the assessment, before it is sent."""
    record(assessment, Kind.FILE_TAKEN, by, name)


@transaction.atomic
def record_agreed_download(*, assessment: Assessment, by: User) -> None:
    """Record a download of the agreed answers so far, before the file is sent."""
    record(assessment, Kind.TAKEN_AGREED, by)


def stored_file(submission: Submission, format: Format) -> bytes | None:
    """Return the bytes of a stored file, or None if it has not been made."""
    kept = submission.files.filter(format=format.name).first()
    return None if kept is None else bytes(kept.content)


def file_of(*, submission: Submission, format: Format) -> bytes:
    """Return the bytes of the submission's file in a format.

    The file is made once and stored, unless `Format.is_kept` is false.
    """
    if (kept := stored_file(submission, format)) is not None:
        return kept
    around = cache_dependencies(submission.assessment)
    content: bytes = format.make(submission, around[0])
    if format.is_kept:
        _store(submission, format, content, around)
    return content


@transaction.atomic
def _store(
    submission: Submission,
    format: Format,
    content: bytes,
    around: tuple[object, ...],
) -> None:
    """Store a file, unless something it shows has changed since it was made."""
    held = Assessment.objects.select_for_update().get(pk=submission.assessment_id)
    if cache_dependencies(held) == around:
        SubmissionFile.objects.get_or_create(
            submission=submission,
            format=format.name,
            defaults={
                "content": content,
                "digest": hashlib.sha256(content).hexdigest(),
            },
        )


def sizes(submission: Submission) -> dict[str, int]:
    """Return {format: size in bytes} of the stored files. One query."""
    made = submission.files.annotate(size=Length("content"))
    return dict(made.values_list("format", "size"))
