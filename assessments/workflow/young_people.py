"""Saving what young people said: scores, how they were gathered, and findings.

They may come months before the submission, beside which they stay.
"""

from django.db import transaction
from django.utils import timezone

from frameworks.models import Area
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import require_in_round
from ..field_merge import Merge, Value, Values
from ..models import Assessment, SurveyFinding, YoungPeopleRecord, YoungPeopleScore
from . import lists
from .common import Kind, hold, numbers
from .revisions import day
from .supplements import (
    Answers,
    make_young_people_rows,
    record_change,
    store,
    with_date,
)

SCORE = ["score", "pick", "how_gathered"]
RECORD = ["how_gathered", "how_many", "gathered_by"]
FINDING = ["text", "asked", "answered", "source"]
MOST_PICKED = 3
GONE = "Somebody else has removed this finding. Put it back to change it."
TOO_MANY = (
    "Somebody else has chosen areas too, so there are now more than three best or "
    "three worst. Check them, then save again."
)


def score_rows(assessment: Assessment) -> dict[int, YoungPeopleScore]:
    """Return {area number: YoungPeopleScore}, as the page of scores orders the areas.

    They are blank, and not stored, until somebody writes. One query; two until then.
    """
    stored = assessment.young_people_scores.select_related("area", "updated_by")
    rows = list(stored.order_by("area__rating_order"))
    if not rows:
        areas = assessment.round.framework.areas.order_by("rating_order")
        rows = [YoungPeopleScore(assessment=assessment, area=area) for area in areas]
    return {row.area.number: row for row in rows}


def record_of(assessment: Assessment) -> YoungPeopleRecord:
    """Return the record of how the scores were gathered. One query.

    It is blank, and not stored, until somebody writes.
    """
    rows = YoungPeopleRecord.objects.select_related("updated_by")
    found = rows.filter(assessment=assessment).first()
    return found or YoungPeopleRecord(assessment=assessment)


def score_values(row: YoungPeopleScore) -> dict[str, Value]:
    """Return the {"score", "pick", "how_gathered"} that `save_young_people` takes."""
    return {name: getattr(row, name) for name in SCORE}


def record_values(row: YoungPeopleRecord) -> dict[str, Value]:
    """Return the values of the record, with the date in ISO format."""
    values = {name: getattr(row, name) for name in RECORD}
    return values | {"gathered_on": day(row.gathered_on)}


def _hold(assessment: Assessment) -> Assessment:
    """Lock the assessment's row, and make the rows to write in if there are none.

    Raises Refused if the authority has been taken out of the round.
    """
    held = hold(assessment)
    require_in_round(held)
    make_young_people_rows(held)
    return held


@transaction.atomic
def save_young_people(
    *,
    assessment: Assessment,
    answers: Answers,
    by: User,
    gathered: tuple[str, Values] | None = None,
) -> tuple[Merge | None, dict[int, Merge]]:
    """Store answers with the values of `score_values`, by area number.

    `gathered` is (token, values of `record_values`), if the page had them. Returns the
    record's Merge, if any, and {area number: Merge}. Values that clash are not stored.
    """
    held = _hold(assessment)
    rows = score_rows(held)
    merges = {
        number: store(rows[number], score_values, token, values, by)
        for number, (token, values) in answers.items()
    }
    for pick in YoungPeopleScore.Pick:
        if sum(row.pick == pick for row in rows.values()) > MOST_PICKED:
            raise Refused(TOO_MANY)
    merged = _save_record(held, *gathered, by) if gathered else None
    changed = [rows[number].area for number in merges if merges[number].changes]
    what = [
        *(["how they were gathered"] if merged and merged.changes else []),
        *([numbers(changed)] if changed else []),
    ]
    record_change(held, Kind.YOUNG_PEOPLE, by, ", ".join(what))
    return merged, merges


def _save_record(held: Assessment, token: str, values: Values, by: User) -> Merge:
    row = record_of(held)
    return store(row, record_values, token, values, by, read=with_date("gathered_on"))


# Findings of a survey


def findings_of(assessment: Assessment) -> list[SurveyFinding]:
    """Return the findings, by area. One query."""
    rows = SurveyFinding.objects.listed().filter(assessment=assessment)
    return list(rows.select_related("area", "updated_by"))


def finding_values(row: SurveyFinding) -> dict[str, Value]:
    """Return the {"text", "asked", "answered", "source"} that people write."""
    return {name: getattr(row, name) for name in FINDING}


@transaction.atomic
def add_finding(
    *, assessment: Assessment, area: Area, values: Values, by: User | None
) -> SurveyFinding:
    """Add a finding of an area, with what `finding_values` returns.

    Sent twice, it is one.
    """
    held = _hold(assessment)
    rows = SurveyFinding.objects.filter(assessment=held)
    same = rows.listed().filter(area=area, updated_by=by, **dict(values))
    if there := same.first():
        return there
    finding = SurveyFinding.objects.create(
        assessment=held,
        area=area,
        position=lists.next_position(rows),
        updated_at=timezone.now(),
        updated_by=by,
        **dict(values),
    )
    record_change(held, Kind.YOUNG_PEOPLE, by, f"a finding of {numbers([area])}")
    return finding


@transaction.atomic
def save_finding(
    *, finding: SurveyFinding, token: str, values: Values, by: User
) -> Merge:
    """Store a finding's values, and return the Merge; those that clash are not stored.

    Raises Refused if it has been removed.
    """
    held = _hold(finding.assessment)
    row = SurveyFinding.objects.select_related("area", "updated_by").get(pk=finding.pk)
    if row.removed_at:
        raise Refused(GONE)
    merged = store(row, finding_values, token, values, by)
    what = f"a finding of {numbers([row.area])}" if merged.changes else ""
    record_change(held, Kind.YOUNG_PEOPLE, by, what)
    return merged


@transaction.atomic
def remove_finding(*, finding: SurveyFinding, by: User) -> None:
    """Take a finding out of the list. It can be put back."""
    held = _hold(finding.assessment)
    gone = lists.remove(finding, by)
    record_change(held, Kind.YOUNG_PEOPLE, by, "a finding removed" if gone else "")


@transaction.atomic
def put_back_finding(*, finding: SurveyFinding, by: User) -> None:
    """Put a removed finding back."""
    held = _hold(finding.assessment)
    back = lists.put_back(finding, by)
    record_change(held, Kind.YOUNG_PEOPLE, by, "a finding put back" if back else "")
