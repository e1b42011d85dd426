"""The form of the cover sheet, with the questions of its edition."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import CharField

from leavingcare.text import TextField

from ..models import Assessment
from .dates import DayField


def short_text(name: str) -> TextField:
    """Return a one-line box for a field of the assessment."""
    limit = cast("CharField[str, str]", Assessment._meta.get_field(name)).max_length
    return TextField(lines=False, max_length=limit, required=False)


FIELDS: dict[str, Callable[[], forms.Field]] = {
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
            "name@example.org"
        },
    ),
}


class CoverForm(forms.Form):
    """The edition's cover questions, except the authority's name, which is known.

    Nothing is required, as a cover sheet may be filled in over weeks.
    """

    def __init__(
        self, *args: Any, questions: Iterable[Mapping[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            field = FIELDS[question["key"]]()
            field.label = question["question"]
            self.fields[question["key"]] = field
