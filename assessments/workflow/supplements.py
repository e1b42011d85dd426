"""Saving the supplements of a submission: young people's scores and the follow-up.

They belong to the assessment, open or closed, once it has been submitted. Submissions
do not change, but their stored files show the supplements and are made again.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias, TypeVar

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import Merge, Value, Values, merge, seen_token
from ..models import (
    Assessment,
    FollowUp,
    FollowUpScore,
    Submission,
    SubmissionFile,
    SupplementModel,
    YoungPeopleScore,
)
from ..submission.supplements import COMMENTS, submitted_scores
from .common import Kind, numbers, record

NOT_YET = "You can do this once the assessment has been submitted."
YOUNG_PEOPLE = ["score", "how_gathered"]
FOLLOW_UP = ["stage_one", "stage_two", *COMMENTS]

Answers: TypeAlias = Mapping[int, tuple[str, Values]]  # {area number: (token, values)}
Row = TypeVar("Row", bound=SupplementModel)


def last_submission(assessment: Assessment) -> Submission:
    """Return the latest submission, even if the assessment has been reopened.

    Raises Refused if there is none.
    """
    last = assessment.submissions.first()
    if last is None:
        raise Refused(NOT_YET)
    return last


def make_rows(assessment: Assessment) -> None:
    """Make the blank rows of the supplements, for the first submission."""
    areas = list(assessment.round.framework.areas.all())
    YoungPeopleScore.objects.bulk_create(
        YoungPeopleScore(assessment=assessment, area=area) for area in areas
    )
    follow_up = FollowUp.objects.create(assessment=assessment)
    FollowUpScore.objects.bulk_create(
        FollowUpScore(follow_up=follow_up, area=area) for area in areas
    )


def young_people_rows(assessment: Assessment) -> dict[int, YoungPeopleScore]:
    """Return {area number: YoungPeopleScore}, by number. One query."""
    rows = assessment.young_people_scores.select_related("area", "updated_by")
    return {row.area.number: row for row in rows}


def follow_up_rows(follow_up: FollowUp) -> dict[int, FollowUpScore]:
    """Return {area number: FollowUpScore}, by number. One query."""
    rows = follow_up.scores.select_related("area", "updated_by")
    return {row.area.number: row for row in rows}


def young_people_values(row: YoungPeopleScore) -> dict[str, Value]:
    """Return the {"score", "how_gathered"} that `save_young_people` takes."""
    return {name: getattr(row, name) for name in YOUNG_PEOPLE}


def score_values(row: FollowUpScore) -> dict[str, Value]:
    """Return the values that `save_follow_up` takes, without a submitted stage one.

    They are {"stage_one", "stage_two", "what_helped", "barriers", "next_steps"}.
    """
    return {name: getattr(row, name) for name in FOLLOW_UP}


def date_values(follow_up: FollowUp) -> dict[str, Value]:
    """Return a follow-up's {"completed_on"} in ISO format, for a page's token."""
    return _date(follow_up.completed_on)


def _date(day: date | None) -> dict[str, Value]:
    return {"completed_on": day.isoformat() if day else None}


def idea_values(follow_up: FollowUp, codes: Iterable[str]) -> dict[str, Value]:
    """Return {code: progress on its ideas, or ""}, for a page's token."""
    return {code: follow_up.ideas.get(code, "") for code in codes}


def token_of(row: SupplementModel, values: Values) -> str:
    """Return the token of a row that a page shows, with these values."""
    return seen_token(row.version, values)


@transaction.atomic
def save_young_people(
    *, assessment: Assessment, answers: Answers, by: User
) -> dict[int, Merge]:
    """Store answers with the values of `young_people_values`.

    Returns {area number: Merge}. Values that clash are not stored.
    """
    held = hold_submitted(assessment)
    rows = young_people_rows(held)
    merges = {
        number: _store(rows[number], young_people_values, token, values, by)
        for number, (token, values) in answers.items()
    }
    changed = [rows[number].area for number in merges if merges[number].changes]
    record_change(held, Kind.YOUNG_PEOPLE, by, numbers(changed) if changed else "")
    return merges


@transaction.atomic
def save_follow_up(
    *,
    assessment: Assessment,
    completed_on: tuple[str, date | None],
    answers: Answers,
    by: User,
) -> tuple[Merge, dict[int, Merge]]:
    """Store the follow-up's (token, date) and answers with values of `score_values`.

    A submitted stage one cannot change: another score clashes. Returns the date's
    Merge and {area number: Merge}. Values that clash are not stored.
    """
    held = hold_submitted(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    rows = follow_up_rows(follow_up)
    submitted = submitted_scores([held.pk])[held.pk]
    of_day = _store_date(follow_up, *completed_on, by)
    merges = {
        number: _store(
            rows[number],
            score_values,
            token,
            values,
            by,
            locked={"stage_one": submitted.get(str(number))},
        )
        for number, (token, values) in answers.items()
    }
    changed = [rows[number].area for number in merges if merges[number].changes]
    what = [
        *(["date"] if of_day.changes else []),
        *([numbers(changed)] if changed else []),
    ]
    record_change(held, Kind.FOLLOWED_UP, by, ", ".join(what))
    return of_day, merges


def _store_date(follow_up: FollowUp, token: str, day: date | None, by: User) -> Merge:
    """Store the date of the follow-up, and return its Merge."""
    merged = merge(
        token=token,
        version=follow_up.version,
        stored=date_values(follow_up),
        sent=_date(day),
    )
    if merged.changes:
        save_row(follow_up, {"completed_on": day}, by)
    return merged


@transaction.atomic
def save_ideas(
    *,
    assessment: Assessment,
    token: str,
    codes: Iterable[str],
    ideas: Mapping[str, str],
    by: User,
) -> Merge:
    """Store progress on ideas, {code: a value of FollowUp.Idea or ""}.

    `codes` are the edition's, in the order of the token. Returns the Merge. Values
    that clash are not stored.
    """
    held = hold_submitted(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    merged = merge(
        token=token,
        version=follow_up.version,
        stored=idea_values(follow_up, codes),
        sent=ideas,
    )
    if merged.changes:
        now = follow_up.ideas | merged.changes
        save_row(
            follow_up, {"ideas": {code: is_ for code, is_ in now.items() if is_}}, by
        )
    record_change(held, Kind.FOLLOWED_UP, by, "ideas" if merged.changes else "")
    return merged


def hold_submitted(assessment: Assessment) -> Assessment:
    """Lock the assessment's row; raise Refused if nothing has been submitted."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not held.submissions.exists():
        raise Refused(NOT_YET)
    return held


def _store(
    row: Row,
    values_of: Callable[[Row], Values],
    token: str,
    values: Values,
    by: User,
    locked: Mapping[str, Value] | None = None,
) -> Merge:
    """Store the changes of a row, and return the Merge.

    `locked` maps the names of values that nobody may change to those values.
    """
    merged = merge(token=token, version=row.version, stored=values_of(row), sent=values)
    for name, value in (locked or {}).items():
        if value is not None and merged.changes.pop(name, value) != value:
            merged.clashes[name] = value
    if merged.changes:
        save_row(row, merged.changes, by)
    return merged


def save_row(
    row: SupplementModel, values: Mapping[str, object], by: User | None
) -> None:
    row.save_version(**values, updated_at=timezone.now(), updated_by=by)


def record_change(
    assessment: Assessment, kind: str, by: User | None, what: str
) -> None:
    """Record what changed, if anything, and delete the stored files that show it."""
    if what:
        record(assessment, kind, by, what)
        SubmissionFile.objects.filter(submission__assessment=assessment).delete()
