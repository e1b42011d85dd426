"""Checking, submitting and reopening an assessment; reading what was submitted."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from leavingcare.forms import error_list

from .. import checking
from ..access import open_assessment, open_submission
from ..exports import document, pdf
from ..forms.submitting import ReopenForm, SubmitForm
from ..workflow import submitting

TYPES = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
def check(request, pk):
    """Everything a moderator should know before submitting."""
    assessment, _ = open_assessment(request.user, pk, "submit")
    return _check_page(request, assessment, None)


def _check_page(request, assessment, data):
    blanks = submitting.blanks(assessment)
    form = SubmitForm(blanks, data)
    errors = error_list(form)
    context = {
        "assessment": assessment,
        "hindrances": submitting.hindrances(assessment),
        "warnings": checking.warnings(assessment),
        "form": form,
        "errors": errors,
    }
    return render(
        request, "submissions/check.html", context, status=422 if errors else 200
    )


def submit(request, pk):
    """Submit (POST), then say so: the last submission's confirmation (GET)."""
    if request.method == "POST":
        assessment, access = open_assessment(request.user, pk, "submit")
        form = SubmitForm(submitting.blanks(assessment), request.POST)
        if not form.is_valid():
            return _check_page(request, assessment, request.POST)
        submitting.submit(
            assessment=assessment,
            by=request.user,
            confirmed=form.cleaned_data.get("confirmed", []),
        )
        return redirect("submit", pk=pk)
    assessment, access = open_assessment(request.user, pk)
    if not access.is_moderator:
        raise PermissionDenied
    submission = assessment.submissions.first()
    if assessment.is_open or submission is None:
        return redirect("check", pk=pk)
    context = {"assessment": assessment, "submission": submission}
    return render(request, "submissions/submitted.html", context)


def reopen(request, pk):
    """Let an authority change what it submitted, saying why."""
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
def submission(request, reference):
    """Read a submission, printed from its content alone."""
    found = open_submission(request.user, reference)
    context = {"submission": found, "document": document.shape(found.content)}
    return render(request, "submissions/submission.html", context)


@require_safe
def submission_file(request, reference, format):
    """Download a submission: built whole, put on record, then sent."""
    if format not in TYPES:
        raise Http404
    found = open_submission(request.user, reference)
    try:
        content = _file(found, format)
    except (pdf.PdfBusy, pdf.PdfFailed) as failure:
        context = {"submission": found, "reason": str(failure)}
        response = render(request, "submissions/not_made.html", context, status=503)
        response["Retry-After"] = "60"
        return response
    submitting.record_download(submission=found, format=format, by=request.user)
    response = HttpResponse(content, content_type=TYPES[format])
    name = f"{slugify(found.content['authority']['name'])}-{found.reference}.{format}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _file(found, format):
    if format == "json":
        return json.dumps(
            found.content | {"digest": found.digest}, ensure_ascii=False, indent=1
        ).encode()
    return submitting.kept_file(
        submission=found,
        format=format,
        make=lambda: pdf.make(found.content, found.digest),
    )
