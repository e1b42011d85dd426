"""The notes on the statements of an edition. Reads only."""

from django.db.models import QuerySet

from leavingcare.compiled import compiled

from ..models import StatementNote
from .shown.later_notes import LaterNotes

Notes = dict[str, list[StatementNote]]  # by statement code


def notes_of(edition: str) -> Notes:
    """Return the notes by statement code, the earliest first. One query."""
    found: Notes = {}
    for note in _notes(edition):
        found.setdefault(note.statement.code, []).append(note)
    return found


@compiled
def _notes(edition: str) -> QuerySet[StatementNote]:
    return (
        StatementNote.objects.standing()
        .filter(statement__area__framework__edition=edition)
        .select_related("statement__area", "by")
    )


def later_notes(edition: str) -> LaterNotes:
    """Return the notes as files print them. One query."""
    return {
        code: [{"on": note.on.isoformat(), "text": note.text} for note in notes]
        for code, notes in notes_of(edition).items()
    }


def standing() -> list[int]:
    """Return the keys of all notes that stand. One query."""
    return list(StatementNote.objects.standing().values_list("pk", flat=True))
