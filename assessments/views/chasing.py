"""Coram Voice chases the people with something left to do in a round."""

from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import emails
from ..analysis.due import is_late
from ..desk.who_is_reminded import Owing, due_of, everybody_owing
from ..models import Assessment, Reminder, Round
from ..progress import of_assessments
from ..workflow import chasing
from .reminders import STOP_LINK
from .requests import Errors, SignedInRequest
from .rounds import staff_round

NOBODY_CHOSEN = "Select who should get an email."
LOG = 200  # reminders shown


@require_http_methods(["GET", "HEAD", "POST"])
def chase(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who has something left to do, the emails and a log (GET), or send them (POST)."""
    round = staff_round(request, slug)
    if request.method != "POST":
        return _page(request, round)
    chosen = set(request.POST.getlist("people"))
    if not chosen:
        return _page(request, round, [("people", NOBODY_CHOSEN)], status=422)
    sent = chasing.chase(round=round, chosen=chosen, by=request.user)
    _say(request, len(sent), len(chosen) - len(sent))
    return redirect("chase", slug=round.slug)


def _page(
    request: SignedInRequest,
    round: Round,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page."""
    owing = _everybody(round)
    reasons = {reason for one in owing for reason in one.reasons[:1]}
    wanted = request.GET.get("reason", "")
    shown = [one for one in owing if not wanted or wanted in one.reasons[:1]]
    can_get = [one for one in shown if one.wants_reminders]
    context = {
        "round": round,
        "reasons": [each for each in Reminder.Reason if each in reasons],
        "wanted": wanted,
        "count": len(can_get),
        "authorities": [
            (
                assessment,
                due := due_of(assessment),
                is_late(due, timezone.localdate()),
                list(rows),
            )
            for assessment, rows in groupby(can_get, key=attrgetter("assessment"))
        ],
        "opted_out": [one for one in shown if not one.wants_reminders],
        "examples": _examples(can_get),
        "log": list(
            Reminder.objects.filter(assessment__round=round).select_related(
                "assessment__authority", "to", "invitation", "by"
            )[:LOG]
        ),
        "errors": errors or [],
    }
    return render(request, "rounds/chase.html", context, status=status)


def _everybody(round: Round) -> list[Owing]:
    """Return everybody with something left to do, by authority and name."""
    found = Assessment.objects.filter(round=round)
    assessments = of_assessments(
        found.select_related("authority").order_by("authority__name")
    )
    for each in assessments:
        each.round = round
    return everybody_owing(assessments)


def _examples(owing: list[Owing]) -> list[tuple[Reminder.Reason, Owing, EmailMessage]]:
    """Return (reason, who, email) of the first person for each reason: their exact email."""
    found = []
    for reason in Reminder.Reason:
        first = next((one for one in owing if one.reasons[0] == reason), None)
        if first:
            found.append((reason, first, _email(first)))
    return found


def _email(one: Owing) -> EmailMessage:
    """Return the email that somebody would get, without the links that are theirs."""
    if one.invitation:
        return emails.invitation_email(one.invitation, STOP_LINK, is_reminder=True)
    [outstanding] = chasing.in_full([one])
    return emails.reminder(outstanding, STOP_LINK)


def _say(request: SignedInRequest, sent: int, left_out: int) -> None:
    """Say how many emails were sent, and how many were not."""
    if sent:
        emailed = "1 email" if sent == 1 else f"{sent} emails"
        messages.success(request, f"Sent: {emailed}.")
    if left_out:
        people = "1 person" if left_out == 1 else f"{left_out} people"
        messages.info(
            request,
            f"{people} did not get one: they have nothing left to do, have stopped "
            "their reminders, or had just been sent one.",
        )
