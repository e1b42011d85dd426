"""The pages that remove words that could identify somebody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import access_to, open_assessment, open_draft, open_submission
from ..forms.redacting import RemoveForm, RemoveSubmittedForm
from ..models import DraftResponse
from ..workflow import redacting
from .draft_page import DraftPage
from .requests import SignedInRequest

CONFIRM = "remove"  # the button after the places were shown
SHOWN = "shown"  # the words whose places they are: others are looked for first


@require_http_methods(["GET", "HEAD", "POST"])
def remove_words(
    request: SignedInRequest, pk: int, group: int, number: int, letter: str
) -> HttpResponse:
    """Show where the words are in a response and copies, then remove them (POST)."""
    access = open_assessment(request.user, pk)[1]
    page = DraftPage(open_draft(access, group, number))
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None:
        raise Http404
    access.require_redact(row.response, by=request.user)
    form = RemoveForm(request.POST or None)
    found, codes = None, list[str]()
    if request.method == "POST" and form.is_valid():
        words, is_moderator = form.cleaned_data["words"], access.is_moderator
        if CONFIRM in request.POST and request.POST.get(SHOWN) == words:
            return _remove(request, row.response, words, is_moderator)
        rows = redacting.rows_of(row.response, is_moderator=is_moderator, words=words)
        found = redacting.places(rows, words)
        codes = redacting.codes(rows, words)
    context = {
        "assessment": access.assessment,
        "group": page.group,
        "code": row.code,
        "is_moderator": access.is_moderator,
        "back": _history_of(row.response),
        "form": form,
        "found": found,
        "codes": codes,
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "redacting/remove_words.html", context, status=status)


def _remove(
    request: SignedInRequest, response: DraftResponse, words: str, is_moderator: bool
) -> HttpResponse:
    """Remove the words and go back to the statement's history."""
    number = redacting.redact(
        response=response, words=words, is_moderator=is_moderator, by=request.user
    )
    messages.success(request, _done(number))
    return redirect(_history_of(response))


def _history_of(response: DraftResponse) -> str:
    """Return the URL of a response's history."""
    group, statement = response.draft.group, response.statement
    return reverse(
        "response_history",
        args=[
            group.assessment_id,
            group.pk,
            response.draft.area.number,
            statement.letter,
        ],
    )


def _done(number: int) -> str:
    texts = "1 text" if number == 1 else f"{number} texts"
    return f"The words have been removed from {texts}"


@require_http_methods(["GET", "HEAD", "POST"])
def remove_submitted_words(request: SignedInRequest, reference: str) -> HttpResponse:
    """Remove words from a submission and everything behind it, for Coram Voice."""
    submission = open_submission(request.user, reference)
    access = access_to(request.user, submission.assessment, role=None)
    if not access.can["redact_submission"]:
        raise PermissionDenied
    form = RemoveSubmittedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = redacting.redact_submission(
            submission=submission,
            words=form.cleaned_data["words"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, f"The words have been removed. This is {new}")
        return redirect("submission", new.reference)
    context = {
        "submission": submission,
        "assessment": submission.assessment,
        "form": form,
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "redacting/submission.html", context, status=status)
