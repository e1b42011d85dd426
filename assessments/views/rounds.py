"""Coram GroupAnswer's pages of rounds and progress. They show nothing anybody wrote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frameworks.models import Framework
from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from .. import progress
from ..access import require_staff
from ..forms.setting_up import JoinForm, RoundForm
from ..models import Assessment, Round
from ..workflow import setting_up
from ..workflow.people import StaffAddress
from .requests import SignedInRequest


@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    """List every round, with how many authorities have submitted."""
    require_staff(request.user)
    every = progress.of_rounds(Round.objects.select_related("framework"))
    return render(request, "rounds/rounds.html", {"rounds": list(every)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: SignedInRequest) -> HttpResponse:
    """Open a round of an edition."""
    require_staff(request.user)
    frameworks = list(Framework.objects.all())
    if request.method != "POST":
        return _new_round_page(request, RoundForm(frameworks=frameworks))
    form = RoundForm(request.POST, frameworks=frameworks)
    if not form.is_valid():
        return _new_round_page(request, form, status=422)
    opened = setting_up.open_round(
        name=form.cleaned_data["name"],
        framework=form.cleaned_data["edition"],
        opens_on=form.cleaned_data["opens_on"],
        closes_on=form.cleaned_data["closes_on"],
    )
    messages.success(request, "The round is open. Now add its authorities.")
    return redirect("round", slug=opened.slug)


def _new_round_page(
    request: SignedInRequest, form: RoundForm, status: int = 200
) -> HttpResponse:
    """Show the form that opens a round, as it was sent."""
    context = {"form": form, "errors": error_list(form)}
    return render(request, "rounds/new_round.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def round(request: SignedInRequest, slug: str) -> HttpResponse:
    """List a round's authorities (GET), or add one and invite its moderator (POST)."""
    require_staff(request.user)
    found = get_object_or_404(Round.objects.select_related("framework"), slug=slug)
    if request.method != "POST":
        return _round_page(request, found, JoinForm())
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _round_page(request, found, form, status=422)
    try:
        assessment, invitation = setting_up.join(
            round=found,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.user,
        )
    except StaffAddress as refusal:
        form.add_error("email", str(refusal))
        return _round_page(request, found, form, status=409)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _round_page(request, found, form, status=409)
    if invitation is None:
        messages.success(
            request,
            f"{assessment.authority} has been added. {form.cleaned_data['email']} already "
            "belongs to it, so nobody was invited.",
        )
        return redirect("round", slug=found.slug)
    context = {
        "round": found,
        "authority": assessment.authority,
        "invited": [invitation],
    }
    return render(request, "rounds/joined.html", context)


def _round_page(
    request: SignedInRequest, found: Round, form: JoinForm, status: int = 200
) -> HttpResponse:
    """Show the round with its authorities, stages and form."""
    assessments = progress.of_assessments(
        Assessment.objects.filter(round=found)
        .select_related("authority")
        .order_by("authority__name")
    )
    stages = [
        (stage.label, sum(1 for row in assessments if row.stage == stage))
        for stage in progress.Stage
    ]
    context = {
        "round": found,
        "assessments": assessments,
        "stages": stages,
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "rounds/round.html", context, status=status)
