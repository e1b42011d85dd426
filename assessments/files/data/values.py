"""A submission as data files take it, and its dates and times as cells.

Where days are hidden (see `submission.shown.coded`), a date or time is its month, a text.
"""

from datetime import date, datetime
from typing import NotRequired, TypedDict

from django.utils import timezone

from assessments.submission.shown.content import Document, Supplements
from assessments.submission.shown.wording import is_month

from .columns import Record


class Given(TypedDict):
    """A submission that data files are made of.

    content  its document
    beside   later records, as `submission.supplements` gives them, {} without any
    about    cells about its authority
    """

    content: Document
    digest: str
    beside: Supplements
    about: NotRequired[Record]


def day(value: str | None) -> date | str | None:
    """Return the date or the month, or None without one."""
    if not value or is_month(value):
        return value or None
    return date.fromisoformat(value)


def moment(value: str | None) -> datetime | str | None:
    """Return the time in the site's time zone, without its offset, or the month.

    None without one.
    """
    if not value or is_month(value):
        return value or None
    found = datetime.fromisoformat(value)
    return timezone.make_naive(found) if timezone.is_aware(found) else found
