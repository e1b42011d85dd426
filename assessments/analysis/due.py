"""Due dates, and what is late. Only whole days count: work due today is not late."""

from datetime import date

SOON = 14  # days, within which they are counted


def is_late(due: date | None, today: date) -> bool:
    """Return whether the due date, if there is one, has passed."""
    return due is not None and due < today


def closing_day(due: date | None, closed_on: date | None) -> date | None:
    """Return the last day on which work is in time, or None if there is none."""
    return min(filter(None, [due, closed_on]), default=None)


def day_in_words(day: date) -> str:
    """Return a date as "5 June 2020"."""
    return f"{day.day} {day:%B %Y}"


def due_words(due: date | None, today: date) -> str:
    """Return when work is due: "due 5 June 2020", "due tomorrow", "3 days late".

    Return "" if there is no due date.
    """
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"{_days(-days)} late"
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    day = f"due {day_in_words(due)}"
    return f"{day}, in {days} days" if days <= SOON else day


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
