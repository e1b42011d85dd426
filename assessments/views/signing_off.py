"""Asking for approval, approving what is agreed, and changing a rating of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import open_assessment
from ..forms.signing_off import ChangeRatingForm
from ..moderation.comparison import in_words
from ..moderation.comparison_queries import labels_of
from ..submission import snapshot
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..submission.shown import document
from ..submission.shown import ratings as shown_ratings
from ..workflow import signing_off

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def ask(request, pk):
    """Ask the approvers; the page that asks is the one to check and submit."""
    assessment, _ = open_assessment(request.user, pk, "ask_sign_off")
    signing_off.ask(assessment=assessment, by=request.user)
    messages.success(request, "You have asked for approval.")
    return redirect("check", pk)


@pages
def sign_off(request, pk):
    """The whole agreed version, for an approver to read and approve."""
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
    context = {
        "assessment": assessment,
        "access": access,
        "standing": now,
        "changeable": now.asked and access.can["sign_off"],
    }
    if now.asked or now.approved:
        context["document"] = document.shape_agreed(readable(access))
    return render(request, "signing_off/sign_off.html", context)


def readable(access):
    """What is agreed, without ratings that the person may not see yet."""
    content = snapshot.agreed_document(access.assessment)
    revealed = {
        area.area.number for area in access.areas_revealed().select_related("area")
    }
    for area in content["framework"]["areas"]:
        if area["number"] not in revealed:
            for statement in area["statements"]:
                content["responses"][statement["code"]]["ratings"] = []
    return content


@pages
def change_rating(request, pk, number, letter):
    """One statement, for an approver to change what was agreed."""
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


def response_of(assessment, number, letter):
    return get_object_or_404(
        assessment.agreed_responses.select_related(
            "statement__area", "rating", "settled_by"
        ),
        statement__area__number=number,
        statement__letter=letter,
    )


def changed_page(request, access, number, letter):
    """Show what somebody settled meanwhile, and what was typed to send again."""
    response = response_of(access.assessment, number, letter)
    labels = labels_of(access.assessment.round.framework)
    data = request.POST.copy()
    data["seen"] = str(response.version)
    form = ChangeRatingForm(response, labels, data)
    form.is_valid()
    problem = (
        "Somebody settled this again after you opened this page. What you wrote is "
        "not saved: look at what is agreed now, then send it again"
    )
    return change_page(request, access, response, form, problem=problem, status=409)


def change_page(request, access, response, form, *, problem="", status=200):
    assessment = access.assessment
    labels = labels_of(assessment.round.framework)
    rating = response.rating and response.rating.value
    ratings = snapshot.ratings_document(assessment, statement=response.statement_id)
    if not access.areas_revealed().filter(area=response.statement.area_id).exists():
        ratings = {}
    content = snapshot.response_document(response) | {
        "ratings": ratings.get(response.statement_id, [])
    }
    context = {
        "assessment": assessment,
        "response": response,
        "statement": response.statement,
        "agreed": in_words(response.outcome, rating, response.candidates, labels),
        "ratings": shown_ratings.voices_values(content, labels, str),
        "form": form,
        "errors": [*([("", problem)] if problem else []), *error_list(form)],
    }
    return render(request, "signing_off/change.html", context, status=status)
