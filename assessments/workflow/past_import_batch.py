"""Files of the past, many at once: read, corrected, then brought in one by one.

Reading writes nothing but the batch itself. What its files would become is worked
out by `past_import_rows`.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused
from leavingcare.text import clean_text

from ..files.incoming import past_submission
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..models import PastBatch, PastFile
from . import past_import
from .past_import_rows import summary_of, wanted_round

LONGEST_NAME = 200  # characters of a file's name
NO_NAME = "File"


def receive(*, files, round, new_round, by):
    """Read the files, [(name, bytes)], into a new batch. Nothing else changes.

    `round` is a Round or None, `new_round` the name of one to be made; with neither,
    each file says its own.
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


def _read(name, data):
    row = PastFile(name=_shown(name))
    try:
        row.content = past_import.read(data)
        row.authority = unicodedata.normalize("NFC", row.content["authority"])
    except UnreadableForm as error:
        row.refusal = {"message": error.message, "faults": error.faults}
    return row


def _shown(name):
    try:
        name = " ".join(clean_text(name).split())
    except ValidationError:
        name = ""
    return name[:LONGEST_NAME] or NO_NAME


@transaction.atomic
def correct(*, batch, round, new_round, authorities):
    """Set the batch's round and whose its files are, {file's pk: name}.

    Returns whether anything was changed by it.
    """
    held = PastBatch.objects.select_for_update().get(pk=batch.pk)
    changed = (held.round_id, held.new_round) != (round and round.pk, new_round)
    held.round, held.new_round = round, new_round
    held.save(update_fields=["round", "new_round"])
    for file in held.files.select_for_update().filter(submission=None).order_by("pk"):
        name = authorities.get(file.pk, file.authority)
        if name != file.authority:
            changed = True
            file.authority = name
            file.save(update_fields=["authority"])
    return changed


def bring_in(*, batch, files, by, without_doubt=()):
    """Bring in those of the batch's files, each all or nothing.

    `without_doubt` are those that come in without what is in doubt in them. Returns
    how many came in. What did not, still says why on its page.
    """
    return sum(
        _bring_in_one(batch, pk, by, pk in without_doubt) for pk in sorted(files)
    )


def _bring_in_one(batch, pk, by, is_without_doubt):
    try:
        with transaction.atomic():
            # Always the batch before its files, so that nobody waits in a circle.
            held = PastBatch.objects.select_for_update().filter(pk=batch.pk).first()
            file = held and held.files.filter(pk=pk, submission=None).first()
            if file is None or file.refusal or not file.authority:
                return False
            found = file.content
            if is_without_doubt:
                found = past_submission.without_doubt(found)
            wanted = wanted_round(held, found)
            if not any(wanted.values()):
                return False
            submission, report = past_import.bring_in(
                found=found, authority=file.authority, by=by, **wanted
            )
            file.submission = submission
            file.brought_in_at, file.brought_in_by = timezone.now(), by
            file.content = {
                "summary": summary_of(found),
                "unplaced": [list(row) for row in report.unplaced],
            }
            file.save()
            return True
    except Refused:
        return False


@transaction.atomic
def discard(*, batch):
    """Delete what was read and not brought in, and the batch if nothing is left of it.

    Returns whether the batch is gone.
    """
    held = PastBatch.objects.select_for_update().get(pk=batch.pk)
    left = held.files.select_for_update().filter(submission=None)
    held.files.filter(pk__in=list(left.values_list("pk", flat=True))).delete()
    if not held.files.exists():
        held.delete()
        return True
    return False
