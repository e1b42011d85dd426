"""Who owes something, and reminding them: the moderator's page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import emails
from ..access import open_assessment
from ..workflow import reminding

NOBODY_CHOSEN = "Select who should get a reminder."
STOP_LINK = "(a link of their own)"


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request, pk):
    """Everybody with work left, the mail each would get, and sending it."""
    assessment, _ = open_assessment(request.user, pk, "moderate")
    if request.method != "POST":
        return _page(request, assessment)
    chosen = set(request.POST.getlist("people"))
    if not chosen:
        return _page(request, assessment, [("people", NOBODY_CHOSEN)], status=422)
    sent = reminding.remind(assessment=assessment, chosen=chosen, by=request.user)
    _say(request, len(sent), len(chosen) - len(sent))
    return redirect("remind", pk=assessment.pk)


def _page(request, assessment, errors=(), status=200):
    everybody = reminding.owing(assessment)
    for one in everybody:
        one.is_recent = one.was_reminded_within(reminding.PAUSE)
        one.email = emails.reminder(one, STOP_LINK)
    context = {
        "assessment": assessment,
        "reminded": [one for one in everybody if one.person.wants_reminders],
        "opted_out": [one for one in everybody if not one.person.wants_reminders],
        "errors": errors,
    }
    return render(request, "reminders/remind.html", context, status=status)


def _say(request, sent, left_out):
    if sent:
        people = "1 person has" if sent == 1 else f"{sent} people have"
        messages.success(request, f"{people} been sent a reminder.")
    if left_out:
        people = "1 person" if left_out == 1 else f"{left_out} people"
        messages.info(
            request,
            f"{people} got none: they have nothing left to do, have stopped their "
            "reminders, or got one just before.",
        )
