"""Reopening a submitted assessment, and asking Coram Voice to do so."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from leavingcare.models import User
from leavingcare.moments import moment
from leavingcare.refusals import Refused

from .. import emails
from ..access import require_in_round
from ..models import Assessment, ReopenRequest, Submission
from .common import Kind, hold, moderators_of, officers, record, set_status, tell_room


@transaction.atomic
def ask(*, assessment: Assessment, reason: str, by: User) -> ReopenRequest:
    """Ask Coram Voice to reopen a submitted assessment.

    Raises Refused if it is open or was taken out of its round, and if a request is
    waiting for an answer.
    """
    held = _hold(assessment)
    require_closed(held)
    require_in_round(held)
    if waiting := waiting_of(held):
        who, at = waiting.asked_by.name, moment(waiting.asked_at)
        raise Refused(
            f"{who} asked Coram Voice to reopen this assessment at {at}. It has not "
            "answered yet.",
            link=(reverse("ask_to_reopen", args=[held.pk]), "Read the request"),
        )
    request = ReopenRequest.objects.create(
        assessment=held, reason=reason, asked_by=by, asked_at=timezone.now()
    )
    record(held, Kind.REOPEN_ASKED, by)
    emails.reopen_asked(held, by, officers())
    return request


@transaction.atomic
def decline(*, assessment: Assessment, answer: str, by: User) -> None:
    """Decline the request that is waiting: the assessment stays submitted.

    Raises Refused if there is none.
    """
    held = _hold(assessment)
    waiting = waiting_of(held)
    if waiting is None:
        raise Refused(
            "This request has been answered already.",
            link=(reverse("reopen", args=[held.pk]), "Read the answer"),
        )
    _answer(waiting, granted=False, answer=answer, by=by)
    record(held, Kind.REOPEN_DECLINED, by)
    emails.reopen_declined(held, by, moderators_of(held))


@transaction.atomic
def reopen(*, assessment: Assessment, by: User, reason: str) -> None:
    """Let a submitted assessment be changed. Its submissions do not change.

    This also answers a moderator's request. Raises Refused if it is open.
    """
    held = hold(assessment)
    require_closed(held)
    if held.is_withdrawn:
        raise Refused(
            "This authority has been taken out of the round. Put it back first.",
            link=(reverse("round", args=[held.round.slug]), f"Go to {held.round}"),
        )
    set_status(held, Assessment.Status.OPEN, because=reason)
    if waiting := waiting_of(held):
        _answer(waiting, granted=True, answer=reason, by=by)
    record(held, Kind.REOPENED, by)
    tell_room(held)
    emails.reopened(held, by, moderators_of(held))


def require_closed(assessment: Assessment) -> None:
    """Raise Refused if the assessment is open, and so needs no reopening."""
    if assessment.is_open:
        raise Refused(
            "This assessment is already open, so it does not need to be reopened.",
            link=(reverse("assessment", args=[assessment.pk]), "Go to the assessment"),
        )


def waiting_of(assessment: Assessment) -> ReopenRequest | None:
    """Return the request that waits for an answer, if there is one."""
    return (
        assessment.reopen_requests.filter(answered_at=None)
        .select_related("asked_by")
        .first()
    )


def last_requests(assessments: Iterable[Assessment]) -> dict[int, ReopenRequest]:
    """Return {assessment id: the last request, if it is about the last submission}.

    It waits for an answer or was declined, if the assessment is still closed. One query.
    """
    later = Submission.objects.filter(
        assessment=OuterRef("assessment"), submitted_at__gt=OuterRef("asked_at")
    )
    found = ReopenRequest.objects.filter(
        ~Exists(later), assessment__in=[each.pk for each in assessments]
    )
    # The last of an assessment remains, as they come in order.
    return {
        each.assessment_id: each
        for each in found.select_related("asked_by").order_by("pk")
    }


def _hold(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update().get(pk=assessment.pk)


def _answer(request: ReopenRequest, *, granted: bool, answer: str, by: User) -> None:
    request.is_granted, request.answer = granted, answer
    request.answered_by, request.answered_at = by, timezone.now()
    request.save()
