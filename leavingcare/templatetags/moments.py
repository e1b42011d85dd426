"""Filters for times, in every template without loading them."""

from datetime import datetime

from django import template

from leavingcare import moments

register = template.Library()


@register.filter
def clock(at: datetime | None) -> str:
    """Return the time of day, or nothing if there is no time."""
    return moments.clock(at) if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Return the time and the date, or nothing if there is no time."""
    return moments.moment(at) if at else ""
