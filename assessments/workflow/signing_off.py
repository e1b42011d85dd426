"""Asking for approval, approving, and changing an agreed rating as an approver."""

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..field_merge import Value
from ..models import AgreedResponse, AgreedRevision, Assessment, SignOff
from ..submission.agreed import agreed_of
from ..submission.approval import approvers_of, standing
from .common import Kind, lock, record, tell_room
from .moderating import content_of, store, values_of

NOT_ASKED = (
    "There is nothing for you to approve at the moment. We will email you when a "
    "moderator asks you to."
)
CHANGED = (
    "Something was settled or changed after you opened this page. Open the page again "
    "and check it before you approve."
)
NO_APPROVER = (
    "Your authority has no approver to ask. You can make somebody an approver on the "
    "page of your people, or submit without an approval."
)


class Changed(Exception):
    """Raised when somebody has settled the statement again since the page was shown."""


@transaction.atomic
def ask(*, assessment: Assessment, by: User) -> SignOff:
    """Ask the authority's approvers to approve what is agreed; return the SignOff.

    Raises Refused while a statement is not settled, if they have been asked already,
    if the agreed answers are approved already, and if there are no approvers.
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
        raise Refused("You have already asked for approval.")
    if now.is_approved:
        raise Refused(
            "The agreed answers are already approved, and nothing has changed since."
        )
    asked = SignOff.objects.create(
        assessment=held, asked_by=by, asked_at=timezone.now()
    )
    record(held, Kind.ASKED, by)
    emails.approval_asked(held, by, approvers)
    return asked


@transaction.atomic
def approve(*, assessment: Assessment, seen: str, by: User) -> None:
    """Approve what is agreed. `seen` is the fingerprint of what the page showed.

    Raises Refused if nobody asked, or if anything was settled since the page was shown.
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
def change_rating(
    *, response: AgreedResponse, seen: int, value: int, reason: str, by: User
) -> None:
    """Change the agreed rating of a settled statement, as an approver.

    `seen` is the version of the agreed response that the page showed. Raises Changed
    if it was settled again since. The evidence and ideas stay, the reason is replaced,
    and the revision also stores the answer before the change.
    """
    held_assessment = lock(response.assessment)
    _asked(held_assessment)
    held = AgreedResponse.objects.select_related("rating", "statement__area").get(
        pk=response.pk
    )
    if held.version != seen:
        raise Changed
    if held.outcome == AgreedResponse.Outcome.NOT_SETTLED:
        raise Refused(
            "This statement is not settled yet, so you cannot change its rating."
        )
    point = held_assessment.round.framework.scale.get(value=value)
    if held.rating_id == point.pk:
        raise Refused("That is the agreed rating already. Select a different rating.")
    before = content_of(held)
    answer: Value = [AgreedResponse.Outcome.AGREED.value, point.value, []]
    final = values_of(held) | {"answer": answer, "rationale": reason}
    store(held, final, point, by, AgreedRevision.Way.SIGN_OFF, before=before)
    record(held_assessment, Kind.CHANGED, by, held.statement.code)
    tell_room(held_assessment)


def _asked(assessment: Assessment) -> SignOff:
    asked = assessment.sign_offs.filter(approved_at=None).first()
    if asked is None:
        raise Refused(NOT_ASKED)
    return asked
