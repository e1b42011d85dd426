"""The cover sheet, with the questions its edition prints."""

from django import forms

from leavingcare.text import TextField

from ..models import Assessment
from .dates import DayField


def short_text(name):
    limit = Assessment._meta.get_field(name).max_length
    return TextField(lines=False, max_length=limit, required=False)


FIELDS = {
    "completed_on": lambda: DayField(required=False),
    "how_completed": lambda: TextField(required=False),
    "who_was_involved": lambda: TextField(required=False),
    "lead_name": lambda: short_text("lead_name"),
    "lead_job_title": lambda: short_text("lead_job_title"),
    "lead_email": lambda: forms.EmailField(
        required=False,
        max_length=254,
        help_text="Like name@example.org.",
        error_messages={
            "invalid": "Enter an email address in the correct format, like "
            "name@example.org."
        },
    ),
}


class CoverForm(forms.Form):
    """The edition's cover questions but for the authority's name, which is known.

    Nothing is required: a cover sheet may be filled in over weeks.
    """

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            field = FIELDS[question["key"]]()
            field.label = question["question"]
            self.fields[question["key"]] = field
