"""Coram Voice imports past submissions: many files at once, checked first."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
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
    SELECT,
    BatchForm,
    DecisionsForm,
    FilesForm,
    UndoForm,
    is_waiting,
)
from ..models import PastBatch, Round
from ..submission.shown.content import Labels
from ..workflow import (
    past_import,
    past_import_rows,
    past_import_undo,
)
from ..workflow import past_import_batch as workflow
from ..workflow.past_import_row import Row
from .files import download
from .past_import_page import batch_page, sent_page
from .requests import Errors, SignedInRequest

CSV = "text/csv; charset=utf-8"
NOT_UNDONE = "No import was undone, as none of them can be undone any more"


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
    if request.method != "POST":
        return batch_page(request, opened)
    rows = past_import_rows.of(opened)
    form = BatchForm(rows, list(Round.objects.all()), request.POST)
    if not form.is_valid():
        return sent_page(request, opened, form, error_list(form))
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
        return redirect("past_batch", batch=batch)
    if not form.asked:
        return sent_page(request, opened, form, _select(form))
    return _import(request, opened, form.asked)


def _import(
    request: SignedInRequest, batch: PastBatch, asked: list[int]
) -> HttpResponse:
    """Import the files; show the page with the reasons if some were not imported."""
    count = workflow.import_files(batch=batch, files=asked, by=request.user)
    if count:
        messages.success(request, _imported(count, len(asked)))
    left = [
        row
        for row in past_import_rows.of(batch)
        if row.file.pk in asked and is_waiting(row)
    ]
    if left:
        return batch_page(request, batch, errors=list(map(_error, left)), status=409)
    return redirect("past_batch", batch=batch.pk)


def _imported(count: int, asked: int) -> str:
    if count == asked:
        return "1 file imported" if asked == 1 else f"All {asked} files imported"
    return f"{count} of {asked} files imported"


def _select(form: BatchForm) -> Errors:
    """Return what to do if nothing was selected: select a file, or correct each."""
    waiting = form.waiting
    can = [form[f"take-{row.file.pk}"] for row in waiting if not row.is_barred]
    return [(can[0].auto_id, SELECT)] if can else list(map(_error, waiting))


def _error(row: Row) -> tuple[str, str]:
    """Return why a file was not imported, leading to its details."""
    why = next(iter(row.problems), past_import.SAME_MOMENT)
    return f"file-{row.file.pk}", f"{row.file.name}: {why}".removesuffix(".")


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
    form = UndoForm(request.POST)
    if not form.is_valid():
        errors = error_list(form)
        return batch_page(request, opened, undo_form=form, errors=errors, status=422)
    count = past_import_undo.undo_files(batch=opened, by=request.user)
    if not count:
        return batch_page(request, opened, errors=[("undo", NOT_UNDONE)], status=409)
    imports = "1 import was" if count == 1 else f"{count} imports were"
    messages.success(
        request, f"{imports} undone. You can correct the files and import them again."
    )
    return redirect("past_batch", batch=batch)


@require_safe
def past_report_file(request: SignedInRequest, batch: int) -> HttpResponse:
    """Download the outcome for each file as a table."""
    opened = get_object_or_404(past_batches(request.user), pk=batch)
    table = import_report.table(past_import_rows.of(opened))
    return download(table, f"past-submissions-{batch}.csv", CSV)
