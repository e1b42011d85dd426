"""A filter that says when a submission was made."""

from django import template

from leavingcare.moments import moment

from ..analysis.due import day_in_words
from ..models import Submission

register = template.Library()


@register.filter
def made(submission: Submission) -> str:
    """Return "submitted at 6:17pm on 5 June 2020", or when an imported one was completed."""
    if submission.is_imported:
        day = day_in_words(submission.dated_on)
        return f"completed on {day}, imported by Coram Voice"
    return f"submitted at {moment(submission.submitted_at)}"
