"""A group's page of one statement once the discussion of its area is open."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frameworks.models import Statement
from leavingcare.forms import error_list

from ..access import Access, open_assessment, open_draft
from ..forms.second_ratings import DissentForm, SecondRatingForm
from ..models import (
    AgreedResponse,
    Assessment,
    Dissent,
    DraftResponse,
    SecondRating,
    WorkingGroup,
)
from ..moderation.comparison import settled_as
from ..workflow import second_ratings as workflow
from .requests import SignedInRequest

CHANGED = (
    "A colleague changed the note while you wrote. Theirs is shown above, yours is "
    "still in the box. Save again to replace theirs"
)


@require_http_methods(["GET", "HEAD", "POST"])
def voice(
    request: SignedInRequest, pk: int, group: int, number: int, letter: str
) -> HttpResponse:
    """Show the statement (GET), or save a second rating or a disagreement (POST)."""
    _, access = open_assessment(request.user, pk)
    response = _response(access, group, number, letter)
    access.require_second_rating(response.draft)
    page = _page(access, response)
    if request.method != "POST":
        return _render(request, page)
    if "withdraw" in request.POST:
        workflow.withdraw_dissent(response=response, by=request.user)
        messages.success(request, "The disagreement has been withdrawn")
        return redirect(request.path)
    if "dissent" in request.POST:
        return _dissent(request, page, response)
    return _rate_again(request, page, response)


def _response(access: Access, group: int, number: int, letter: str) -> DraftResponse:
    """Return the group's response to the statement; Http404 if there is none."""
    draft = open_draft(access, group, number)
    rows = draft.responses.select_related("rating", "statement__area")
    response = rows.filter(statement__letter=letter).first()
    if response is None:
        raise Http404
    response.draft = draft
    return response


@dataclass
class VoicePage:
    """The values that the page shows, without its forms."""

    assessment: Assessment
    access: Access
    response: DraftResponse
    group: WorkingGroup
    statement: Statement
    labels: dict[int, str]
    agreed: AgreedResponse
    is_settled: bool
    settled_as: str
    second: SecondRating | None  # the latest
    note: Dissent | None  # of the group, unless withdrawn


def _page(access: Access, response: DraftResponse) -> VoicePage:
    """Return what the page shows, without its forms."""
    labels = access.assessment.labels
    agreed = access.assessment.agreed_responses.select_related("rating").get(
        statement=response.statement
    )
    second = response.second_ratings.select_related("rating", "by").last()
    note = agreed.dissents.filter(
        group=response.draft.group_id, withdrawn_at=None
    ).first()
    return VoicePage(
        assessment=access.assessment,
        access=access,
        response=response,
        group=response.draft.group,
        statement=response.statement,
        labels=labels,
        agreed=agreed,
        is_settled=agreed.outcome != agreed.Outcome.NOT_SETTLED,
        settled_as=settled_as(agreed, labels),
        second=second,
        note=note,
    )


def _render(
    request: SignedInRequest,
    page: VoicePage,
    *,
    rating: SecondRatingForm | None = None,
    dissent: DissentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page, with either form as it was sent."""
    second = page.second
    initial = {"rating": str(second.rating.value)} if second else {}
    rating = rating or SecondRatingForm(page.labels, initial=initial)
    dissent = dissent or DissentForm(page.note)
    context = {
        **vars(page),
        "rating": rating,
        "dissent": dissent,
        "errors": error_list(rating, dissent),
    }
    return render(request, "moderation/second_rating.html", context, status=status)


def _rate_again(
    request: SignedInRequest, page: VoicePage, response: DraftResponse
) -> HttpResponse:
    """Save the group's second rating."""
    form = SecondRatingForm(page.labels, request.POST)
    if not form.is_valid():
        return _render(request, page, rating=form, status=422)
    workflow.give_second_rating(
        response=response, value=int(form.cleaned_data["rating"]), by=request.user
    )
    messages.success(
        request, "The second rating has been saved. The first rating is kept"
    )
    return redirect(request.path)


def _dissent(
    request: SignedInRequest, page: VoicePage, response: DraftResponse
) -> HttpResponse:
    """Record that the group disagrees with what was settled, and why."""
    form = DissentForm(page.note, request.POST)
    if not form.is_valid():
        return _render(request, page, dissent=form, status=422)
    try:
        workflow.dissent(
            response=response,
            text=form.cleaned_data["note"],
            seen=form.seen_note,
            by=request.user,
        )
    except workflow.Changed as changed:
        page.note = changed.args[0]
        typed = request.POST.copy()
        typed["seen"] = str(page.note.pk) if page.note else ""
        form = DissentForm(page.note, typed)
        form.add_error("note", CHANGED)
        return _render(request, page, dissent=form, status=409)
    messages.success(request, "The disagreement has been recorded")
    return redirect(request.path)
