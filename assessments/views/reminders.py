"""The moderator's page of people with areas to hand in, and their reminders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import emails
from ..access import open_assessment
from ..models import Assessment
from ..workflow import draft_reminders
from .requests import Errors, SignedInRequest

NOBODY_CHOSEN = "Select who should get a reminder."
STOP_LINK = "(a link of their own)"


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everybody with work left and the email each would get (GET), or send it (POST)."""
    assessment, _ = open_assessment(request.user, pk, "moderate")
    if request.method != "POST":
        return _page(request, assessment)
    chosen = set(request.POST.getlist("people"))
    if not chosen:
        return _page(request, assessment, [("people", NOBODY_CHOSEN)], status=422)
    sent = draft_reminders.remind(assessment=assessment, chosen=chosen, by=request.user)
    _say(request, len(sent), len(chosen) - len(sent))
    return redirect("remind", pk=assessment.pk)


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page."""
    everybody = draft_reminders.outstanding_people(assessment)
    reminded = [one for one in everybody if one.person.wants_reminders]
    context = {
        "assessment": assessment,
        "reminded": reminded,
        "emails": [(one.person, emails.reminder(one, STOP_LINK)) for one in reminded],
        "opted_out": [one for one in everybody if not one.person.wants_reminders],
        "errors": errors or [],
    }
    return render(request, "reminders/remind.html", context, status=status)


def _say(request: SignedInRequest, sent: int, left_out: int) -> None:
    """Say how many people were sent a reminder, and how many were not."""
    if sent:
        people = "1 person has" if sent == 1 else f"{sent} people have"
        messages.success(request, f"{people} been sent a reminder.")
    if left_out:
        people = "1 person" if left_out == 1 else f"{left_out} people"
        messages.info(
            request,
            f"{people} did not get one: they have nothing left to hand in, have stopped "
            "their reminders, or had just been sent one.",
        )
