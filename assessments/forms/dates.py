"""A date as people write it: 5 June 2026, or 5/6/2026."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

FORMATS = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
YEARS = range(1990, 2101)


class DayField(forms.DateField):
    """A day, month and year in one text box, shown again in words."""

    default_error_messages = {
        "invalid": "Enter a real date, with the day, month and year, like 5 June 2026"
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example, 5 June 2026 or 5/6/2026.")
        super().__init__(input_formats=FORMATS, **kwargs)

    def to_python(self, value: str | datetime | date | None) -> date | None:
        day = super().to_python(value)
        if day and day.year not in YEARS:
            raise ValidationError("Enter a year with four figures, like 2026")
        return day

    def prepare_value(self, value: object) -> object:
        return f"{value.day} {value:%B %Y}" if hasattr(value, "day") else value
