"""Reviews by somebody from elsewhere: asked for, edited, written and ended."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.models import User, normalise_email
from leavingcare.new_accounts import make_person
from leavingcare.refusals import Refused

from .. import desk_emails
from ..field_merge import Merge, Value, merge, seen_token
from ..models import Assessment, PeerNote, PeerReview
from ..submission.key_lines import key_lines
from .common import Kind, record
from .supplements import hold_submitted, last_submission

OWN = "{name} belongs to this authority. A reviewer comes from elsewhere."
STAFF = "{email} belongs to Coram Voice, which reads the submission anyway."
TWICE = "{name} reviews this submission already."
OVER = "This review is over."


@transaction.atomic
def invite(
    *, assessment: Assessment, email: str, name: str, until: date, by: User
) -> PeerReview:
    """Let somebody from elsewhere read the latest submission until a day, and tell them.

    An email address without an account gets one. Raises Refused for people of the
    authority and of Coram Voice.
    """
    held = hold_submitted(assessment)
    submission = last_submission(held)
    email = normalise_email(email)
    reviewer = User.objects.filter(email=email).first() or make_person(email, name)
    if reviewer.is_staff:
        raise Refused(STAFF.format(email=email))
    if reviewer.memberships.filter(authority=held.authority_id).exists():
        raise Refused(OWN.format(name=reviewer))
    same = PeerReview.objects.filter(submission=submission, reviewer=reviewer)
    if same.filter(ended_at=None).exists():
        raise Refused(TWICE.format(name=reviewer))
    review = PeerReview.objects.create(
        submission=submission,
        reviewer=reviewer,
        until=until,
        key_lines="\n".join(key_lines(submission.content)),
        invited_by=by,
        invited_at=timezone.now(),
    )
    record(held, Kind.REVIEW_ASKED, by)
    desk_emails.review_asked(review, held, by)
    return review


def values_of(review: PeerReview) -> dict[str, Value]:
    """Return what `save_key_lines` takes, for a page's token."""
    return {"key_lines": review.key_lines}


def token_of(review: PeerReview) -> str:
    return seen_token(review.version, values_of(review))


@transaction.atomic
def save_key_lines(*, review: PeerReview, token: str, text: str, by: User) -> Merge:
    """Store the edited key lines and return the Merge; a clash is not stored."""
    held = _hold(review)
    merged = merge(
        token=token,
        version=held.version,
        stored=values_of(held),
        sent={"key_lines": text},
    )
    if merged.changes:
        held.save_version(**merged.changes)
    return merged


@transaction.atomic
def add_note(
    *, review: PeerReview, statement: Statement | None, text: str, by: User
) -> PeerNote:
    """Write a note as the reviewer. Sent twice, it is one.

    Raises Refused once the review is over.
    """
    held = _hold(review)
    if there := held.notes.filter(statement=statement, text=text).first():
        return there
    made = PeerNote.objects.create(
        review=held, statement=statement, text=text, at=timezone.now()
    )
    code = statement.code if statement else ""
    record(held.submission.assessment, Kind.REVIEWED, by, code)
    return made


@transaction.atomic
def end(*, review: PeerReview, by: User) -> None:
    """End a review at once. The reviewer's notes stay."""
    held = _hold(review)
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    record(held.submission.assessment, Kind.REVIEW_ENDED, by)


def _hold(review: PeerReview) -> PeerReview:
    """Lock the review; raise Refused if it is over."""
    held = (
        PeerReview.objects.select_for_update(of=("self",))
        .select_related("submission__assessment")
        .get(pk=review.pk)
    )
    if held.is_over(timezone.localdate()):
        raise Refused(OVER)
    return held
