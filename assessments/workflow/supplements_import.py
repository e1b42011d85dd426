"""Importing the supplements of a submission from a document."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from frameworks.models import Framework, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..files.json import supplements as reading
from ..models import Assessment, FollowUp, SupplementModel
from ..submission.supplements import stage_one, submitted_scores
from .common import Kind
from .supplements import (
    follow_up_rows,
    hold_submitted,
    record_change,
    save_row,
    score_values,
    young_people_rows,
    young_people_values,
)


@transaction.atomic
def take_in(
    *, assessment: Assessment, supplements: Mapping[str, object], by: User | None
) -> list[tuple[str, str]]:
    """Fill blank supplements from a document, as `submission.supplements.of` makes it.

    Existing values stay: returns [(where, text)] of those in the document that differ
    from them. Raises Refused with every fault in the document, and stores nothing.
    """
    held = hold_submitted(assessment)
    framework = held.round.framework
    read = reading.read_supplements(
        supplements,
        numbers=framework.areas.values_list("number", flat=True),
        codes=[each.code for each in _statements(framework)],
        statuses=FollowUp.Idea.values,
    )
    if read.faults:
        raise Refused(" ".join(read.faults))
    left: list[tuple[str, str]] = []
    rows = young_people_rows(held)
    for number, values in read.young_people.items():
        where = f"Area {number}, young people’s score"
        _fill(rows[number], young_people_values(rows[number]), values, by, where, left)
    if read.has_follow_up:
        _fill_follow_up(held, read, by, left)
    record_change(held, Kind.IMPORTED, by, _what(read))
    return left


def _fill_follow_up(
    held: Assessment,
    read: reading.ReadSupplements,
    by: User | None,
    left: list[tuple[str, str]],
) -> None:
    follow_up = FollowUp.objects.get(assessment=held)
    submitted = submitted_scores([held.pk])[held.pk]
    rows = follow_up_rows(follow_up)
    for number, values in read.areas.items():
        row = rows[number]
        scores = score_values(row) | {"stage_one": stage_one(row, submitted)}
        _fill(row, scores, values, by, f"Area {number}, follow-up", left)
    stored = {"completed_on": follow_up.completed_on}
    day = {"completed_on": read.completed_on} if read.completed_on else {}
    _fill(follow_up, stored, day, by, "Follow-up", left)
    ideas = read.ideas | follow_up.ideas
    if ideas != follow_up.ideas:
        save_row(follow_up, {"ideas": ideas}, by)
    left += [
        (f"Statement {code}, its ideas", FollowUp.Idea(status).label)
        for code, status in read.ideas.items()
        if ideas[code] != status
    ]


def _fill(
    row: SupplementModel,
    stored: Mapping[str, object],
    values: Mapping[str, object],
    by: User | None,
    where: str,
    left: list[tuple[str, str]],
) -> None:
    """Fill the row's blank values. Add values that differ from stored ones to `left`."""
    blank = {name for name in values if stored[name] in ("", None)}
    if blank:
        save_row(row, {name: values[name] for name in blank}, by)
    left += [
        (f"{where}, {name.replace('_', ' ')}", str(value))
        for name, value in values.items()
        if name not in blank and stored[name] != value
    ]


def _what(read: reading.ReadSupplements) -> str:
    parts = ["young people’s scores"] * bool(read.young_people)
    return " and ".join([*parts, *["the follow-up"] * read.has_follow_up])


def _statements(framework: Framework) -> QuerySet[Statement]:
    return Statement.objects.filter(area__framework=framework).select_related("area")
