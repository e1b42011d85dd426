"""Files of past submissions, many at once: read, decided, then imported one by one.

Reading writes only the batch. `past_import_rows` works out what its files would
become.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused
from leavingcare.text import clean_text

from ..files.incoming.decisions import Decisions, in_words
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..models import PastBatch, PastFile, Round
from . import past_import, past_import_reading
from .past_import_returns import completed_on
from .past_import_rows import (
    as_decided,
    content_of,
    decisions_of,
    labels_of,
    wanted_round,
)
from .past_import_summary import summary_of

LONGEST_NAME = 200  # characters of a file's name
NO_NAME = "File"


def receive(
    *,
    files: Sequence[tuple[str, bytes]],
    round: Round | None,
    new_round: str,
    by: User,
) -> PastBatch:
    """Read the files, [(name, bytes)], into a new batch. Nothing else changes.

    `round` is a Round or None, `new_round` the name of one to make. With neither,
    each file names its own.
    """
    rows = [_read(name, data) for name, data in files]
    with transaction.atomic():
        batch = PastBatch.objects.create(
            by=by, at=timezone.now(), round=round, new_round=new_round
        )
        for row in rows:
            row.batch = batch
        PastFile.objects.bulk_create(rows)
    return batch


def _read(name: str, data: bytes) -> PastFile:
    row = PastFile(name=_shown(name))
    try:
        found = past_import_reading.read(data)
        row.content = found
        row.authority = unicodedata.normalize("NFC", found["authority"])
    except UnreadableForm as error:
        row.refusal = {"message": error.message, "faults": error.faults}
    return row


def _shown(name: str) -> str:
    try:
        name = " ".join(clean_text(name).split())
    except ValidationError:
        name = ""
    return name[:LONGEST_NAME] or NO_NAME


@transaction.atomic
def correct(
    *,
    batch: PastBatch,
    round: Round | None,
    new_round: str,
    authorities: Mapping[int, str],
    days: Mapping[int, date | None] | None = None,
    rounds: Mapping[int, Round | None] | None = None,
) -> bool:
    """Set the batch's round and the authority of each file, {file's pk: name}.

    `days` are those on which files were completed that do not say so themselves, and
    `rounds` those of files that do not belong to the batch's.

    Returns whether this changed anything.
    """
    held = PastBatch.objects.select_for_update().get(pk=batch.pk)
    changed = (held.round_id, held.new_round) != (round and round.pk, new_round)
    held.round, held.new_round = round, new_round
    held.save(update_fields=["round", "new_round"])
    files = held.files.select_for_update(of=("self",)).select_related("round")
    for file in files.filter(submission=None).order_by("pk"):
        name = authorities.get(file.pk, file.authority)
        day = (days or {}).get(file.pk, file.completed_on)
        own = (rounds or {}).get(file.pk, file.round)
        if (name, day, own) != (file.authority, file.completed_on, file.round):
            changed = True
            file.authority, file.completed_on, file.round = name, day, own
            file.save(update_fields=["authority", "completed_on", "round"])
    return changed


@transaction.atomic
def decide(*, file: PastFile, decisions: Decisions) -> None:
    """Store the decisions on a file that is in doubt: {question: choice}.

    Raises Refused once the file is imported.
    """
    PastBatch.objects.select_for_update().get(pk=file.batch_id)
    held = PastFile.objects.select_for_update().get(pk=file.pk)
    if held.submission_id is not None:
        raise Refused("This file was imported, so how it is read cannot be changed.")
    stored = {str(place): choice for place, choice in decisions.items()}
    held.content = {**held.content, "decisions": stored}
    held.save(update_fields=["content"])


def import_files(*, batch: PastBatch, files: Iterable[int], by: User) -> int:
    """Import those of the batch's files, by their pks, each all or nothing.

    Returns how many were imported. The page of the batch says why others were not.
    """
    return sum(_import_one(batch, pk, by) for pk in sorted(files))


def _import_one(batch: PastBatch, pk: int, by: User) -> bool:
    try:
        with transaction.atomic():
            # Always the batch before its files, so that nobody waits in a circle.
            held = PastBatch.objects.select_for_update().filter(pk=batch.pk).first()
            file = held and held.files.filter(pk=pk, submission=None).first()
            if not held or not file or file.refusal or not file.authority:
                return False
            found = as_decided(file)
            wanted = wanted_round(held, file, found)
            if not any(wanted.values()):
                return False
            if completed_on(found, file.completed_on) is None:
                return False
            submission, report = past_import.import_submission(
                found=found,
                authority=file.authority,
                by=by,
                day=file.completed_on,
                **wanted,
            )
            said = in_words(
                content_of(file), decisions_of(file), labels_of(found["edition"])
            )
            file.submission = submission
            file.brought_in_at, file.brought_in_by = timezone.now(), by
            file.before = {**report.before, "content": file.content}
            file.content = {
                "summary": summary_of(found),
                "unplaced": [list(row) for row in report.unplaced],
                "decided": said,
            }
            file.save()
            return True
    except Refused:
        return False


@transaction.atomic
def discard(*, batch: PastBatch) -> bool:
    """Delete everything read but not imported, and the batch if it is then empty.

    Returns whether the batch was deleted.
    """
    held = PastBatch.objects.select_for_update().get(pk=batch.pk)
    left = held.files.select_for_update().filter(submission=None)
    pks: Collection[int] = list(left.values_list("pk", flat=True))
    held.files.filter(pk__in=pks).delete()
    if not held.files.exists():
        held.delete()
        return True
    return False
