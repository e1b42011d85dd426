"""The page of a batch of past submissions: its files, and what can be undone."""

from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render

from ..forms.past_imports import BatchForm, UndoForm
from ..models import LocalAuthority, PastBatch, Round
from ..workflow import past_import_rows, past_import_undoable
from ..workflow.past_import_row import Row
from .requests import Errors, SignedInRequest

MOST_UNPLACED = 100  # shown from one file; the report has everything


@dataclass
class ShownRow:
    """A Row with its fields, if it has any, and as much as a page can show."""

    row: Row
    authority: BoundField | None
    take: BoundField | None
    day: BoundField | None
    round: BoundField | None
    unplaced: list[tuple[str, str]]
    more: int

    @classmethod
    def of(cls, row: Row, form: BatchForm) -> "ShownRow":
        def field(name: str) -> BoundField | None:
            return form[name] if name in form.fields else None

        return cls(
            row,
            field(f"authority-{row.file.pk}"),
            None if row.is_barred else field(f"take-{row.file.pk}"),
            field(f"day-{row.file.pk}"),
            field(f"round-{row.file.pk}"),
            [(where, text) for where, text in row.unplaced[:MOST_UNPLACED]],
            max(0, len(row.unplaced) - MOST_UNPLACED),
        )


def batch_page(
    request: SignedInRequest,
    batch: PastBatch,
    *,
    undo_form: UndoForm | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a batch as it is now."""
    form = BatchForm(past_import_rows.of(batch), list(Round.objects.all()), batch=batch)
    context = _context(batch, form) | {"undo_form": undo_form or UndoForm()}
    context["errors"] = errors or []
    return render(request, "past_imports/batch.html", context, status=status)


def sent_page(
    request: SignedInRequest, batch: PastBatch, form: BatchForm, errors: Errors
) -> HttpResponse:
    """Show what was sent again, with what to correct."""
    context = _context(batch, form) | {"undo_form": UndoForm(), "errors": errors}
    return render(request, "past_imports/batch.html", context, status=422)


def _context(batch: PastBatch, form: BatchForm) -> dict[str, object]:
    rows = form.rows
    ready = [row for row in rows if row.is_ready]
    imported = [row.file for row in rows if row.file.submission_id is not None]
    reasons = past_import_undoable.reasons(imported)
    return {
        "batch": batch,
        "rows": [ShownRow.of(row, form) for row in rows],
        "form": form,
        "ready": len(ready),
        "waiting": len(form.waiting),
        "can_select": not all(row.is_barred for row in form.waiting),
        "imported": len(imported),
        "can_be_undone": sum(not why for why in reasons.values()),
        "cannot_be_undone": [
            (file.name, why) for file in imported if (why := reasons[file.pk])
        ],
        "new_authorities": len(
            {row.file.authority for row in ready if not row.authority}
        ),
        "new_rounds": sorted({row.round for row in ready if row.round_is_new}),
        "names": LocalAuthority.objects.values_list("name", flat=True),
    }
