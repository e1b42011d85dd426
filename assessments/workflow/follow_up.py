"""Saving a follow-up, returning it to Coram Voice, and reopening it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import desk_emails
from ..access import require_follow_up
from ..field_merge import Merge, Value, Values
from ..models import (
    Assessment,
    FollowUp,
    FollowUpReturn,
    FollowUpRevision,
    FollowUpScore,
)
from ..submission import digests, follow_up_document
from ..submission.follow_ups import COMMENTS, submitted_scores
from .common import Kind, moderators_of, numbers, record
from .references import new_reference
from .revisions import History, day
from .supplements import (
    Answers,
    forget_files,
    hold_submitted,
    last_submission,
    record_change,
    save_row,
    store,
    with_date,
)

VALUES = ["stage_one", "stage_two", *COMMENTS]
CHANGED = "The list of blanks has changed. Check it and confirm it."
NOTHING = "Enter the stage 2 score of at least one area."


def score_values(row: FollowUpScore) -> dict[str, Value]:
    """Return the values that `save_follow_up` takes, without a submitted stage one.

    They are {"stage_one", "stage_two", "what_helped", "barriers", "next_steps"}.
    """
    return {name: getattr(row, name) for name in VALUES}


HISTORY: History[FollowUpScore] = History(FollowUpRevision, score_values, COMMENTS)


def score_rows(follow_up: FollowUp) -> dict[int, FollowUpScore]:
    """Return {area number: FollowUpScore}, by number. One query."""
    rows = follow_up.scores.select_related("area", "updated_by")
    return {row.area.number: row for row in rows}


def date_values(follow_up: FollowUp) -> dict[str, Value]:
    """Return a follow-up's {"completed_on"} in ISO format, for a page's token."""
    return {"completed_on": day(follow_up.completed_on)}


@transaction.atomic
def save_follow_up(
    *,
    assessment: Assessment,
    answers: Answers,
    by: User,
    completed_on: tuple[str, Values] | None = None,
) -> tuple[Merge | None, dict[int, Merge]]:
    """Store answers with the values of `score_values`, by area number.

    `completed_on` is (token, values of `date_values`), if the page had the date.

    A submitted stage one cannot change: another score clashes. Returns the date's
    Merge and {area number: Merge}. Values that clash are not stored.
    """
    held, follow_up = hold(assessment, by)
    rows = score_rows(follow_up)
    submitted = submitted_scores([held.pk])[held.pk]
    of_day = _save_date(follow_up, *completed_on, by) if completed_on else None
    befores = {number: HISTORY.before(rows[number]) for number in answers}
    merges = {
        number: store(
            rows[number],
            score_values,
            token,
            values,
            by,
            locked={"stage_one": submitted.get(str(number))},
        )
        for number, (token, values) in answers.items()
    }
    changed = [rows[number] for number in merges if merges[number].changes]
    HISTORY.keep(
        [(row, befores[row.area.number]) for row in changed], by, timezone.now()
    )
    what = [
        *(["date"] if of_day and of_day.changes else []),
        *([numbers(row.area for row in changed)] if changed else []),
    ]
    record_change(held, Kind.FOLLOWED_UP, by, ", ".join(what))
    return of_day, merges


def hold(assessment: Assessment, by: User) -> tuple[Assessment, FollowUp]:
    """Lock the assessment, and return it with its follow-up.

    Raises Refused unless the person may write in the follow-up now.
    """
    held = hold_submitted(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    require_follow_up(follow_up, by)
    return held, follow_up


def _save_date(follow_up: FollowUp, token: str, values: Values, by: User) -> Merge:
    read = with_date("completed_on")
    return store(follow_up, date_values, token, values, by, read=read)


@transaction.atomic
def restore(*, row: FollowUpScore, revision: FollowUpRevision, by: User) -> None:
    """Restore an earlier state of an area. The current one stays in the history."""
    held, follow_up = hold(row.follow_up.assessment, by)
    now = score_rows(follow_up)[row.area.number]
    locked = submitted_scores([held.pk])[held.pk].get(str(row.area.number))
    content: Mapping[str, Value] = revision.content
    if locked is not None:
        content = {**content, "stage_one": now.stage_one}
    if content == score_values(now):
        return  # pressed twice
    before = HISTORY.before(now)
    save_row(now, content, by)
    HISTORY.keep([(now, before)], by, timezone.now())
    record_change(held, Kind.FOLLOWED_UP, by, numbers([row.area]))


# Returning it


def blanks(follow_up: FollowUp) -> dict[str, int | None]:
    """Return {what would be returned blank, in words: the number of its area}.

    The date has no area. One query.
    """
    found: dict[str, int | None] = {}
    if not follow_up.completed_on:
        found["The date it was completed"] = None
    for row in score_rows(follow_up).values():
        if row.stage_two is None:
            found[f"The stage 2 score of area {row.area.number}"] = row.area.number
    return found


def has_scores(follow_up: FollowUp) -> bool:
    """Return whether any area has a stage two score. One query."""
    return follow_up.scores.filter(stage_two__isnull=False).exists()


@transaction.atomic
def submit(
    *, assessment: Assessment, by: User, confirmed: Collection[str] = ()
) -> FollowUpReturn:
    """Return the follow-up to Coram Voice: it is copied, and can no longer be changed.

    `confirmed` are the `blanks` that the person confirmed; all there are must be.
    """
    held, follow_up = hold(assessment, by)
    if not has_scores(follow_up):
        raise Refused(NOTHING)
    if set(blanks(follow_up)) - set(confirmed):
        raise Refused(CHANGED)
    returned = freeze(held, follow_up, by=by, at=timezone.now(), on_paper=by.is_staff)
    record(held, Kind.RETURNED, by, returned.reference)
    desk_emails.follow_up_returned(returned, held, by, moderators_of(held))
    return returned


def freeze(
    assessment: Assessment,
    follow_up: FollowUp,
    *,
    by: User | None,
    at: datetime,
    on_paper: bool,
) -> FollowUpReturn:
    """Copy the current follow-up, and close it. The assessment must be locked."""
    last = follow_up.returns.first()
    number = last.number + 1 if last else 1
    reference = new_reference("FU")
    content = follow_up_document.of(
        follow_up,
        last_submission(assessment),
        reference=reference,
        number=number,
        submitted_at=at,
        submitted_by=by,
        on_paper=on_paper,
    )
    returned = FollowUpReturn.objects.create(
        follow_up=follow_up,
        number=number,
        reference=reference,
        submitted_at=at,
        submitted_by=by,
        content=content,
        digest=digests.digest(content),
    )
    _set_open(follow_up, is_open=False)
    forget_files(assessment)
    return returned


def is_returned_by(assessment: Assessment, user: User) -> bool:
    """Return whether the follow-up is closed and this person returned it."""
    last = FollowUpReturn.objects.filter(
        follow_up__assessment=assessment, follow_up__is_open=False
    ).first()
    return last is not None and last.submitted_by_id == user.pk


@transaction.atomic
def reopen(*, assessment: Assessment, by: User, reason: str) -> None:
    """Let a returned follow-up be changed. What was returned does not change."""
    held = hold_submitted(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    if follow_up.is_open:
        raise Refused(
            "This follow-up is open already, so you do not need to reopen it."
        )
    _set_open(follow_up, is_open=True, because=reason)
    record(held, Kind.GIVEN_BACK, by)
    desk_emails.follow_up_reopened(held, by, moderators_of(held))


def _set_open(follow_up: FollowUp, *, is_open: bool, because: str = "") -> None:
    follow_up.is_open, follow_up.reopened_because = is_open, because
    follow_up.save(update_fields=["is_open", "reopened_because"])
