"""Coram GroupAnswer brings in past submissions: many files at once, looked at first."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.files import takes_file
from leavingcare.forms import error_list

from ..access import past_batches
from ..files.bounded import jobs
from ..files.data import import_report
from ..forms.past_imports import MOST_FILES, BatchForm, FilesForm, is_waiting
from ..models import LocalAuthority, Round
from ..workflow import past_import_batch as workflow
from ..workflow import past_import_rows
from .files import download

CSV = "text/csv; charset=utf-8"
MOST_UNPLACED = 100  # shown of one file; the report has them all


@takes_file(megabytes=25, files=MOST_FILES, is_for_staff=True)
@require_http_methods(["GET", "HEAD", "POST"])
def past_submissions(request):
    """Choose files of the past; the batches that were read before."""
    batches = past_batches(request.user)
    rounds = list(Round.objects.all())
    if request.method != "POST":
        return _choose_page(request, batches, FilesForm(rounds))
    form = FilesForm(rounds, request.POST, files=request.FILES)
    if not form.is_valid():
        return _choose_page(request, batches, form, status=422)
    try:
        with jobs.turn_of(request.user):
            batch = workflow.receive(
                files=form.files_read, by=request.user, **form.chosen
            )
    except jobs.Busy as busy:
        form.add_error("files", str(busy))
        return _choose_page(request, batches, form, status=422)
    return redirect("past_batch", batch=batch.pk)


def _choose_page(request, batches, form, status=200):
    counted = batches.annotate(
        of=Count("files"),
        brought_in=Count("files", filter=Q(files__submission__isnull=False)),
    )
    context = {"form": form, "batches": list(counted[:20]), "errors": error_list(form)}
    return render(request, "past_imports/choose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def past_batch(request, batch):
    """Show what is in the files of a batch, and bring in those that are ticked."""
    batch = get_object_or_404(past_batches(request.user), pk=batch)
    rows, rounds = past_import_rows.of(batch), list(Round.objects.all())
    if request.method != "POST":
        return _batch_page(request, batch, rows, BatchForm(rows, rounds, batch=batch))
    form = BatchForm(rows, rounds, request.POST)
    if not form.is_valid():
        return _batch_page(request, batch, rows, form, status=422)
    if workflow.correct(batch=batch, authorities=form.authorities, **form.chosen):
        messages.warning(
            request,
            "Nothing new has been brought in yet. Check what you changed, then bring "
            "it in.",
        )
    else:
        brought = workflow.bring_in(batch=batch, files=form.taken, by=request.user)
        messages.success(request, _brought_in(brought, len(form.taken)))
    return redirect("past_batch", batch=batch.pk)


def _batch_page(request, batch, rows, form, status=200):
    ready = [row for row in rows if row.is_ready]
    context = {
        "batch": batch,
        "rows": [_shown(row, form) for row in rows],
        "form": form,
        "errors": error_list(form),
        "ready": len(ready),
        "waiting": sum(is_waiting(row) for row in rows),
        "brought_in": sum(row.file.submission_id is not None for row in rows),
        "new_authorities": len(
            {row.file.authority for row in ready if not row.authority}
        ),
        "new_rounds": sorted({row.round for row in ready if row.round_is_new}),
        "names": LocalAuthority.objects.values_list("name", flat=True),
    }
    return render(request, "past_imports/batch.html", context, status=status)


def _shown(row, form):
    """A Row with its fields, if it has any, and as much as a page can show."""
    pk = row.file.pk
    fields = form.fields
    return {
        "row": row,
        "authority": form[f"authority-{pk}"] if f"authority-{pk}" in fields else None,
        "take": form[f"take-{pk}"] if f"take-{pk}" in fields else None,
        "unplaced": row.unplaced[:MOST_UNPLACED],
        "more": max(0, len(row.unplaced) - MOST_UNPLACED),
    }


def _brought_in(brought, wanted):
    if not wanted:
        return "Nothing was ticked, so nothing was brought in."
    done = f"{brought} of the {wanted} files you ticked came in."
    if brought == wanted:
        return "The file has been brought in" if wanted == 1 else f"All {done}"
    return f"{done} The list says why the others did not."


@require_POST
def discard_past(request, batch):
    """Delete what was read and not brought in."""
    batch = get_object_or_404(past_batches(request.user), pk=batch)
    if workflow.discard(batch=batch):
        messages.success(request, "The files were thrown away. Nothing came in.")
        return redirect("past_submissions")
    messages.success(request, "The files that had not come in were thrown away.")
    return redirect("past_batch", batch=batch.pk)


@require_safe
def past_report_file(request, batch):
    """What became of each file, as a table."""
    batch = get_object_or_404(past_batches(request.user), pk=batch)
    table = import_report.table(past_import_rows.of(batch))
    return download(table, f"past-submissions-{batch.pk}.csv", CSV)
