"""Importing assessments that were completed before this site, as past submissions.

A file is read first, in isolation (see `past_import_reading`). The result is imported
as a whole or not at all.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, cast

from django.core.validators import slug_re
from django.db import IntegrityError, transaction
from django.utils import timezone

from frameworks.models import Framework
from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..files.incoming.decisions import questions_of
from ..files.incoming.past_submission import LONGEST_NAME
from ..files.json.submission import GROUPS_AND_CHANGES, NOT_RATED, PastSubmission
from ..files.word_form.printed_text import NOT_ON_FORM
from ..models import AgreedResponse, Assessment, Round, Submission
from ..submission import snapshot
from ..submission.shown.content import Response
from . import setting_up, submitting
from .authorities import NOT_SLUGS, authority_named
from .common import Kind, hold_people, moderators_of, record, same_name
from .fill_from_form import Report
from .past_import_returns import completed_on, returnable
from .past_import_undo import before_of
from .rounds import open_round
from .supplements_import import take_in

NOT_SAID = {"docx": NOT_ON_FORM, "json": NOT_RATED}
MOST_NAMED = 20  # of what is in doubt, in one sentence
IN_DOUBT = (
    "This form can be read in more than one way, so it was not imported. Decide these, "
    "or correct the form in Word:"
)
SAME_MOMENT = (
    "Somebody else imported the same at this moment. Check what they imported. If "
    "something is missing, import this file again."
)


class WantedRound(TypedDict):
    """The round that a file belongs to, each "" if it is not known."""

    slug: str
    name: str


def here_already(sources: Iterable[str]) -> dict[str, str]:
    """Return {source: reference} of the files that were imported or exported here."""
    wanted = list(filter(None, sources))
    found: dict[str, str] = {}
    for name in ("digest", "source"):
        same = Submission.objects.filter(**{f"{name}__in": wanted})
        found.update(same.values_list(name, "reference"))
    return found


def exported_here(references: Iterable[str]) -> dict[str, Submission]:
    """Return {reference: the submission of this site}. One query, or none."""
    wanted = list(filter(None, references))
    found = Submission.objects.filter(reference__in=wanted)
    related = ("assessment__authority", "assessment__round")
    return {each.reference: each for each in found.select_related(*related)}


def round_of(slug: str, name: str) -> Round | None:
    """Return the round with that short name or, without one, that name; or None."""
    rounds = Round.objects.select_related("framework")
    by_slug = rounds.filter(slug=slug).first() if slug else None
    return by_slug or (same_name(rounds, name) if name else None)


def import_submission(
    *,
    found: PastSubmission,
    authority: str,
    slug: str = "",
    name: str = "",
    by: User | None,
    day: date | None = None,
) -> tuple[Submission, Report]:
    """Make a submission of what was read, for the named authority, all or nothing.

    The authority and the round (by its short name, then its name) are made if they are
    missing; an authority that takes part already and has settled nothing submits by it.
    `day` is when it was completed, if it does not say. Raises Refused if anything is in
    doubt, the same file was imported before, the authority has submitted in the round,
    or the round uses another edition. Returns the submission and a Report.
    """
    try:
        with transaction.atomic():
            completed = completed_on(found, day)
            return _import(found, authority, slug, name, by, completed)
    except IntegrityError:
        raise Refused(SAME_MOMENT) from None


def _import(
    found: PastSubmission,
    authority: str,
    slug: str,
    name: str,
    by: User | None,
    day: date | None,
) -> tuple[Submission, Report]:
    _require_importable(found, authority)
    local_authority = authority_named(authority)
    hold_people(local_authority)  # before other rows refer to it
    round = round_of(slug, name) or _new_round(slug, name, found, day)
    if refusal := other_edition(round, found):
        raise Refused(refusal)
    there = returnable(local_authority, round)
    before = before_of(there) if there else {}
    assessment = there or setting_up.start(
        authority=local_authority, round=round, by=by
    )
    assessment.round = round
    submission = _freeze(assessment, found, by, day)
    record(assessment, Kind.IMPORTED, by, submission.reference)
    if there and by:
        emails.imported(submission, by, moderators_of(assessment))
    left: list[tuple[str, str]] = []
    if found["beside"]:
        said = found["beside"]
        left = take_in(assessment=assessment, supplements=said, by=by, is_past=True)
    return submission, Report(
        filled=list(found["responses"]),
        unrated=unrated(found),
        unplaced=[*((where, text) for where, text in found["unplaced"]), *left],
        before=before,
    )


def _freeze(
    assessment: Assessment, found: PastSubmission, by: User | None, day: date | None
) -> Submission:
    """Settle everything as it was read, and make the submission of that day.

    Without one it is put before everything else of its edition, never on today.
    """
    now = timezone.now()
    _agree(assessment, found, now)
    _score(assessment, found, now)
    _fill_cover(assessment, found, day)
    return submitting.freeze(
        assessment,
        by=by,
        at=now,
        kept=_kept(found),
        source=found["source"],
        dated_on=day or assessment.round.framework.published,
    )


def _fill_cover(
    assessment: Assessment, found: PastSubmission, day: date | None
) -> None:
    for field in Assessment.COVER_FIELDS:
        if value := found["cover"].get(field):
            setattr(assessment, field, value)
    assessment.completed_on = assessment.completed_on or day
    assessment.save()
    assessment.refresh_from_db()


def _require_importable(found: PastSubmission, authority: str) -> None:
    if len(authority) > LONGEST_NAME:
        raise Refused(f"The authority’s name must be {LONGEST_NAME} characters or less")
    if found.get("questions"):
        raise Refused(in_doubt(found))
    for reference in here_already([found["source"]]).values():
        raise Refused(f"This was imported before, as {reference}.")


def unrated(found: PastSubmission) -> list[str]:
    """Return the codes of the statements that what was read leaves without a rating."""
    return [code for code, each in found["responses"].items() if each["rating"] is None]


def in_doubt(found: PastSubmission) -> str:
    """Return the sentence that refuses a file, and names what is in doubt."""
    questions = questions_of(found)
    named = "; ".join(" ".join(str(each).split()) for each in questions[:MOST_NAMED])
    more = len(questions) - MOST_NAMED
    return f"{IN_DOUBT} {named}{f'; and {more} more' if more > 0 else ''}"


def other_edition(round: Round, found: PastSubmission) -> str:
    """Return why what was read does not fit the round, or ""."""
    used = round.framework.edition
    if found["edition"] == used:
        return ""
    return (
        f"This belongs to the {found['edition']} edition. {round} uses the {used} "
        "edition."
    )


def _new_round(slug: str, name: str, found: PastSubmission, day: date | None) -> Round:
    framework = Framework.objects.get(edition=found["edition"])
    opens_on = day or framework.published
    if slug and not slug_re.fullmatch(slug):
        raise Refused(
            "The short name of a round can only contain letters, digits, hyphens and "
            "underscores."
        )
    if slug and slug not in NOT_SLUGS:
        return Round.objects.create(
            slug=slug, name=name or slug, framework=framework, opens_on=opens_on
        )
    return open_round(name=name or slug, framework=framework, opens_on=opens_on)


def _kept(found: PastSubmission) -> snapshot.Kept:
    """Return what a submission keeps of its document, with what is agreed."""
    return {
        "sign_off": found["sign_off"],
        "reopened_because": found["reopened_because"],
        "not_printed": found["not_printed"],
        "origin": found["origin"],
        "voices": {
            code: cast(
                "Response",
                {
                    name: dict(response)[name]
                    for name in GROUPS_AND_CHANGES
                    if name in response
                },
            )
            for code, response in found["responses"].items()
        },
    }


def _score(assessment: Assessment, found: PastSubmission, now: datetime) -> None:
    for row in assessment.agreed_areas.select_related("area"):
        number = str(row.area.number)
        score = found["global_scores"].get(number)
        row.save_version(
            global_score=score,
            global_score_note=found["global_score_notes"].get(number, ""),
            scored_at=None if score is None else now,
            discussion_opened_at=now,
        )


def _agree(assessment: Assessment, found: PastSubmission, now: datetime) -> None:
    """Set every agreed response from what was read, in one UPDATE."""
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    not_said: Response = {
        "outcome": AgreedResponse.Outcome.NOT_RATED,
        "rationale": NOT_SAID[found["origin"]["kind"]],
    }
    rows = list(assessment.agreed_responses.select_related("statement__area"))
    names = ["outcome", "candidates", "rationale", "evidence", "ideas"]
    for row in rows:
        said = found["responses"].get(row.statement.code, not_said)
        for name in names:
            setattr(row, name, said.get(name, getattr(row, name)))
        if row.outcome == not_said["outcome"] and not row.rationale:
            row.rationale = not_said["rationale"]
        rating = said.get("rating")
        row.rating = None if rating is None else points[rating]
        row.settled_at, row.version = now, 1
    AgreedResponse.objects.bulk_update(
        rows, [*names, "rating", "settled_at", "version"]
    )
