"""Asking for approval, approving, and an approver's change of an agreed rating."""

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from .. import emails
from ..models import AgreedResponse, AgreedRevision, SignOff
from ..submission.agreed import agreed_of
from ..submission.approval import approvers_of, standing
from .common import Kind, lock, record, tell_room
from .moderating import content_of, store, values_of

NOT_ASKED = (
    "You are not asked to approve anything at the moment. A moderator asks when "
    "everything is settled."
)
CHANGED = (
    "Something was settled or changed after you opened this page. Open it again and "
    "look at it before you approve."
)
NO_APPROVER = (
    "Nobody is an approver here, so there is nobody to ask. You can make somebody an "
    "approver on the page of your people, or submit without an approval."
)


class Changed(Exception):
    """Somebody settled the statement again since the page was shown."""


@transaction.atomic
def ask(*, assessment, by):
    """Ask the authority's approvers to approve what is agreed; return the SignOff.

    Refused while a statement is not settled, when they are asked already, when what
    is agreed is approved, and where there is nobody to ask.
    """
    held = lock(assessment)
    approvers = [each.user for each in approvers_of(held).select_related("user")]
    if not approvers:
        raise Refused(NO_APPROVER)
    agreed = agreed_of(held)
    if missing := agreed.unsettled:
        codes = ", ".join(row.statement.code for row in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise Refused(f"Settle these first, then ask for approval: {codes}{more}.")
    now = standing(agreed)
    if now.asked:
        raise Refused("You have asked for approval already.")
    if now.is_approved:
        raise Refused("What is agreed is approved, and nothing has changed since.")
    asked = SignOff.objects.create(
        assessment=held, asked_by=by, asked_at=timezone.now()
    )
    record(held, Kind.ASKED, by)
    emails.approval_asked(held, by, approvers)
    return asked


@transaction.atomic
def approve(*, assessment, seen, by):
    """Approve what is agreed. `seen` marks what the page showed (see `Standing`).

    Refused if nobody asked or if anything was settled since the page was shown.
    """
    held = lock(assessment)
    asked = _asked(held)
    agreed = agreed_of(held)
    if standing(agreed).seen != seen:
        raise Refused(CHANGED)
    asked.approved_by, asked.approved_at = by, timezone.now()
    asked.versions = agreed.versions
    asked.save()
    record(held, Kind.APPROVED, by)
    emails.approved(asked, by)


@transaction.atomic
def change_rating(*, response, seen, value, reason, by):
    """Change what a statement was settled as to another rating, as an approver.

    `seen` is the version of the agreed response that the page showed; raises Changed
    if it was settled again since. The evidence and ideas stay, the reason is the new
    one, and what it was before is kept with the change.
    """
    held_assessment = lock(response.assessment)
    _asked(held_assessment)
    held = AgreedResponse.objects.select_related("rating", "statement__area").get(
        pk=response.pk
    )
    if held.version != seen:
        raise Changed
    if held.outcome == AgreedResponse.Outcome.NOT_SETTLED:
        raise Refused("This statement is not settled yet.")
    point = held_assessment.round.framework.scale.get(value=value)
    if held.rating_id == point.pk:
        raise Refused("That is what was agreed. Choose another rating.")
    before = content_of(held)
    answer = [AgreedResponse.Outcome.AGREED.value, point.value, []]
    final = values_of(held) | {"answer": answer, "rationale": reason}
    store(held, final, point, by, AgreedRevision.Way.SIGN_OFF, before=before)
    record(held_assessment, Kind.CHANGED, by, held.statement.code)
    tell_room(held_assessment)


def _asked(assessment):
    asked = assessment.sign_offs.filter(approved_at=None).first()
    if asked is None:
        raise Refused(NOT_ASKED)
    return asked
