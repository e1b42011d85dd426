"""Bringing in a form completed before this site was there, as a past submission."""

from django.db import transaction
from django.utils import timezone

from frameworks.models import Framework
from leavingcare.refusals import Refused

from ..models import AgreedResponse, Assessment, Round
from . import beside, setting_up, submitting
from .common import Kind, record
from .importing import Report, usable

NOT_ON_FORM = "Not rated on the form."


@transaction.atomic
def record_past(*, authority, round_slug, form, by):
    """Make a submission of a form completed in the past, for the named authority.

    The authority and the round are made if missing. Refused if the authority has
    an assessment in that round or the round uses another edition. Returns the
    submission and a Report.
    """
    local_authority = setting_up.authority_named(authority)
    round = _round(round_slug, form)
    assessment = setting_up.start(authority=local_authority, round=round, by=by)
    report = Report(unplaced=list(form.unplaced))
    now = timezone.now()
    _agree(assessment, form, now, report)
    for row in assessment.agreed_areas.select_related("area"):
        score = form.global_scores.get(row.area.number)
        row.save_version(
            global_score=score,
            global_score_note=usable(
                form.score_notes.get(row.area.number, ""),
                f"Area {row.area.number}, note on the score",
                report,
            ),
            scored_at=None if score is None else now,
            discussion_opened_at=now,
        )
    assessment.round = round
    for name in Assessment.COVER_FIELDS:
        if value := form.cover.get(name):
            setattr(assessment, name, value)
    assessment.save()
    assessment.refresh_from_db()
    submission = submitting.freeze(assessment, by=by, at=now)
    record(assessment, Kind.IMPORTED, by, submission.reference)
    if any(form.beside.values()):
        report.clashes += beside.take_in(
            assessment=assessment, beside=form.beside, by=by
        )
    return submission, report


def _round(slug, form):
    """The round of that slug, made for the form's edition if there is none."""
    framework = Framework.objects.get(edition=form.edition)
    round, _ = Round.objects.select_related("framework").get_or_create(
        slug=slug,
        defaults={
            "name": slug,
            "framework": framework,
            "opens_on": form.cover["completed_on"] or timezone.localdate(),
        },
    )
    if round.framework_id != framework.pk:
        raise Refused(
            f"This is a form of the {form.edition} edition. {round} uses the "
            f"{round.framework.edition} edition."
        )
    return round


def _agree(assessment, form, now, report):
    """Set every agreed response from the form, in one UPDATE."""
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    Outcome = AgreedResponse.Outcome
    rows = list(assessment.agreed_responses.select_related("statement__area"))
    for row in rows:
        code = row.statement.code
        answer = form.answers.get(code)
        ratings = answer.ratings if answer else []
        row.settled_at, row.version = now, 1
        if len(ratings) == 1:
            row.outcome, row.rating = Outcome.AGREED, points[ratings[0]]
        elif ratings:
            row.outcome, row.candidates = Outcome.NOT_AGREED, list(ratings)
        else:
            row.outcome = Outcome.NOT_RATED
        reason = usable(form.rationales.get(code, ""), f"{code}, reason", report)
        is_rated = row.outcome != Outcome.NOT_RATED
        row.rationale = reason or ("" if is_rated else NOT_ON_FORM)
        if answer:
            row.evidence = usable(answer.evidence, f"{code}, evidence", report)
            row.ideas = usable(answer.ideas, f"{code}, ideas", report)
            report.filled.append(code)
    AgreedResponse.objects.bulk_update(
        rows,
        [
            "outcome",
            "rating",
            "candidates",
            "rationale",
            "evidence",
            "ideas",
            "settled_at",
            "version",
        ],
    )
