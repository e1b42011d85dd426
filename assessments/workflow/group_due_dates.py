"""The due dates by which groups hand in."""

from datetime import date

from django.db import transaction

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..analysis.due import day_in_words
from ..models import Assessment
from .common import Kind, lock, record


def problem_with(due_on: date | None, assessment: Assessment) -> str:
    """Return why groups of the assessment cannot be due on that day, or ""."""
    round = assessment.round
    if due_on is None:
        return ""
    if due_on < round.opens_on:
        return (
            "The due date must be on or after the day the round opens, "
            f"{day_in_words(round.opens_on)}."
        )
    if assessment.due_on and due_on > assessment.due_on:
        return (
            "The due date must be on or before the day your authority’s assessment is "
            f"due, {day_in_words(assessment.due_on)}."
        )
    if not assessment.due_on and round.closes_on and due_on > round.closes_on:
        return (
            "The due date must be on or before the day the round closes, "
            f"{day_in_words(round.closes_on)}."
        )
    return ""


def require_in_round(due_on: date | None, assessment: Assessment) -> None:
    """Raise Refused if groups of the assessment cannot be due on that day."""
    if problem := problem_with(due_on, assessment):
        raise Refused(problem)


@transaction.atomic
def set_for_all(*, assessment: Assessment, due_on: date | None, by: User) -> None:
    """Give all groups one due date. None means the day the round closes."""
    locked = lock(assessment)
    require_in_round(due_on, locked)
    locked.groups.update(due_on=due_on)
    record(locked, Kind.GROUP_CHANGED, by, f"all groups: {due_in_words(due_on)}")


def due_in_words(due_on: date | None) -> str:
    """Return "due 5 June 2020" or "due when the round closes", for the record."""
    return f"due {day_in_words(due_on)}" if due_on else "due when the round closes"
