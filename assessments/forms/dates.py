"""Dates as people write them: 5 June 2026, or 5/6/2026."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from leavingcare.text import TextField

from ..analysis.sentences import join_and

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


class DaysField(TextField):
    """Several days, each on a line of its own. Cleans to a list, the earliest first."""

    def clean(self, value: object) -> list[date]:
        field, found, wrong = DayField(), set[date](), []
        for line in filter(None, map(str.strip, super().clean(value).split("\n"))):
            try:
                found.add(field.clean(line))
            except ValidationError:
                wrong.append(f"‘{line}’")
        if wrong:
            says = field.error_messages["invalid"]
            raise ValidationError(f"{says}, instead of {join_and(wrong)}")
        return sorted(found)
