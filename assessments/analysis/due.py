"""Due dates in words. Only whole days count: work due today is not late."""

from datetime import date

SOON = 14  # days, within which they are counted


def is_late(due: date | None, today: date) -> bool:
    """Return whether the due date, if there is one, has passed."""
    return due is not None and due < today


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
    day = f"due {due.day} {due:%B %Y}"
    return f"{day}, in {days} days" if days <= SOON else day


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
