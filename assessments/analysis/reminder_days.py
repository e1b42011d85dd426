"""The days on which reminders are sent automatically, counted from the due date."""

from datetime import date, timedelta

DAY = timedelta(days=1)
STEPS = [-14 * DAY, -7 * DAY, -DAY, DAY]  # pages say these in words
# If the command did not run, a step is made up for until the next one, and the last
# until this many days after the due date.
LAST = 8 * DAY


def latest_step(due: date, today: date) -> date | None:
    """Return the day of the latest step, or None before the first and after the last."""
    if today >= due + LAST:
        return None
    return max((due + step for step in STEPS if due + step <= today), default=None)
