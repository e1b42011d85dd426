"""The page of what others may do with an authority's submission."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list

from ..access import Access, open_assessment, require_submitted
from ..forms.common import CHOICES_CLASH
from ..forms.consent import ConsentForm, ToldConsentForm
from ..models import Consent
from ..workflow import consent as workflow
from ..workflow.seeing_by_name import scores_seen_by
from .requests import SignedInRequest


@require_safe
def cluster_scores(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a member the scores that the authorities of its clusters show each other."""
    assessment, _ = open_assessment(request.user, pk, "read_cluster")
    require_submitted(assessment)
    context = {"assessment": assessment, "cluster": scores_seen_by(assessment)}
    return render(request, "consent/cluster_scores.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the authority agrees to (GET), or change it (POST).

    Where nobody moderates, Coram Voice records what it was told.
    """
    assessment, access = open_assessment(request.user, pk, "read_consent")
    if request.method == "POST":
        access.require("record_consent" if access.is_coram_voice else "edit_consent")
    require_submitted(assessment)
    is_told = access.can["record_consent"] and not workflow.is_moderated(assessment)
    if request.method != "POST":
        return _page(request, access, workflow.consent_of(assessment), is_told=is_told)
    if access.is_coram_voice:
        workflow.require_told(assessment)
    row = workflow.consent_of(assessment)
    form = _form(row, request.POST, is_told=is_told)
    if not form.is_valid():
        return _page(request, access, row, form, is_told=is_told, status=422)
    merged = workflow.save_consent(
        assessment=assessment,
        token=form.token,
        values=workflow.chosen(form.cleaned_data["consents"]),
        by=request.user,
        told=form.told,
    )
    if merged.clashes:
        row = workflow.consent_of(assessment)
        return _page(request, access, row, is_told=is_told, status=409)
    messages.success(request, "The choices have been saved.")
    return redirect("consent", pk)


def _form(
    row: Consent, data: QueryDict | None = None, *, is_told: bool
) -> ConsentForm | ToldConsentForm:
    kind = ToldConsentForm if is_told else ConsentForm
    return kind(data, row=row, token=workflow.token_of(row))


def _page(
    request: SignedInRequest,
    access: Access,
    row: Consent,
    form: ConsentForm | None = None,
    *,
    is_told: bool,
    status: int = 200,
) -> HttpResponse:
    """Show the choices, with the form as it was sent, or as they are by now."""
    form = form or _form(row, is_told=is_told)
    clash = [(form["consents"].auto_id, CHOICES_CLASH)] if status == 409 else []
    context = {
        "assessment": access.assessment,
        "may_change": access.can["edit_consent"] or is_told,
        "is_told": is_told,
        "row": row,
        "form": form,
        "choices": workflow.in_words(row),
        "errors": clash or error_list(form),
    }
    return render(request, "consent/consent.html", context, status=status)
