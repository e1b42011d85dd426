"""Refusals for people who may do something, but not now, with where to go instead."""

from django.urls import reverse

from leavingcare.moments import moment
from leavingcare.refusals import Refused

from ..models import Assessment, Draft

CLOSED = (
    "This assessment has been submitted, so you cannot change it. Only Coram "
    "Voice can reopen it."
)
TAKEN_OUT = (
    "Coram Voice has taken your authority out of this round, so you cannot change "
    "this. Nothing has been deleted. Ask Coram Voice if you want to take part again."
)
OUT_OF_ROUND = (
    "Coram Voice has taken this authority out of the round, so nothing can be changed. "
    "Nothing has been deleted."
)
NOT_SUBMITTED = "You can do this once the assessment has been submitted."
RETURNED = (
    "This follow-up has been submitted, so you cannot change it. Only Coram Voice can "
    "reopen it."
)
THEIR_FOLLOW_UP = (
    "The authority has begun this follow-up itself, so Coram Voice cannot type in it."
)
HANDED_IN = (
    "This draft has been handed in, so you cannot change it. Ask your moderator to "
    "hand it back."
)
NOT_HANDED_IN = "Hand in your own draft of this area first."
NOT_DISCUSSED = (
    "The discussion of this area is not open yet. You can give a second rating once "
    "your moderator has opened it."
)


def closed(assessment: Assessment) -> Refused:
    """Return the refusal to change a submitted assessment: who submitted it, and when."""
    last = (
        assessment.submissions.defer("content").select_related("submitted_by").first()
    )
    if last is None:
        return Refused(CLOSED)
    who = last.submitted_by.name if last.submitted_by else "An operator"
    did = "imported" if last.is_imported else "submitted"
    return Refused(
        f"{CLOSED} {who} {did} it at {moment(last.submitted_at)}.",
        link=(
            reverse("submission", args=[last.reference]),
            f"Read submission {last.reference}",
        ),
    )


def handed_in(draft: Draft) -> Refused:
    """Return the refusal to change a draft: who handed it in, and when."""
    said = HANDED_IN
    if draft.handed_in_by and draft.handed_in_at:
        name, at = draft.handed_in_by.name, moment(draft.handed_in_at)
        said = f"{said} {name} handed it in at {at}."
    return Refused(said, link=(_url_of(draft), "Read what was handed in"))


def not_handed_in(draft: Draft) -> Refused:
    """Return the refusal to see the others' ratings before handing in one's own."""
    return Refused(NOT_HANDED_IN, link=(_url_of(draft), "Go to your draft"))


def not_discussed(draft: Draft) -> Refused:
    """Return the refusal to rate again before the discussion is open."""
    return Refused(NOT_DISCUSSED, link=(_url_of(draft), "Read what was handed in"))


def _url_of(draft: Draft) -> str:
    group = draft.group
    return reverse("draft", args=[group.assessment_id, group.pk, draft.area.number])
