"""Reopening a submitted assessment: a moderator asks, and Coram Voice answers."""

from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import Access, open_assessment, require_in_round
from ..forms.reopening import AskForm, DeclineForm, ReopenForm
from ..models import Assessment, ReopenRequest
from ..workflow import reopening
from .requests import SignedInRequest

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reopen an assessment, or decline to if its moderator asked, with the reason."""
    assessment, access = open_assessment(request.user, pk, "reopen")
    if request.method != "POST":
        return _reopen_page(request, access, ReopenForm(), DeclineForm())
    if request.POST.get("form") == "decline":
        declining = DeclineForm(request.POST)
        if not declining.is_valid():
            return _reopen_page(request, access, ReopenForm(), declining, status=422)
        reopening.decline(
            assessment=assessment,
            answer=declining.cleaned_data["answer"],
            by=request.user,
        )
        messages.success(request, f"{assessment.authority} has been told.")
        return redirect("reopen", pk=pk)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _reopen_page(request, access, form, DeclineForm(), status=422)
    reopening.reopen(
        assessment=assessment, by=request.user, reason=form.cleaned_data["reason"]
    )
    messages.success(request, f"{assessment.authority} can change its assessment.")
    return redirect("assessment", pk=pk)


def _reopen_page(
    request: SignedInRequest,
    access: Access,
    form: ReopenForm,
    decline_form: DeclineForm,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show what was asked, with a form for each answer."""
    context: dict[str, object] = {
        "form": form,
        "decline_form": decline_form,
        "submission": access.assessment.submissions.defer("content").first(),
    }
    return _page(
        request,
        access,
        "submissions/reopen.html",
        context,
        form,
        decline_form,
        status=status,
    )


@pages
def ask_to_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was asked and answered (GET), or ask Coram Voice to reopen (POST)."""
    assessment, access = open_assessment(request.user, pk, "ask_to_reopen")
    require_in_round(assessment)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reopening.ask(
            assessment=assessment, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, "You have asked Coram Voice to reopen it.")
        return redirect("ask_to_reopen", pk=pk)
    status = 422 if form.errors else 200
    template = "submissions/ask_to_reopen.html"
    return _page(request, access, template, {"form": form}, form, status=status)


def add_requests(assessments: Sequence[Assessment]) -> None:
    """Give each submitted assessment `reopen_request`, the last about it, or None.

    For moderators and programme officers. One query, or none.
    """
    found = reopening.last_requests(assessments) if assessments else {}
    for each in assessments:
        each.reopen_request = found.get(each.pk)  # type: ignore[attr-defined]  # for the page


def _page(
    request: SignedInRequest,
    access: Access,
    template: str,
    context: dict[str, object],
    *forms: Form,
    status: int,
) -> HttpResponse:
    """Render a page with every request, the latest first, and the one that waits."""
    requests = list(
        access.assessment.reopen_requests.select_related("asked_by", "answered_by")
    )
    waiting: ReopenRequest | None = next(
        (each for each in requests if each.answered_at is None), None
    )
    values = context | {
        "assessment": access.assessment,
        "waiting": waiting,
        "answered": [each for each in requests if each.answered_at],
        "errors": error_list(*forms),
    }
    return render(request, template, values, status=status)
