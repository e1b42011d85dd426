"""Requests for approval, and an approver's answers: approved, changed, sent back."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from leavingcare.models import User
from leavingcare.moments import moment
from leavingcare.refusals import Refused

from .. import emails
from ..field_merge import Merge, Value, Values, fingerprint, merge, seen_token
from ..models import (
    AgreedResponse,
    AgreedRevision,
    ApproverComment,
    Assessment,
    Proposal,
    SignOff,
)
from ..submission.agreed import agreed_of
from ..submission.approval import (
    Changes,
    approvers_of,
    changed_ratings,
    changes,
    standing,
    versions_in,
)
from . import proposals
from .common import Kind, lock, moderators_of, record, tell_room
from .moderating import content_of, store
from .proposals import close, values_of

NOT_ASKED = (
    "There is nothing for you to approve at the moment. We will email you when a "
    "moderator asks you to."
)
NO_COMMENT = "Write what the moderator should review"
NO_APPROVER = (
    "Your authority has no approver to ask. You can make somebody an approver on the "
    "page of your people, or submit without an approval."
)


class Changed(Exception):
    """Raised when somebody has settled the statement again since the page was shown."""


class Moved(Refused):
    """Raised when something was settled or changed after the page was shown."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(
            f"Changed after you opened this page: {changes.in_words}. Check it before "
            "you approve."
        )
        self.changes = changes


