"""Submitting an assessment, and what must be confirmed first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as in_format

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..analysis.sentences import join_and
from ..models import AgreedResponse, Assessment, Draft, Submission
from ..submission import digests, snapshot
from ..submission.agreed import Agreed, agreed_of
from ..submission.approval import ApprovalStatus, standing
from ..submission.previous_submission import forget_reports
from . import consent
from .common import Kind, lock, moderators_of, record, set_status, tell_room
from .cover_sheet import missing_answers
from .references import new_reference
from .submission_figures import keep_figures
from .supplements import make_rows

Outcome = AgreedResponse.Outcome
CODES = 5  # statements named one by one; more are counted
MISSING = [
    (Outcome.NOT_SETTLED, "not settled"),
    (Outcome.NOT_AGREED, "could not be agreed"),
    (Outcome.NOT_RATED, "not rated"),
]


def blockers(agreed: Agreed) -> list[str]:
    """Return one sentence for each thing that prevents the submission."""
    found = missing_answers(agreed.assessment)
    codes = [row.statement.code for row in agreed.unsettled]
    if len(codes) == 1:
        found.append(f"Statement {codes[0]} is not settled.")
    elif codes:
        found.append(f"{len(codes)} statements are not settled.")
    return found


@dataclass(frozen=True)
class Blank:
    """Something that will be submitted blank.

    The page sends `words` back to confirm it. `number` is its area and `letter` its
    statement. A score has no letter, and a missing approval has neither.
    """

    words: str
    number: int | None = None
    letter: str = ""


def unconfirmed_blanks(assessment: Assessment) -> list[str]:
    """Return the words of every blank that must be confirmed before submitting."""
    agreed = agreed_of(assessment)
    return [blank.words for blank in blank_answers(agreed, standing(agreed))]


def blank_answers(agreed: Agreed, now: ApprovalStatus) -> list[Blank]:
    """Return every Blank of the agreed answers, whose approval stands as `now`."""
    statements = [
        Blank(
            f"{row.statement.code}: {agreed.settled_as(row).lower()}",
            row.statement.area.number,
            row.statement.letter,
        )
        for row in agreed.without_rating
    ]
    scores = [
        Blank(f"No global score for area {area.number}", area.number)
        for area in agreed.without_score
    ]
    return [*statements, *scores, *_no_approval(now)]


def completeness(agreed: Agreed) -> str:
    """Return what is missing as one sentence, or "Nothing is missing".

    For example "9a could not be agreed; 10 global scores not given".
    """
    parts = []
    for outcome, words in MISSING:
        codes = [
            row.statement.code for row in agreed.responses if row.outcome == outcome
        ]
        if codes:
            parts.append(f"{_codes(codes)} {words}")
    if scores := len(agreed.without_score):
        noun = "global score" if scores == 1 else "global scores"
        parts.append(f"{scores} {noun} not given")
    summary = "; ".join(parts) or "nothing is missing"
    return summary[0].upper() + summary[1:]


def _codes(codes: Sequence[str]) -> str:
    """Return the codes of a few statements, or the number of many."""
    return join_and(codes) if len(codes) <= CODES else f"{len(codes)} statements"


def _no_approval(now: ApprovalStatus) -> list[Blank]:
    """Return the Blank of a missing approval, if the authority has approvers."""
    if not now.has_approvers or now.is_approved:
        return []
    if now.approved is None:
        if now.sent_back and now.sent_back.sent_back_by:
            who = now.sent_back.sent_back_by.name
            return [Blank(f"Not approved: {who} sent it back with comments")]
        return [Blank("Nobody has approved it")]
    day = in_format(timezone.localtime(now.approved.approved_at), "j F Y")
    return [Blank(f"Changed since it was approved on {day}: {now.changed_since}")]


@transaction.atomic
def submit(
    *,
    assessment: Assessment,
    by: User,
    confirmed: Collection[str] = (),
    not_printed: Collection[str] = (),
    consents: Collection[str] = (),
) -> Submission:
    """Copy the agreed assessment into a submission and close it.

    `confirmed` has the words of the blanks that were confirmed. Every one of
    `unconfirmed_blanks` must be among them. `not_printed` is what its PDF leaves out (see
    `shown.not_printed`). `consents` names what it agrees to; it is asked only the first time.
    """
    held = lock(assessment)
    list(
        Draft.objects.filter(group__assessment=held)
        .select_for_update()
        .order_by("pk")
        .values_list("pk")
    )
    if found := blockers(agreed_of(held)):
        raise Refused(" ".join(found))
    if set(unconfirmed_blanks(held)) - set(confirmed):
        raise Refused(
            "The list of blank answers has changed. Check it and confirm each of them."
        )
    submission = freeze(held, by=by, at=timezone.now(), not_printed=not_printed)
    record(held, Kind.SUBMITTED, by, submission.reference)
    consent.ask_once(held, consents, by)
    tell_room(held)
    emails.submitted(submission, by, moderators_of(held))
    return submission


def freeze(
    assessment: Assessment,
    *,
    by: User | None,
    at: datetime,
    not_printed: Collection[str] = (),
    kept: snapshot.Kept | None = None,
    source: str = "",
    dated_on: date | None = None,
) -> Submission:
    """Make a submission of an assessment's current answers, and close it.

    If it is imported, `kept` is what `snapshot.with_kept` adds from the imported
    document, `source` the digest that identifies the file, `dated_on` when it was completed.
    """
    number, reference = _next_number(assessment), new_reference("BD")
    content = snapshot.of(
        assessment,
        reference=reference,
        number=number,
        submitted_at=at,
        submitted_by=by,
        not_printed=not_printed,
    )
    if kept:
        content = snapshot.with_kept(content, kept)
    submission = Submission.objects.create(
        assessment=assessment,
        number=number,
        reference=reference,
        submitted_at=at,
        submitted_by=by,
        content=content,
        digest=digests.digest(content),
        source=source,
        is_imported=kept is not None,
        dated_on=dated_on or timezone.localdate(at),
    )
    _close(submission)
    return submission


def _next_number(assessment: Assessment) -> int:
    last = assessment.submissions.first()
    return last.number + 1 if last else 1


def _close(submission: Submission) -> None:
    """Close its assessment, and make the supplements after the first submission."""
    assessment = submission.assessment
    keep_figures(submission)
    if submission.number == 1:
        make_rows(assessment)
    forget_reports(assessment.authority_id)
    set_status(assessment, Assessment.Status.SUBMITTED)
