"""Times as GOV.UK writes them, on the clocks of the site's time zone."""

from datetime import datetime

from django.utils import dateformat, timezone


def clock(at: datetime) -> str:
    """Return the time of day: "6:17pm", "6pm", "midday" or "midnight"."""
    local = timezone.localtime(at)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def moment(at: datetime) -> str:
    """Return the time and the date: "6:17pm on 28 November 2026"."""
    return f"{clock(at)} on {dateformat.format(timezone.localtime(at), 'j F Y')}"
