"""The pages for approval: asking for it, approving, and changing a rating."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import Access, open_assessment
from ..forms.signing_off import ChangeRatingForm
from ..models import AgreedResponse, Assessment
from ..moderation.comparison import settled_as
from ..moderation.comparison_queries import labels_of
from ..submission import discussion, snapshot
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..submission.shown import document
from ..submission.shown import ratings as shown_ratings
from ..workflow import signing_off
from .requests import SignedInRequest

if TYPE_CHECKING:
    from ..submission.shown import content

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for approval, from the page to check and submit."""
    assessment, _ = open_assessment(request.user, pk, "ask_sign_off")
    signing_off.ask(assessment=assessment, by=request.user)
    messages.success(request, "You have asked for approval.")
    return redirect("check", pk)


@pages
def sign_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything that is agreed to an approver (GET), or approve it (POST)."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "sign_off" if writing else "read_sign_off"
    )
    if writing:
        signing_off.approve(
            assessment=assessment, seen=request.POST.get("seen", ""), by=request.user
        )
        messages.success(request, "You have approved what was agreed.")
        return redirect("sign_off", pk)
    now = standing(agreed_of(assessment))
    context: dict[str, object] = {
        "assessment": assessment,
        "access": access,
        "standing": now,
        "changeable": now.asked and access.can["sign_off"],
    }
    if now.asked or now.approved:
        context["document"] = document.shape_agreed(readable(access))
    return render(request, "signing_off/sign_off.html", context)


def readable(access: Access) -> "content.Agreed":
    """Return what is agreed, without ratings that the person may not see yet."""
    agreed = snapshot.agreed_document(access.assessment)
    revealed = {
        area.area.number for area in access.areas_revealed().select_related("area")
    }
    for area in agreed["framework"]["areas"]:
        if area["number"] not in revealed:
            for statement in area["statements"]:
                agreed["responses"][statement["code"]]["ratings"] = []
    return agreed


@pages
def change_rating(
    request: SignedInRequest, pk: int, number: int, letter: str
) -> HttpResponse:
    """Show one agreed statement to an approver (GET), or change its rating (POST)."""
    assessment, access = open_assessment(request.user, pk, "sign_off")
    response = response_of(assessment, number, letter)
    labels = labels_of(assessment.round.framework)
    if not standing(agreed_of(assessment)).asked:
        raise Refused(signing_off.NOT_ASKED)
    if request.method != "POST":
        return change_page(
            request, access, response, ChangeRatingForm(response, labels)
        )
    form = ChangeRatingForm(response, labels, request.POST)
    if not form.is_valid():
        return change_page(request, access, response, form, status=422)
    response.assessment = assessment
    try:
        signing_off.change_rating(
            response=response,
            seen=form.version,
            value=int(form.cleaned_data["rating"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except signing_off.Changed:
        return changed_page(request, access, number, letter)
    code = response.statement.code
    messages.success(request, f"You have changed the rating of {code}.")
    return redirect("sign_off", pk)


def response_of(assessment: Assessment, number: int, letter: str) -> AgreedResponse:
    """Return the agreed response to a statement; Http404 if there is none."""
    return get_object_or_404(
        assessment.agreed_responses.select_related(
            "statement__area", "rating", "settled_by"
        ),
        statement__area__number=number,
        statement__letter=letter,
    )


def changed_page(
    request: SignedInRequest, access: Access, number: int, letter: str
) -> HttpResponse:
    """Show what somebody has settled since, and what was typed, to send again."""
    response = response_of(access.assessment, number, letter)
    labels = labels_of(access.assessment.round.framework)
    data = request.POST.copy()
    data["seen"] = str(response.version)
    form = ChangeRatingForm(response, labels, data)
    form.is_valid()
    problem = (
        "Somebody settled this again after you opened this page, so your change has "
        "not been saved. Check what is agreed now, then send it again"
    )
    return change_page(request, access, response, form, problem=problem, status=409)


def change_page(
    request: SignedInRequest,
    access: Access,
    response: AgreedResponse,
    form: ChangeRatingForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show what is agreed on one statement, with the form as it was sent."""
    assessment = access.assessment
    labels = labels_of(assessment.round.framework)
    ratings = discussion.ratings_document(assessment, statement=response.statement_id)
    if not access.areas_revealed().filter(area=response.statement.area_id).exists():
        ratings = {}
    content = snapshot.response_document(response) | {
        "ratings": ratings.get(response.statement_id, [])
    }
    context = {
        "assessment": assessment,
        "response": response,
        "statement": response.statement,
        "agreed": settled_as(response, labels),
        "ratings": shown_ratings.ratings_values(content, labels, str),
        "form": form,
        "errors": [*([("", problem)] if problem else []), *error_list(form)],
    }
    return render(request, "signing_off/change.html", context, status=status)
