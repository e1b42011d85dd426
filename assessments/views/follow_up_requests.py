"""Coram Voice's page of the follow-ups of a round: ask for them, see their progress."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import follow_ups_of, require_officer
from ..desk.reached import reached_in
from ..forms.follow_up import RequestForm
from ..models import FollowUp, FollowUpRequest, FollowUpStatus, Round
from ..workflow import follow_up_requests as workflow
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def round_follow_ups(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the follow-ups of a round (GET), or ask authorities for theirs (POST)."""
    require_officer(request.user)
    found = get_object_or_404(Round.objects.select_related("framework"), slug=slug)
    opened = FollowUpRequest.objects.filter(round=found).first()
    rows = list(follow_ups_of(request.user, found))
    to_ask = [row.assessment for row in rows if not row.asked_at and row.is_open]
    due_on = opened.due_on if opened else None
    data = request.POST if request.method == "POST" else None
    form = RequestForm(to_ask, data, due_on=due_on)
    status = 200
    if data is not None and form.is_valid():
        try:
            emailed = workflow.ask(
                round=found,
                due_on=form.cleaned_data["due_on"],
                assessments=form.chosen,
                by=request.user,
                tell=form.cleaned_data["tell"],
            )
        except Refused as refusal:
            form.add_error("authorities", as_error(refusal))
            status = 409
        else:
            messages.success(request, _said(emailed))
            return redirect("round_follow_ups", slug=slug)
    elif data is not None:
        status = 422
    context = {
        "round": found,
        "opened": opened,
        "rows": rows,
        "counts": counts(rows),
        "not_asked": not_asked(rows),
        "to_ask": to_ask,
        "reached": reached_in(to_ask),
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "rounds/follow_ups.html", context, status=status)


def counts(rows: list[FollowUp]) -> list[tuple[str, int]]:
    """Return [(status in words, how many)], and how many were asked first."""
    asked = sum(row.asked_at is not None for row in rows)
    return [
        ("Asked", asked),
        *(
            (status.label, sum(row.status == status for row in rows))
            for status in (FollowUpStatus.BEGUN, FollowUpStatus.RETURNED)
        ),
    ]


def not_asked(rows: list[FollowUp]) -> list[FollowUp]:
    """Return those that were returned though nobody asked for them."""
    returned = [row for row in rows if row.status == FollowUpStatus.RETURNED]
    return [row for row in returned if row.asked_at is None]


def _said(emailed: workflow.Emailed) -> str:
    said = ["The due date has been saved. Nobody new was asked."]
    if asked := len(emailed.asked):
        were = "1 authority was" if asked == 1 else f"{asked} authorities were"
        said = [f"{were} asked. {reached_in(emailed.asked).in_words}"]
    if told := len(emailed.told):
        them = "1 authority" if told == 1 else f"{told} authorities"
        reached = reached_in(emailed.told).in_words
        said.append(f"The due date has changed for {them} asked before. {reached}")
    return " ".join(said)
