"""The form that adds many authorities to a round: pasted, checked, then added."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from leavingcare.text import TextField, clean_text

from ..analysis.pasted_lines import PastedLine, read_lines
from ..desk.lines import NEW, Choices, Line
from .authorities import labelled
from .common import set_choices

MOST_LINES = 200
MOST_CHARACTERS = 40_000


class LinesForm(forms.Form):
    """The pasted text."""

    lines = TextField(
        label="Authorities and email addresses",
        help_text="Put each authority on its own line: its name, a comma, and its "
        "moderator’s email address. You can paste two columns of a spreadsheet. Leave "
        "out the email address if the authority already has a moderator.",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": "Paste at least one line"},
    )

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        pasted = read_lines(text)
        if not pasted:
            raise ValidationError(self.fields["lines"].error_messages["required"])
        if len(pasted) > MOST_LINES:
            raise ValidationError(f"Add {MOST_LINES} authorities or fewer at a time")
        return text

    @property
    def is_as_checked(self) -> bool:
        """Return whether the lines are the ones that the page checked."""
        try:
            checked = clean_text(self.data.get("checked", ""))
            return bool(checked == self.cleaned_data["lines"])
        except ValidationError:
            return False

    @property
    def pasted(self) -> list[PastedLine]:
        return read_lines(self.cleaned_data["lines"])


class ChoicesForm(forms.Form):
    """The questions about lines: which authority, and whether to change a role."""

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            if line.candidates:
                self.fields[f"which-{line.number}"] = _which(line)
            if line.role:
                self.fields[f"promotes-{line.number}"] = forms.BooleanField(
                    label=f"Change them from {line.role} to moderator",
                    required=False,
                    initial=line.promotes,
                )

    def of(self, line: Line) -> list[forms.BoundField]:
        """Return the fields of one line."""
        names = (f"which-{line.number}", f"promotes-{line.number}")
        return [self[name] for name in names if name in self.fields]

    @staticmethod
    def chosen(data: dict[str, str], numbers: Iterable[int]) -> Choices:
        """Return the choices in a request, before the questions are known."""
        return Choices(
            which={
                number: data[f"which-{number}"]
                for number in numbers
                if data.get(f"which-{number}")
            },
            promotes=frozenset(
                number for number in numbers if data.get(f"promotes-{number}")
            ),
        )


def _which(line: Line) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=f"Which authority is ‘{line.name}’?", required=False
    )
    set_choices(
        field,
        [
            ("", "Choose"),
            *((key, _in_line(name)) for key, name in labelled(line.candidates)),
            (NEW, f"None of these: add ‘{line.name}’"),
        ],
    )
    field.initial = line.candidate.key if line.candidate else NEW if line.is_new else ""
    return field


def _in_line(choice: str) -> str:
    """Return a choice with its hint, to fit in one line of a list."""
    hint = getattr(choice, "hint", "")
    return f"{choice} ({hint})" if hint else str(choice)
