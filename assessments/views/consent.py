"""The page of what others may do with an authority's submission."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list

from ..access import open_assessment, require_submitted
from ..forms.common import CHOICES_CLASH
from ..forms.consent import ConsentForm
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
    """Show what the authority agrees to (GET), or change it (POST)."""
    assessment, access = open_assessment(request.user, pk, "read_consent")
    if request.method == "POST":
        access.require("edit_consent")
    require_submitted(assessment)
    row = workflow.consent_of(assessment)
    token = workflow.token_of(row)
    data = request.POST if request.method == "POST" else None
    form = ConsentForm(data, row=row, token=token)
    status = 200 if data is None else 422
    errors = error_list(form)
    if form.is_valid():
        merged = workflow.save_consent(
            assessment=assessment,
            token=form.token,
            values=workflow.chosen(form.cleaned_data["consents"]),
            by=request.user,
        )
        if not merged.clashes:
            messages.success(request, "Your choices have been saved.")
            return redirect("consent", pk)
        row = workflow.consent_of(assessment)
        form = ConsentForm(row=row, token=workflow.token_of(row))
        errors, status = [(form["consents"].auto_id, CHOICES_CLASH)], 409
    context = {
        "assessment": assessment,
        "may_change": access.can["edit_consent"],
        "row": row,
        "form": form,
        "choices": workflow.in_words(row),
        "errors": errors,
    }
    return render(request, "consent/consent.html", context, status=status)
