"""Notes on the statements of an edition: added and taken back by Coram Voice."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import StatementNote
from ..submission.previous_submission import forget_pdfs_of


@transaction.atomic
def add(*, statement: Statement, on: date, text: str, by: User) -> StatementNote:
    """Add a note on a statement, of something that is so from a day on.

    Sent twice, it is one.
    """
    Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    note, is_new = StatementNote.objects.get_or_create(
        statement=statement, on=on, text=text, by=by, removed_at=None
    )
    if is_new:
        forget_pdfs_of(statement.area.framework.edition)
    return note


@transaction.atomic
def take_back(*, note: StatementNote, by: User) -> None:
    """Take a note back. It stays for the record, and no page shows it."""
    forget_pdfs_of(note.statement.area.framework.edition)
    changed = StatementNote.objects.filter(pk=note.pk, removed_at=None).update(
        removed_at=timezone.now(), removed_by=by
    )
    if not changed:
        raise Refused("Somebody else has taken this note back already.")
