"""How far off a due date is, in words. Days only: what is due today is not late."""

from datetime import date

SOON = 14  # days, within which they are counted


def is_late(due: date | None, today: date) -> bool:
    return due is not None and due < today


def in_words(due: date | None, today: date) -> str:
    """Say when something is due: "due 5 June 2020", "due tomorrow", "3 days late".

    `due` is a date or None, for which there is nothing to say: "".
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
