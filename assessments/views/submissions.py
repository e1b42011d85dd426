"""The pages to check, submit and reopen an assessment, and to read submissions."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import Access, access_to, open_assessment, open_submission
from ..files.bounded import jobs
from ..files.catalogue import FORMATS, GROUPS, Format
from ..forms.submitting import ReopenForm, SubmitForm
from ..models import Assessment, Submission
from ..submission import supplements, warnings
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..submission.shown import document
from ..submission.shown.differences import compare
from ..submission.shown.supplements import supplements_values
from ..workflow import cover_sheet, downloads, submitting
from .files import download, not_made
from .requests import SignedInRequest

if TYPE_CHECKING:
    from ..submission.shown import content


@require_safe
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything a moderator should know before submitting."""
    assessment, access = open_assessment(request.user, pk)
    if access.is_moderator and not assessment.is_open:
        return redirect("submit", pk)
    access.require("submit")
    return _check_page(request, access, None)


def _check_page(
    request: SignedInRequest, access: Access, data: QueryDict | None
) -> HttpResponse:
    """Show the page to check and submit, with its form as it was sent."""
    assessment = access.assessment
    agreed = agreed_of(assessment)
    now = standing(agreed)
    blanks = submitting.blank_answers(agreed, now)
    gaps = cover_sheet.missing_answers(assessment)
    notes = warnings.dissents(assessment)
    form = SubmitForm(
        [blank.words for blank in blanks], data, _not_printed_before(assessment)
    )
    errors = error_list(form)
    context = {
        "assessment": assessment,
        "completeness": submitting.completeness(agreed),
        "gaps": gaps,
        "unsettled": agreed.unsettled,
        "is_complete": not gaps and not agreed.unsettled,
        "warnings": warnings.text_warnings(agreed, notes),
        "missing_evidence": warnings.missing_evidence(agreed),
        "clashes": [
            (family, [(row, agreed.settled_as(row)) for row in family.responses])
            for family in warnings.contradictions(agreed)
        ],
        "rated_by_one": warnings.rated_by_one_group(assessment),
        "scores_apart": warnings.scores_apart(agreed),
        "dissents": notes,
        "standing": now,
        "form": form,
        "blanks": blanks,
        "confirmed": form["confirmed"].value() or [],
        "errors": errors,
    }
    return render(
        request, "submissions/check.html", context, status=422 if errors else 200
    )


def _not_printed_before(assessment: Assessment) -> list[str]:
    """Return what the last submission's PDF leaves out, if it has been reopened."""
    if not assessment.reopened_because:
        return []
    before: list[str] = assessment.submissions.all()[0].content.get("not_printed", [])
    return before


def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit (POST), or confirm the last submission (GET)."""
    if request.method == "POST":
        return _submit(request, pk)
    assessment, access = open_assessment(request.user, pk)
    if not access.is_moderator:
        raise PermissionDenied
    submission = assessment.submissions.first()
    if assessment.is_open or submission is None:
        return redirect("check", pk=pk)
    context = {
        "assessment": assessment,
        "submission": submission,
        "files": _files(submission, supplements.of(assessment)),
    }
    return render(request, "submissions/submitted.html", context)


def _submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit; pressing twice shows the confirmation again, not a refusal."""
    assessment, access = open_assessment(request.user, pk)
    if submitting.is_submitted_by(assessment, request.user):
        return redirect("submit", pk)
    access.require("submit")
    form = SubmitForm(submitting.unconfirmed_blanks(assessment), request.POST)
    if not form.is_valid():
        return _check_page(request, access, request.POST)
    try:
        submitting.submit(
            assessment=assessment,
            by=request.user,
            confirmed=form.cleaned_data["confirmed"],
            not_printed=form.cleaned_data["not_printed"],
        )
    except Refused:
        if not submitting.is_submitted_by(assessment, request.user):
            raise
    return redirect("submit", pk)


def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reopen an assessment, with the reason, so that its authority can change it."""
    assessment, _ = open_assessment(request.user, pk, "reopen")
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submitting.reopen(
            assessment=assessment, by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, f"{assessment.authority} can change its assessment.")
        return redirect("assessment", pk=pk)
    errors = error_list(form)
    context = {
        "assessment": assessment,
        "submission": assessment.submissions.first(),
        "form": form,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "submissions/reopen.html", context, status=status)


@require_safe
def submission(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show a submission, from its content alone."""
    found = open_submission(request.user, reference)
    access = access_to(request.user, found.assessment, role=None)
    shown = supplements.of(found.assessment)
    context = {
        "submission": found,
        "can_reopen": access.can["reopen"] and not found.assessment.is_open,
        "document": document.shape(found.content),
        "files": _files(found, shown),
        "supplements": supplements_values(found.content, shown),
        "versions": list(
            found.assessment.submissions.defer("content").select_related("submitted_by")
        ),
    }
    return render(request, "submissions/submission.html", context)


@require_safe
def differences(request: SignedInRequest, reference: str, other: str) -> HttpResponse:
    """Show what changed between two submissions of one assessment."""
    found = open_submission(request.user, reference)
    before = open_submission(request.user, other)
    if found.assessment_id != before.assessment_id or found.pk == before.pk:
        raise Http404
    context = {
        "submission": found,
        "before": before,
        "differences": compare(before.content, found.content),
    }
    return render(request, "submissions/differences.html", context)


@require_safe
def submission_file(
    request: SignedInRequest, reference: str, format: str
) -> HttpResponse:
    """Make a submission's file in full, record the download, then send it."""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise Http404
    found = open_submission(request.user, reference)
    try:
        content = _file(request, found, chosen)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("submission", args=[reference]))
    downloads.record_download(submission=found, format=format, by=request.user)
    name = f"{slugify(found.content['authority']['name'])}-{found.reference}.{format}"
    return download(content, name, chosen.kind)


def _file(request: SignedInRequest, found: Submission, chosen: Format) -> bytes:
    """Return the file's bytes, at once if it was made before.

    Raises jobs.NotMade.
    """
    kept = downloads.stored_file(found, chosen)
    if kept is not None:
        return kept
    with jobs.turn_of(request.user):
        return downloads.file_of(submission=found, format=chosen)


def _files(
    found: Submission, shown: "content.Supplements"
) -> list[tuple[Format, int | None]]:
    """Return [(format, size in bytes, or None if not made yet)], in order of group."""
    made = downloads.sizes(found)
    return [
        (each, made.get(each.name) if each.is_kept else len(each.make(found, shown)))
        for each in sorted(FORMATS.values(), key=lambda each: GROUPS.index(each.group))
    ]
