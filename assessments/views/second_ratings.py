"""A group's page of one statement once the discussion of its area is open."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import open_assessment, open_draft
from ..analysis.sentences import settled_as
from ..forms.second_ratings import DissentForm, SecondRatingForm
from ..moderation.comparison_queries import labels_of
from ..workflow import second_ratings as workflow

CHANGED = (
    "A colleague changed the note while you wrote. Theirs is shown above, yours is "
    "still in the box. Save again to replace theirs"
)


@require_http_methods(["GET", "HEAD", "POST"])
def voice(request, pk, group, number, letter):
    """Give the group's second rating, or note that it keeps its view."""
    _, access = open_assessment(request.user, pk)
    response = _response(access, group, number, letter)
    access.require_second_rating(response.draft)
    page = _page(access, response)
    if request.method != "POST":
        return _render(request, page)
    if "withdraw" in request.POST:
        workflow.withdraw_dissent(response=response, by=request.user)
        messages.success(request, "The note of dissent is taken back")
        return redirect(request.path)
    if "dissent" in request.POST:
        return _dissent(request, page, response)
    return _rate_again(request, page, response)


def _response(access, group, number, letter):
    draft = open_draft(access, group, number)
    rows = draft.responses.select_related("rating", "statement__area")
    response = rows.filter(statement__letter=letter).first()
    if response is None:
        raise Http404
    response.draft = draft
    return response


def _page(access, response):
    """What the page shows, without its forms."""
    labels = labels_of(access.assessment.round.framework)
    agreed = access.assessment.agreed_responses.select_related("rating").get(
        statement=response.statement
    )
    second = response.second_ratings.select_related("rating", "by").last()
    note = agreed.dissents.filter(
        group=response.draft.group_id, withdrawn_at=None
    ).first()
    return {
        "assessment": access.assessment,
        "access": access,
        "response": response,
        "group": response.draft.group,
        "statement": response.statement,
        "labels": labels,
        "agreed": agreed,
        "is_settled": agreed.outcome != agreed.Outcome.NOT_SETTLED,
        "settled_as": settled_as(
            agreed.outcome,
            agreed.rating and agreed.rating.value,
            agreed.candidates,
            labels,
        ),
        "second": second,
        "note": note,
    }


def _render(request, page, *, rating=None, dissent=None, status=200):
    second = page["second"]
    initial = {"rating": str(second.rating.value)} if second else {}
    rating = rating or SecondRatingForm(page["labels"], initial=initial)
    dissent = dissent or DissentForm(page["note"])
    context = page | {
        "rating": rating,
        "dissent": dissent,
        "errors": error_list(rating, dissent),
    }
    return render(request, "moderation/second_rating.html", context, status=status)


def _rate_again(request, page, response):
    form = SecondRatingForm(page["labels"], request.POST)
    if not form.is_valid():
        return _render(request, page, rating=form, status=422)
    workflow.give_second_rating(
        response=response, value=int(form.cleaned_data["rating"]), by=request.user
    )
    messages.success(request, "The second rating is saved. The first is kept beside it")
    return redirect(request.path)


def _dissent(request, page, response):
    form = DissentForm(page["note"], request.POST)
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
        page["note"] = changed.args[0]
        seen = page["note"].pk if page["note"] else ""
        typed = request.POST.copy()
        typed["seen"] = seen
        form = DissentForm(page["note"], typed)
        form.add_error("note", CHANGED)
        return _render(request, page, dissent=form, status=409)
    messages.success(request, "The note of dissent is kept with the record")
    return redirect(request.path)
