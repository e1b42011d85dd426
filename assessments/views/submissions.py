"""The pages to check and submit an assessment, and to read submissions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from leavingcare.forms import as_error, error_list
from leavingcare.moments import moment
from leavingcare.programs import for_programs
from leavingcare.refusals import Refused

from ..access import (
    Access,
    access_by_role,
    access_to,
    open_assessment,
    open_submission,
)
from ..files.bounded import jobs
from ..files.catalogue import FORMATS, Format
from ..forms.submitting import SubmitForm
from ..models import Assessment, Submission
from ..moderation.later import later_ratings
from ..submission import supplements, warnings
from ..submission.agreed import Agreed, agreed_of
from ..submission.approval import standing
from ..submission.previous_submission import REPORTS
from ..submission.shown import document
from ..submission.shown.differences import compare
from ..submission.shown.supplements import supplements_values
from ..workflow import (
    benchmarks,
    consent,
    cover_sheet,
    downloads,
    prebuilt_files,
    submitting,
)
from .files import download, files_of, not_made
from .reopening import add_requests
from .requests import SignedInRequest


@require_safe
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything a moderator should know before submitting."""
    assessment, access = open_assessment(request.user, pk, "check")
    if assessment.is_withdrawn:
        access.require("submit")  # which says why not
    if not assessment.is_open:
        return redirect("submit", pk)
    return _check_page(request, access, None)


def _check_page(
    request: SignedInRequest,
    access: Access,
    data: QueryDict | None,
    *,
    problem: str = "",
) -> HttpResponse:
    """Show the page to check and submit, with its form as it was sent.

    `problem` is why it could not be submitted just now.
    """
    assessment = access.assessment
    agreed = agreed_of(assessment)
    now = standing(agreed)
    blanks = submitting.blank_answers(agreed, now)
    gaps = cover_sheet.missing_answers(assessment)
    notes = warnings.dissents(assessment)
    form = SubmitForm(
        [blank.words for blank in blanks],
        data,
        _not_printed_before(assessment),
        asks_consent=not consent.is_decided(consent.consent_of(assessment)),
    )
    errors = [*([("", problem)] if problem else []), *error_list(form)]
    context = _to_look_at(agreed) | {
        "gaps": gaps,
        "is_complete": not gaps and not agreed.unsettled,
        "warnings": warnings.text_warnings(agreed, notes),
        "dissents": notes,
        "standing": now,
        "form": form,
        "blanks": blanks,
        "lacks_approval": any(blank.number is None for blank in blanks),
        "confirmed": form["confirmed"].value() or [],
        "errors": errors,
    }
    return render(
        request, "submissions/check.html", context, status=422 if errors else 200
    )


def _to_look_at(agreed: Agreed) -> dict[str, object]:
    """Return what the page lists of the agreed answers."""
    return {
        "assessment": agreed.assessment,
        "completeness": submitting.completeness(agreed),
        "unsettled": agreed.unsettled,
        "later": list(later_ratings(agreed.assessment).values()),
        "missing_evidence": warnings.missing_evidence(agreed),
        "clashes": [
            (family, [(row, agreed.settled_as(row)) for row in family.responses])
            for family in warnings.contradictions(agreed)
        ],
        "rated_by_one": warnings.rated_by_one_group(agreed.assessment),
        "scores_apart": warnings.scores_apart(agreed),
    }


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
    add_requests([assessment])
    context = {
        "assessment": assessment,
        "submission": submission,
        "files": files_of(submission, supplements.of(assessment)),
    }
    return render(request, "submissions/submitted.html", context)


def _submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit; if it has been submitted already, show that instead."""
    assessment, access = open_assessment(request.user, pk)
    if access.is_moderator and is_submitted(assessment):
        return _already(request, assessment)
    access.require("submit")
    form = SubmitForm(submitting.unconfirmed_blanks(assessment), request.POST)
    if not form.is_valid():
        return _check_page(request, access, request.POST)
    try:
        submission = submitting.submit(
            assessment=assessment,
            by=request.user,
            confirmed=form.cleaned_data["confirmed"],
            not_printed=form.cleaned_data["not_printed"],
            consents=form.cleaned_data["consents"],
        )
    except Refused as refusal:
        assessment.refresh_from_db()
        if is_submitted(assessment):
            return _already(request, assessment)
        return _check_page(request, access, request.POST, problem=as_error(refusal))
    prebuilt_files.make_soon(submission)
    return redirect("submit", pk)


def is_submitted(assessment: Assessment) -> bool:
    """Return whether the assessment is closed because it was submitted."""
    return not assessment.is_open and assessment.submissions.exists()


def _already(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """Show the submission that was made, and say so if somebody else made it."""
    last = (
        assessment.submissions.defer("content").select_related("submitted_by").first()
    )
    if last and last.submitted_by and last.submitted_by != request.user:
        who, at = last.submitted_by.name, moment(last.submitted_at)
        did = "imported" if last.is_imported else "submitted"
        messages.info(request, f"{who} {did} this assessment at {at}.")
    return redirect("submit", assessment.pk)


@require_safe
def submission(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show a submission, from its content alone."""
    found = open_submission(request.user, reference)
    access = access_to(request.user, found.assessment, role=None)
    shown = supplements.of(found.assessment)
    context = {
        "submission": found,
        "can_prepare": access.can["edit_board_report"],
        "can_redact": access.can["redact_submission"] and not found.withdrawn_at,
        "can_ask": access.can["ask_question"],
        "can_reopen": access.can["reopen"] and not found.assessment.is_open,
        "document": document.shape(found.content),
        "files": files_of(found, shown),
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


@for_programs
@require_safe
def submission_file(
    request: SignedInRequest, reference: str, format: str
) -> HttpResponse:
    """Make a submission's file in full, record the download, then send it."""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise Http404
    found = open_submission(request.user, reference)
    if found.replaced_by:
        raise Refused(
            f"{found} has been withdrawn, because it had words that could identify "
            f"somebody. Download {found.replaced_by} instead."
        )
    try:
        content = _file(request, found, chosen)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("submission", args=[reference]))
    downloads.record_download(submission=found, format=format, by=request.user)
    if format in REPORTS and access_by_role(request.user, found.assessment).role:
        benchmarks.note_report(submission=found, by=request.user)
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
