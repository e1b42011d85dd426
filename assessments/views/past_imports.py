"""Coram Voice imports past submissions: many files at once, checked first."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.files import takes_file
from leavingcare.forms import as_error, error_list

from ..access import past_batches
from ..files.bounded import jobs
from ..files.data import import_report
from ..files.incoming.decisions import questions_of, readings
from ..files.json.submission import PastSubmission
from ..files.word_form.reader.values import Question
from ..forms.past_imports import (
    MOST_FILES,
    MOST_MEGABYTES,
    BatchForm,
    DecisionsForm,
    FilesForm,
    is_waiting,
)
from ..models import LocalAuthority, PastBatch, Round
from ..submission.shown.content import Labels
from ..workflow import past_import_batch as workflow
from ..workflow import past_import_rows, past_import_undo
from ..workflow.past_import_rows import Row
from .files import download
from .requests import SignedInRequest

CSV = "text/csv; charset=utf-8"
MOST_UNPLACED = 100  # shown from one file; the report has everything


@takes_file(megabytes=MOST_MEGABYTES, files=MOST_FILES, is_for_staff=True)
@require_http_methods(["GET", "HEAD", "POST"])
def past_submissions(request: SignedInRequest) -> HttpResponse:
    """Choose files of past submissions, or a batch that was read before."""
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
        form.add_error("files", as_error(busy))
        return _choose_page(request, batches, form, status=422)
    return redirect("past_batch", batch=batch.pk)


def _choose_page(
    request: SignedInRequest,
    batches: QuerySet[PastBatch],
    form: FilesForm,
    status: int = 200,
) -> HttpResponse:
    counted = batches.annotate(
        of=Count("files"),
        imported=Count("files", filter=Q(files__submission__isnull=False)),
    ).order_by("-at", "-pk")
    context = {"form": form, "batches": list(counted[:20]), "errors": error_list(form)}
    return render(request, "past_imports/choose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def past_batch(request: SignedInRequest, batch: int) -> HttpResponse:
    """Show what is in the files of a batch, and import those that are selected."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    rows, rounds = past_import_rows.of(opened), list(Round.objects.all())
    if request.method != "POST":
        form = BatchForm(rows, rounds, batch=opened)
        return _batch_page(request, opened, rows, form)
    form = BatchForm(rows, rounds, request.POST)
    if not form.is_valid():
        return _batch_page(request, opened, rows, form, status=422)
    if workflow.correct(
        batch=opened,
        authorities=form.authorities,
        days=form.days,
        rounds=form.own_rounds,
        **form.chosen,
    ):
        messages.warning(
            request,
            "Nothing has been imported yet. Check what you changed, then import the "
            "files.",
        )
    else:
        count = workflow.import_files(batch=opened, files=form.taken, by=request.user)
        messages.success(request, _imported(count, len(form.taken)))
    return redirect("past_batch", batch=batch)


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
            field(f"take-{row.file.pk}"),
            field(f"day-{row.file.pk}"),
            field(f"round-{row.file.pk}"),
            [(where, text) for where, text in row.unplaced[:MOST_UNPLACED]],
            max(0, len(row.unplaced) - MOST_UNPLACED),
        )


def _batch_page(
    request: SignedInRequest,
    batch: PastBatch,
    rows: list[Row],
    form: BatchForm,
    status: int = 200,
) -> HttpResponse:
    ready = [row for row in rows if row.is_ready]
    context = {
        "batch": batch,
        "rows": [ShownRow.of(row, form) for row in rows],
        "form": form,
        "errors": error_list(form),
        "ready": len(ready),
        "waiting": sum(is_waiting(row) for row in rows),
        "imported": sum(row.file.submission_id is not None for row in rows),
        "new_authorities": len(
            {row.file.authority for row in ready if not row.authority}
        ),
        "new_rounds": sorted({row.round for row in ready if row.round_is_new}),
        "names": LocalAuthority.objects.values_list("name", flat=True),
    }
    return render(request, "past_imports/batch.html", context, status=status)


def _imported(count: int, wanted: int) -> str:
    if not wanted:
        return "You did not select any files, so nothing was imported."
    if count == wanted:
        return "1 file imported" if wanted == 1 else f"All {wanted} files imported"
    return f"{count} of {wanted} files imported. The list says why the others were not."


@require_http_methods(["GET", "HEAD", "POST"])
def past_file(request: SignedInRequest, batch: int, file: int) -> HttpResponse:
    """Ask how a file is read where it is in doubt, and store what was decided."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    found = get_object_or_404(opened.files.filter(submission=None, refusal={}), pk=file)
    content = past_import_rows.content_of(found)
    labels = past_import_rows.labels_of(content["edition"])
    if request.method == "POST":
        form = DecisionsForm(content, labels, request.POST)
        if form.is_valid():
            workflow.decide(file=found, decisions=form.decisions)
            messages.success(request, "Saved. Nothing has been imported yet.")
            return redirect("past_batch", batch=batch)
    else:
        decisions = past_import_rows.decisions_of(found)
        form = DecisionsForm(content, labels, decisions=decisions)
    context = {
        "batch": opened,
        "file": found,
        "form": form,
        "errors": error_list(form),
        "questions": [
            {
                "question": question,
                "field": form[f"question-{place}"],
                "readings": _in_words(question, content, labels),
            }
            for place, question in enumerate(questions_of(content))
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "past_imports/file.html", context, status=status)


def _in_words(
    question: Question, content: PastSubmission, labels: Labels
) -> list[tuple[str, str]]:
    """Return [(where, text)] of the likeliest reading of more than one rating."""
    if question.rated:
        return []
    return [
        (
            f"{code}, {'rating' if name == 'ratings' else name}",
            said
            if isinstance(said, str)
            else " and ".join(labels[value] for value in said),
        )
        for code, name, said in readings(question, content["responses"])
    ]


@require_POST
def discard_past(request: SignedInRequest, batch: int) -> HttpResponse:
    """Delete everything read but not imported."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    if workflow.discard(batch=opened):
        messages.success(request, "The files were deleted. Nothing was imported.")
        return redirect("past_submissions")
    messages.success(request, "The files that were not imported were deleted.")
    return redirect("past_batch", batch=batch)


@require_POST
def undo_past(request: SignedInRequest, batch: int) -> HttpResponse:
    """Undo the imports of a batch that nobody has built on."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    count, left = past_import_undo.undo_files(batch=opened, by=request.user)
    if count:
        files = "1 import was" if count == 1 else f"{count} imports were"
        messages.success(
            request, f"{files} undone. You can correct the files and import them again."
        )
    for why_not in left:
        messages.warning(request, why_not)
    return redirect("past_batch", batch=batch)


@require_safe
def past_report_file(request: SignedInRequest, batch: int) -> HttpResponse:
    """Download the outcome for each file as a table."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    table = import_report.table(past_import_rows.of(opened))
    return download(table, f"past-submissions-{batch}.csv", CSV)
