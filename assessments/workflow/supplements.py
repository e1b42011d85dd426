"""The steps of every change to the supplements of a submission.

They belong to the assessment, open or closed, once it has been submitted; young
people's scores from the day it is open. Submissions do not change, but their stored
files show the supplements and are made again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias, TypeVar, cast

from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import NOT_SUBMITTED
from ..field_merge import Merge, Value, Values, merge, seen_token
from ..models import (
    Assessment,
    FollowUp,
    FollowUpScore,
    Submission,
    SubmissionFile,
    SupplementModel,
    YoungPeopleRecord,
    YoungPeopleScore,
)
from .common import goes_on, hold, record

Answers: TypeAlias = Mapping[int, tuple[str, Values]]  # {area number: (token, values)}
Row = TypeVar("Row", bound=SupplementModel)


def last_submission(assessment: Assessment) -> Submission:
    """Return the latest submission, even if the assessment has been reopened.

    Raises Refused if there is none.
    """
    last = assessment.submissions.first()
    if last is None:
        raise Refused(NOT_SUBMITTED)
    return last


def make_rows(assessment: Assessment) -> None:
    """Make the blank rows of the supplements, for the first submission."""
    make_young_people_rows(assessment)
    areas = assessment.round.framework.areas.all()
    follow_up = FollowUp.objects.create(assessment=assessment)
    FollowUpScore.objects.bulk_create(
        FollowUpScore(follow_up=follow_up, area=area) for area in areas
    )


def make_young_people_rows(assessment: Assessment) -> None:
    """Make the blank rows of young people's scores, unless they are there already.

    The assessment must be locked.
    """
    _, is_new = YoungPeopleRecord.objects.get_or_create(assessment=assessment)
    if is_new:
        YoungPeopleScore.objects.bulk_create(
            YoungPeopleScore(assessment=assessment, area=area)
            for area in assessment.round.framework.areas.all()
        )


def token_of(row: SupplementModel, values: Values) -> str:
    """Return the token of a row that a page shows, with these values."""
    return seen_token(row.version, values)


def hold_submitted(assessment: Assessment) -> Assessment:
    """Lock the assessment's row; raise Refused if nothing has been submitted."""
    held = hold(assessment)
    if not held.submissions.exists():
        raise Refused(NOT_SUBMITTED)
    return held


def store(
    row: Row,
    values_of: Callable[[Row], Values],
    token: str,
    values: Values,
    by: User,
    *,
    locked: Mapping[str, Value] | None = None,
    read: Callable[[Values], Mapping[str, object]] = dict,
) -> Merge:
    """Store the changes of a row, and return the Merge.

    `locked` maps the names of values that nobody may change to those values; `read`
    returns values, which JSON can hold, as the database takes them.
    """
    merged = merge(
        token=token,
        version=row.version,
        stored=values_of(row),
        sent=values,
        is_own=row.updated_by_id == by.pk,
    )
    for name, value in (locked or {}).items():
        if value is not None and merged.changes.pop(name, value) != value:
            merged.clashes[name] = value
    if merged.changes:
        save_row(row, read(merged.changes), by)
    return merged


def with_date(name: str) -> Callable[[Values], Mapping[str, object]]:
    """Return what turns the value of that name from ISO format into a date."""

    def read(values: Values) -> Mapping[str, object]:
        if name not in values:
            return values
        day = cast("str | None", values[name])
        return {**values, name: date.fromisoformat(day) if day else None}

    return read


def save_row(
    row: SupplementModel, values: Mapping[str, object], by: User | None
) -> None:
    """Store values of a row, with who wrote them and when."""
    row.save_version(**values, updated_at=timezone.now(), updated_by=by)


def record_change(
    assessment: Assessment, kind: str, by: User | None, what: str
) -> None:
    """Record what changed, if anything, and delete the stored files that show it.

    Changes of the same, by one person within minutes, are one event.
    """
    if what:
        if not goes_on(assessment, kind, by, what):
            record(assessment, kind, by, what)
        forget_files(assessment)


def forget_files(assessment: Assessment) -> None:
    """Delete the stored files of the assessment's submissions."""
    SubmissionFile.objects.filter(submission__assessment=assessment).delete()
