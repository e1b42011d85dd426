"""The cover sheet, submitting, reopening, and the record of downloads."""

import secrets

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from .. import snapshot
from ..merging import merge
from ..models import AgreedResponse, Assessment, Draft, Submission, SubmissionFile
from .common import Kind, lock, record

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


def hindrances(assessment):
    """What stands between the assessment and its submission, a sentence each."""
    found = []
    for question in assessment.round.framework.cover_questions:
        if question["key"] != "authority" and not getattr(assessment, question["key"]):
            found.append(f"The cover sheet does not answer: {question['question']}")
    unsettled = assessment.agreed_responses.filter(
        outcome=AgreedResponse.Outcome.NOT_SETTLED
    ).select_related("statement__area")
    codes = [response.statement.code for response in unsettled]
    if len(codes) == 1:
        found.append(f"Statement {codes[0]} is not settled.")
    elif codes:
        found.append(f"{len(codes)} statements are not settled.")
    return found


def blanks(assessment):
    """What will be submitted blank and must be confirmed, a sentence each."""
    outcomes = AgreedResponse.Outcome
    found = []
    without = assessment.agreed_responses.filter(rating=None).select_related(
        "statement__area"
    )
    for outcome, words in [
        (outcomes.NOT_AGREED, "could not be agreed"),
        (outcomes.NOT_RATED, "not rated"),
    ]:
        codes = [row.statement.code for row in without if row.outcome == outcome]
        if codes:
            noun = "Statement" if len(codes) == 1 else "Statements"
            found.append(f"{noun} {words}: {', '.join(codes)}.")
    missing = [
        str(row.area.number)
        for row in assessment.agreed_areas.select_related("area")
        if row.global_score is None
    ]
    if missing:
        noun = "area" if len(missing) == 1 else "areas"
        found.append(f"No global score given for {noun} {', '.join(missing)}.")
    return found


@transaction.atomic
def submit(*, assessment, by, confirmed=()):
    """Copy the agreed assessment into a submission and close it.

    `confirmed` holds the sentences of `blanks` that were confirmed; every blank
    there is now must be among them.
    """
    held = lock(assessment)
    list(
        Draft.objects.filter(group__assessment=held)
        .select_for_update()
        .order_by("pk")
        .values_list("pk")
    )
    if found := hindrances(held):
        raise Refused(" ".join(found))
    if set(blanks(held)) - set(confirmed):
        raise Refused(
            "Some answers are blank. Look at the list again and confirm each of them."
        )
    submission = freeze(held, by=by, at=timezone.now())
    record(held, Kind.SUBMITTED, by, submission.reference)
    return submission


def freeze(assessment, *, by, at):
    """Make the next submission of an assessment as it is, and close it."""
    last = assessment.submissions.first()
    number = last.number + 1 if last else 1
    reference = new_reference()
    content = snapshot.of(
        assessment,
        reference=reference,
        number=number,
        submitted_at=at,
        submitted_by=by,
    )
    submission = Submission.objects.create(
        assessment=assessment,
        number=number,
        reference=reference,
        submitted_at=at,
        submitted_by=by,
        content=content,
        digest=snapshot.digest(content),
    )
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


@transaction.atomic
def record_download(*, submission, format, by):
    """Put a download on record, before the file is sent."""
    record(
        submission.assessment,
        Kind.DOWNLOADED,
        by,
        f"{submission.reference}, {format}",
    )


def kept_file(*, submission, format, make):
    """The submission's file in that format, made by `make()` once and kept."""
    kept = submission.files.filter(format=format).first()
    if kept is None:
        content = make()
        kept, _ = SubmissionFile.objects.get_or_create(
            submission=submission, format=format, defaults={"content": content}
        )
    return bytes(kept.content)
