"""The notes of a working group's people to each other, each about one statement.

They are not a part of an answer.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from leavingcare.compiled import compiled
from leavingcare.models import User

from ..models import Draft, DraftResponse, Note
from .common import lock


def notes_of(draft: Draft) -> dict[int, list[Note]]:
    """Return {response's key: its notes, oldest first} of a draft."""
    found: dict[int, list[Note]] = {}
    for note in _notes(draft.pk):
        found.setdefault(note.response_id, []).append(note)
    return found


@compiled
def _notes(draft: int) -> QuerySet[Note]:
    return Note.objects.filter(response__draft=draft).select_related("by")


@transaction.atomic
def add_note(*, response: DraftResponse, text: str, by: User) -> None:
    """Store a note to colleagues on a statement. Sent twice, it is stored once."""
    lock(response.draft.group.assessment)
    if not response.notes.filter(by=by, text=text, resolved_at=None).exists():
        Note.objects.create(response=response, by=by, at=timezone.now(), text=text)


@transaction.atomic
def resolve_note(*, note: Note, by: User) -> None:
    """Mark a note as resolved. The first person to do so is recorded."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by
    )


@transaction.atomic
def open_note_again(*, note: Note) -> None:
    """Mark a note as not resolved."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).update(resolved_at=None, resolved_by=None)


@transaction.atomic
def edit_note(*, note: Note, text: str) -> None:
    """Replace the text of a note, for its author only. The old text is not kept."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).exclude(text=text).update(
        text=text, edited_at=timezone.now()
    )


@transaction.atomic
def delete_note(*, note: Note) -> None:
    """Delete a note permanently, for its author only."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).delete()
