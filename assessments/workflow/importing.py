"""Bringing a completed Word form into a group's drafts.

An import only fills blanks. What is there already stays, and is reported with what
the form says; so is everything that has no place.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from frameworks.models import Framework
from leavingcare.refusals import Refused
from leavingcare.text import clean_text, length_of

from .. import snapshot
from ..models import (
    Draft,
    DraftResponse,
)
from .common import Kind, lock, numbers, record
from .drafting import keep_revision


@dataclass
class Report:
    """What became of a form.

    filled     codes of the statements whose blanks were filled
    clashes    [(where, text on the form)]: something else was there and stays
    unplaced   [(where, text)]: has no place
    """

    filled: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)


def editions():
    """The editions as `assessments.imports.word.read_form` wants them."""
    return [
        snapshot.framework_document(framework)
        | {"guidance": framework.guidance, "footnotes": framework.footnotes}
        for framework in Framework.objects.all()
    ]


def usable(text, where, report):
    """The text as the site keeps it, or "" with a report of why not."""
    try:
        cleaned = clean_text(text)
    except ValidationError:
        cleaned = None
    if cleaned is None or length_of(cleaned) > settings.TEXT_LIMIT:
        report.unplaced.append((where, text))
        return ""
    return cleaned


@transaction.atomic
def fill_drafts(*, group, form, by):
    """Fill the blanks of the group's drafts from a completed form.

    Drafts that were handed in are left alone. Answers to areas the group was not
    given are reported by area. Returns a Report.
    """
    assessment = lock(group.assessment)
    if form.edition != assessment.round.framework.edition:
        raise Refused(
            f"This is a form of the {form.edition} edition. {assessment.round} uses "
            f"the {assessment.round.framework.edition} edition."
        )
    report = Report(unplaced=list(form.unplaced))
    drafts = list(
        Draft.objects.select_for_update(of=("self",))
        .filter(group=group, handed_in_at=None)
        .select_related("area")
        .order_by("pk")
    )
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    now = timezone.now()
    responses = (
        DraftResponse.objects.filter(draft__in=drafts)
        .select_related("rating", "statement__area")
        .order_by("statement__area__number", "statement__letter")
    )
    for response in responses:
        answer = form.answers.get(response.statement.code)
        if answer and _fill(response, answer, points, report):
            response.save_version(**_values(response), updated_at=now, updated_by=by)
            keep_revision(response, by, now)
            report.filled.append(response.statement.code)
    _fill_scores(drafts, form, report)
    held = {response.statement.code for response in responses}
    _report_elsewhere(form, held, report)
    areas = numbers([draft.area for draft in drafts])
    record(assessment, Kind.IMPORTED, by, f"{group.name}, {areas}")
    return report


def _values(response):
    names = ["rating", "not_rated_reason", "candidates", "evidence", "ideas"]
    return {name: getattr(response, name) for name in names}


def _fill(response, answer, points, report):
    """Set the response's blanks from the answer; True if anything was set."""
    before = _values(response)
    code = response.statement.code
    if answer.ratings:
        if response.rating is None and not response.not_rated_reason:
            _rate(response, answer.ratings, points)
        elif before["rating"] not in [points[value] for value in answer.ratings]:
            labels = " and ".join(points[value].label for value in answer.ratings)
            report.clashes.append((f"{code}, rating", labels))
    for name in ("evidence", "ideas"):
        text = usable(getattr(answer, name), f"{code}, {name}", report)
        if text and not getattr(response, name):
            setattr(response, name, text)
        elif text and text != getattr(response, name):
            report.clashes.append((f"{code}, {name}", text))
    return _values(response) != before


def _rate(response, ratings, points):
    if len(ratings) == 1:
        response.rating = points[ratings[0]]
    else:
        response.not_rated_reason = DraftResponse.NotRated.UNDECIDED
        response.candidates = list(ratings)


def _fill_scores(drafts, form, report):
    for draft in drafts:
        score = form.global_scores.get(draft.area.number)
        if score is None or score == draft.global_score:
            continue
        if draft.global_score is None:
            draft.save_version(global_score=score)
        else:
            where = f"Area {draft.area.number}, score out of ten"
            report.clashes.append((where, str(score)))


def _report_elsewhere(form, held, report):
    """Say which areas have answers that are not this group's to give."""
    elsewhere = sorted(
        {
            int("".join(char for char in code if char.isdigit()))
            for code, answer in form.answers.items()
            if code not in held and (answer.ratings or answer.evidence or answer.ideas)
        }
    )
    for number in elsewhere:
        report.unplaced.append(
            (f"Area {number}", "Answers to an area this group was not given")
        )
