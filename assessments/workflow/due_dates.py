"""By when the groups of an assessment hand in."""

from django.db import transaction

from leavingcare.refusals import Refused

from .common import Kind, lock, record


def day_in_words(day):
    return f"{day.day} {day:%B %Y}"


def problem_with(due_on, round):
    """Why groups cannot be due on that day of the round, in a sentence, or ""."""
    if due_on is None:
        return ""
    if due_on < round.opens_on:
        return (
            "The due date must be on or after the day the round opens, "
            f"{day_in_words(round.opens_on)}."
        )
    if round.closes_on and due_on > round.closes_on:
        return (
            "The due date must be on or before the day the round closes, "
            f"{day_in_words(round.closes_on)}."
        )
    return ""


def require_in_round(due_on, round):
    """Raise Refused if groups cannot be due on that day of the round."""
    if problem := problem_with(due_on, round):
        raise Refused(problem)


@transaction.atomic
def set_for_all(*, assessment, due_on, by):
    """Give all groups of the assessment one due date; None: when the round closes."""
    locked = lock(assessment)
    require_in_round(due_on, locked.round)
    locked.groups.update(due_on=due_on)
    record(locked, Kind.GROUP_CHANGED, by, f"all groups: {in_words(due_on)}")


def in_words(due_on):
    """For the record: "due 5 June 2020", "due when the round closes"."""
    return f"due {day_in_words(due_on)}" if due_on else "due when the round closes"
