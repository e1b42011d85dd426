"""Reviews of a submission by somebody from elsewhere: both sides' pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frameworks.models import Statement
from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import (
    open_assessment,
    open_own_review,
    open_review,
    require_submitted,
)
from ..forms.peer_reviews import InviteReviewerForm, KeyLinesForm, PeerNoteForm
from ..models import PeerNote, PeerReview
from ..submission.shown import document
from ..workflow import peer_reviews as workflow
from .requests import SignedInRequest

pages = require_http_methods(["GET", "HEAD", "POST"])
CLASH = "Compare both versions of the key lines, then save again"


@pages
def reviews(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the reviews of an assessment's submissions (GET), or ask for one (POST)."""
    assessment, access = open_assessment(request.user, pk, "read_reviews")
    if request.method == "POST":
        access.require("manage_reviews")
    require_submitted(assessment)
    form = InviteReviewerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            made = workflow.invite(
                assessment=assessment, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("email", as_error(refusal))
            status = 409
        else:
            messages.success(request, f"We have emailed {made.reviewer.email}.")
            return redirect("review", pk, made.pk)
    found = PeerReview.objects.filter(submission__assessment=assessment)
    context = {
        "assessment": assessment,
        "can": access.can,
        "reviews": list(found.select_related("reviewer", "submission")),
        "today": timezone.localdate(),
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "peer_reviews/reviews.html", context, status=status)


@pages
def review(request: SignedInRequest, pk: int, review: int) -> HttpResponse:
    """Show a review's key lines and notes; edit the lines, or end the review."""
    assessment, access = open_assessment(request.user, pk, "read_reviews")
    found = open_review(access, review)
    if request.method == "POST":
        access.require("manage_reviews")
    if request.method == "POST" and request.POST.get("form") == "end":
        workflow.end(review=found, by=request.user)
        messages.success(request, "The review has ended. Its notes stay.")
        return redirect("reviews", pk)
    shown = {"key_lines": found.key_lines, "seen": workflow.token_of(found)}
    data = request.POST if request.method == "POST" else None
    form = KeyLinesForm(data, initial=shown)
    errors, status = error_list(form), 422 if form.errors else 200
    clashes = []
    if form.is_valid():
        typed = form.cleaned_data["key_lines"]
        merged = workflow.save_key_lines(
            review=found, token=form.token, text=typed, by=request.user
        )
        if not merged.clashes:
            messages.success(request, "The key lines have been saved.")
            return redirect("review", pk, review)
        found.refresh_from_db()
        errors, status = [(form["key_lines"].auto_id, CLASH)], 409
        shown = {"key_lines": typed, "seen": workflow.token_of(found)}
        form = KeyLinesForm(initial=shown)
        clashes = [(form["key_lines"], found.key_lines, typed)]
    is_over = found.is_over(timezone.localdate())
    context = {
        "assessment": assessment,
        "review": found,
        "is_over": is_over,
        "notes": _notes(found),
        "form": form if access.can["manage_reviews"] and not is_over else None,
        "errors": errors,
        "clashes": clashes,
    }
    return render(request, "peer_reviews/review.html", context, status=status)


def _notes(review: PeerReview) -> list[PeerNote]:
    return list(review.notes.select_related("statement__area"))


@pages
def own_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a reviewer the submission and their notes (GET), or add a note (POST)."""
    found = open_own_review(request.user, pk)
    assessment = found.submission.assessment
    statements = Statement.objects.filter(
        area__framework=assessment.round.framework_id
    ).select_related("area")
    data = request.POST if request.method == "POST" else None
    form = PeerNoteForm(
        data,
        statements=list(statements),
        initial={"about": request.GET.get("about", "")},
    )
    if form.is_valid():
        workflow.add_note(
            review=found,
            statement=form.statement,
            text=form.cleaned_data["text"],
            by=request.user,
        )
        messages.success(request, "Your note has been added.")
        return redirect("own_review", pk)
    context = {
        "review": found,
        "assessment": assessment,
        "document": document.shape(found.submission.content),
        "notes": _notes(found),
        "form": form,
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "peer_reviews/own_review.html", context, status=status)