@transaction.atomic
def ask(*, assessment: Assessment, by: User) -> SignOff:
    """Ask the authority's approvers to approve what is agreed; return the SignOff.

    It is the one that waits for an answer, if somebody else has asked. Raises Refused
    while a statement is not settled, if the agreed answers are approved already, and if
    there are no approvers.
    """
    held = lock(assessment)
    approvers = [each.user for each in approvers_of(held).select_related("user")]
    if not approvers:
        raise Refused(
            NO_APPROVER,
            link=(reverse("people", args=[held.authority.slug]), "Go to your people"),
        )
    agreed = agreed_of(held)
    if missing := agreed.unsettled:
        codes = ", ".join(row.statement.code for row in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise Refused(
            f"Settle these first, then ask for approval: {codes}{more}.",
            link=(reverse("check", args=[held.pk]), "Check and submit"),
        )
    now = standing(agreed)
    if now.asked:
        return now.asked
    if now.is_approved:
        raise Refused(
            "The agreed answers are already approved, and nothing has changed since.",
            link=(reverse("sign_off", args=[held.pk]), "Read what was approved"),
        )
    asked = SignOff.objects.create(
        assessment=held, asked_by=by, asked_at=timezone.now()
    )
    record(held, Kind.ASKED, by)
    emails.approval_asked(held, by, approvers)
    return asked


@transaction.atomic
def approve(*, assessment: Assessment, seen: str, by: User) -> None:
    """Approve what is agreed. `seen` are the versions that the page showed.

    Raises Refused if nobody asked, and Moved if anything was settled since the page was
    shown.
    """
    held = lock(assessment)
    asked = asked_of(held)
    agreed = agreed_of(held)
    if moved := changes(versions_in(seen), agreed.versions):
        raise Moved(moved)
    asked.approved_by, asked.approved_at = by, timezone.now()
    asked.versions = agreed.versions
    asked.save()
    record(held, Kind.APPROVED, by)
    emails.approved(asked, by, changed=_how_many_changed(asked))


def _how_many_changed(request: SignOff) -> int:
    """Return how many statements' ratings approvers changed since the request."""
    return len({each.code for each in changed_ratings(request)})


@transaction.atomic
def comment(
    *,
    assessment: Assessment,
    response: AgreedResponse | None,
    text: str,
    token: str,
    by: User,
) -> tuple[Merge, str]:
    """Store an approver's own comment until it is sent; return the Merge and a token.

    Without a response it is about the whole; a blank text removes it. `token` is that of
    the page, and the one returned is for what it shows now. What the person has written
    in another window since is a clash, and is not overwritten.
    """
    held = lock(assessment)
    own = asked_of(held).comments.filter(response=response, by=by)
    before = comment_values(own.first())
    merged = merge(
        token=token,
        version=fingerprint(before),
        stored=before,
        sent={"text": text},
        is_own=True,
    )
    if merged.changes and text:
        _write(asked_of(held), response, text, by)
    elif merged.changes:
        own.delete()
    after = {**before, **merged.changes}
    return merged, seen_token(fingerprint(after), after, merged.stale)


def _write(
    asked: SignOff, response: AgreedResponse | None, text: str, by: User
) -> None:
    asked.comments.update_or_create(
        response=response, by=by, defaults={"text": text, "at": timezone.now()}
    )


def comment_values(comment: ApproverComment | None) -> dict[str, Value]:
    """Return the values of an approver's comment that a page shows."""
    return {"text": comment.text if comment else ""}


def comment_token(comment: ApproverComment | None) -> str:
    """Return the token of a page that shows this comment, to be changed."""
    values = comment_values(comment)
    return seen_token(fingerprint(values), values)


def answer_values(comment: ApproverComment) -> dict[str, Value]:
    """Return the values of a moderator's answer to a comment that a page shows."""
    return {"text": comment.answer}


def answer_token(comment: ApproverComment) -> str:
    """Return the token of a page that shows the answer to this comment, to be changed."""
    values = answer_values(comment)
    return seen_token(fingerprint(values), values)


@transaction.atomic
def send_back(*, assessment: Assessment, text: str, by: User) -> SignOff:
    """Send the agreed version back to the moderators with the comments on it.

    `text` is a comment on the whole, or "". Raises Refused if nobody asked, or if there
    is no comment.
    """
    held = lock(assessment)
    asked = asked_of(held)
    now = timezone.now()
    if text:
        _write(asked, None, text, by)
    else:
        asked.comments.filter(response=None, by=by).delete()
    if not asked.comments.exists():
        raise Refused(NO_COMMENT)
    asked.sent_back_by, asked.sent_back_at = by, now
    asked.versions = agreed_of(held).versions
    asked.save()
    record(held, Kind.SENT_BACK, by)
    emails.sent_back(held, by, moderators_of(held), changed=_how_many_changed(asked))
    return asked


@transaction.atomic
def answer(
    *, comment: ApproverComment, text: str, token: str, by: User
) -> tuple[Merge, ApproverComment]:
    """Store a moderator's answer to a comment that was sent; a blank text removes it.

    `token` is that of the page. What another moderator has written since is a clash, and
    is not overwritten. The ApproverComment returned is as it is stored then.
    """
    held = lock(comment.sign_off.assessment)
    stored = ApproverComment.objects.select_related(
        "response__statement__area", "answered_by"
    ).get(pk=comment.pk)
    before = answer_values(stored)
    merged = merge(
        token=token,
        version=fingerprint(before),
        stored=before,
        sent={"text": text},
        is_own=stored.answered_by_id == by.pk,
    )
    if not merged.changes:
        return merged, stored
    is_first = stored.answered_by_id != by.pk
    stored.answer = text
    stored.answered_by = by if text else None
    stored.answered_at = timezone.now() if text else None
    stored.save()
    if text and is_first:  # not for each pause of somebody who writes
        about = stored.response.statement.code if stored.response else "everything"
        record(held, Kind.ANSWERED, by, about)
    return merged, stored


@transaction.atomic
def change_rating(
    *, response: AgreedResponse, seen: int, value: int, reason: str, by: User
) -> None:
    """Change the agreed rating of a settled statement, as an approver.

    `seen` is the version of the agreed response that the page showed. Raises Changed
    if it was settled again since. The evidence and ideas stay, the reason is replaced,
    and the revision also stores the answer before the change. What approvers had written
    of a change is closed.
    """
    held_assessment = lock(response.assessment)
    asked_of(held_assessment)
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
    written: Values = {"rating": value, "reason": reason}
    close(proposals.held(Proposal.Kind.CHANGE, held), by, written)
    record(held_assessment, Kind.CHANGED, by, held.statement.code)
    tell_room(held_assessment)


def asked_of(assessment: Assessment) -> SignOff:
    """Return the request that waits for an answer; raise Refused if there is none.

    The refusal says who has answered the last one.
    """
    sign_offs = assessment.sign_offs.select_related("approved_by", "sent_back_by")
    last = sign_offs.first()
    if last and not (last.approved_at or last.sent_back_at):
        return last
    said = NOT_ASKED
    if last and last.approved_by and last.approved_at:
        who, at = last.approved_by.name, moment(last.approved_at)
        said = f"{who} approved what was agreed at {at}. {NOT_ASKED}"
    elif last and last.sent_back_by and last.sent_back_at:
        who, at = last.sent_back_by.name, moment(last.sent_back_at)
        said = f"{who} sent it back at {at}. {NOT_ASKED}"
    url = reverse("sign_off", args=[assessment.pk])
    raise Refused(said, link=(url, "Read what was agreed"))
