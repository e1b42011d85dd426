"""Coram Voice takes an authority out of a round, puts it back, or gives it longer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import open_assessment
from ..forms.rounds import OwnDueForm, TakeOutForm
from ..models import Assessment
from ..workflow import rounds as workflow
from .requests import SignedInRequest
from .rounds import emailed


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an authority out of its round, or put it back."""
    assessment, _ = open_assessment(request.user, pk, "run_round")
    if request.method != "POST":
        return _take_out_page(request, assessment, TakeOutForm())
    if request.POST.get("form") == "put_back":
        workflow.put_back(assessment=assessment, by=request.user)
        messages.success(request, f"{assessment.authority} is in the round again.")
        return redirect("round", slug=assessment.round.slug)
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return _take_out_page(request, assessment, form, status=422)
    try:
        workflow.take_out(
            assessment=assessment,
            because=form.cleaned_data["because"],
            is_counted=form.cleaned_data["counted"] == "yes",
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, as_error(refusal))
        return _take_out_page(request, assessment, form, status=409)
    messages.success(
        request, f"{assessment.authority} has been taken out of the round."
    )
    return redirect("round", slug=assessment.round.slug)


def _take_out_page(
    request: SignedInRequest,
    assessment: Assessment,
    form: TakeOutForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "form": form,
        "has_submitted": assessment.submissions.exists(),
        "errors": error_list(form),
    }
    return render(request, "rounds/take_out.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def own_due(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give one authority a due date of its own."""
    assessment, _ = open_assessment(request.user, pk, "run_round")
    form = OwnDueForm(
        request.POST if request.method == "POST" else None,
        assessment=assessment,
        initial={"due_on": assessment.due_on, "tell": True},
    )
    if form.is_valid():
        told = workflow.extend(
            assessment=assessment, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"The due date has been saved. {emailed(told)}")
        return redirect("round", slug=assessment.round.slug)
    errors = error_list(form)
    context = {"assessment": assessment, "form": form, "errors": errors}
    status = 422 if errors else 200
    return render(request, "rounds/own_due.html", context, status=status)
