"""The cover sheet, submitting, reopening, and the record of downloads."""

import hashlib
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.dateformat import format as date

from leavingcare.refusals import Refused

from .. import emails
from ..analysis.sentences import join_and
from ..field_merge import merge
from ..models import AgreedResponse, Assessment, Draft, Submission, SubmissionFile
from ..submission import digests, snapshot
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..submission.previous_submission import cache_dependencies, forget_reports
from .common import Kind, lock, moderators_of, record, tell_room
from .supplements import make_rows

Outcome = AgreedResponse.Outcome
CODES = 5  # statements named one by one; more are counted
MISSING = [
    (Outcome.NOT_SETTLED, "not settled"),
    (Outcome.NOT_AGREED, "could not be agreed"),
    (Outcome.NOT_RATED, "not rated"),
]

# Letters and digits that are not mistaken for each other when read aloud.
ALPHABET = "23456789CFGHJMPQRVWX"


@transaction.atomic
def save_cover(*, assessment, token, values, by):
    """Store the cover sheet's answers and return the Merge."""
    held = lock(assessment)
    merged = merge(
        token=token,
        version=held.version,
        stored=cover_values(held, values),
        sent=_json(values),
    )
    if merged.changes:
        held.save_version(**{name: values[name] for name in merged.changes})
        record(held, Kind.COVER_CHANGED, by)
    return merged


def cover_values(assessment, names):
    """The stored answers of those names, as JSON types: what a page's token marks."""
    return _json({name: getattr(assessment, name) for name in names})


def _json(values):
    """Cover values as JSON types: a date becomes its ISO form."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def new_reference():
    """A reference people can read out: BD-4F7H-9QXR."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"BD-{letters[:4]}-{letters[4:]}"


def hindrances(agreed):
    """What stands between an `agreed.Agreed` and its submission, a sentence each."""
    found = cover_gaps(agreed.assessment)
    codes = [row.statement.code for row in agreed.unsettled]
    if len(codes) == 1:
        found.append(f"Statement {codes[0]} is not settled.")
    elif codes:
        found.append(f"{len(codes)} statements are not settled.")
    return found


def cover_gaps(assessment):
    """The cover sheet's questions without an answer, a sentence each."""
    return [
        f"The cover sheet does not answer: {question['question']}"
        for question in assessment.round.framework.cover_questions
        if question["key"] != "authority" and not getattr(assessment, question["key"])
    ]


@dataclass(frozen=True)
class Blank:
    """Something that will be submitted blank, in words that also confirm it.

    `number` is of its area and `letter` of its statement; a score has no letter and
    the approval neither.
    """

    words: str
    number: int | None = None
    letter: str = ""


def blanks(assessment):
    """The words of what would be submitted blank now and must be confirmed."""
    agreed = agreed_of(assessment)
    return [blank.words for blank in blank_rows(agreed, standing(agreed))]


def blank_rows(agreed, now):
    """Every Blank of an `agreed.Agreed` whose Standing is `now`."""
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


def completeness(agreed):
    """What is missing, as one sentence: "9a could not be agreed; 10 global scores
    not given"; "Nothing is missing" if nothing is."""
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
    said = "; ".join(parts) or "nothing is missing"
    return said[0].upper() + said[1:]


def _codes(codes):
    """The codes of a few statements, or how many there are."""
    return join_and(codes) if len(codes) <= CODES else f"{len(codes)} statements"


def _no_approval(now):
    """What is missing of an approval, where there is somebody to give it."""
    if not now.has_approvers or now.is_approved:
        return []
    if now.approved is None:
        return [Blank("Nobody has approved it")]
    day = date(timezone.localtime(now.approved.approved_at), "j F Y")
    return [Blank(f"Changed since it was approved on {day}: {now.changed_since}")]


@transaction.atomic
def submit(*, assessment, by, confirmed=(), not_printed=()):
    """Copy the agreed assessment into a submission and close it.

    `confirmed` holds the words of `blanks` that were confirmed; every blank there is
    now must be among them. `not_printed` is what its PDF leaves out (see
    `redaction`).
    """
    held = lock(assessment)
    list(
        Draft.objects.filter(group__assessment=held)
        .select_for_update()
        .order_by("pk")
        .values_list("pk")
    )
    if found := hindrances(agreed_of(held)):
        raise Refused(" ".join(found))
    if set(blanks(held)) - set(confirmed):
        raise Refused(
            "Some answers are blank. Look at the list again and confirm each of them."
        )
    submission = freeze(held, by=by, at=timezone.now(), not_printed=not_printed)
    record(held, Kind.SUBMITTED, by, submission.reference)
    tell_room(held)
    emails.submitted(submission, by, moderators_of(held))
    return submission


def is_submitted_by(assessment, user):
    """Whether the assessment is closed, and this person submitted it last."""
    last = assessment.submissions.filter(assessment__status="submitted").first()
    return last is not None and last.submitted_by_id == user.pk


def freeze(assessment, *, by, at, not_printed=(), kept=None, source=""):
    """Make the next submission of an assessment as it is, and close it.

    `kept` is what `snapshot.with_kept` adds of a document it is brought in from, and
    `source` what tells that file.
    """
    last = assessment.submissions.first()
    number = last.number + 1 if last else 1
    reference = new_reference()
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
    )
    if number == 1:
        make_rows(assessment)
    forget_reports(assessment.authority_id)
    assessment.status = Assessment.Status.SUBMITTED
    assessment.reopened_because = ""
    assessment.save(update_fields=["status", "reopened_because"])
    return submission


@transaction.atomic
def reopen(*, assessment, by, reason):
    """Let a submitted assessment be changed; what was submitted stays as it was."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.is_open:
        raise Refused("This assessment is already open.")
    held.status = Assessment.Status.OPEN
    held.reopened_because = reason
    held.save(update_fields=["status", "reopened_because"])
    record(held, Kind.REOPENED, by)
    tell_room(held)
    emails.reopened(held, by, moderators_of(held))


@transaction.atomic
def record_download(*, submission, format, by):
    """Put a download on record, before the file is sent."""
    record(
        submission.assessment,
        Kind.DOWNLOADED,
        by,
        f"{submission.reference}, {format}",
    )


@transaction.atomic
def record_agreed_download(*, assessment, by):
    """Put on record that somebody took what is agreed so far, before it is sent."""
    record(assessment, Kind.TAKEN_AGREED, by)


def kept_file(submission, format):
    """Return the bytes of a file that was made before; None if there is none."""
    kept = submission.files.filter(format=format.name).first()
    return None if kept is None else bytes(kept.content)


def file_of(*, submission, format):
    """The bytes of the submission's file in an `catalogue.Format`.

    Made once and kept, unless the format says otherwise.
    """
    if (kept := kept_file(submission, format)) is not None:
        return kept
    around = cache_dependencies(submission.assessment)
    content = format.make(submission, around[0])
    if format.is_kept:
        _keep(submission, format, content, around)
    return content


@transaction.atomic
def _keep(submission, format, content, around):
    """Keep a file, unless what it shows besides the submission is no longer so."""
    held = Assessment.objects.select_for_update().get(pk=submission.assessment_id)
    if cache_dependencies(held) == around:
        SubmissionFile.objects.get_or_create(
            submission=submission,
            format=format.name,
            defaults={
                "content": content,
                "digest": hashlib.sha256(content).hexdigest(),
            },
        )


def sizes(submission):
    """{format: bytes} of the files that have been made and kept. One query."""
    made = submission.files.annotate(size=Length("content"))
    return dict(made.values_list("format", "size"))
