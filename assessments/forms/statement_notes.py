"""The form of a note on a statement of an edition."""

from collections.abc import Sequence
from typing import Any

from django import forms

from frameworks.models import Statement
from leavingcare.text import TextField

from ..models import StatementNote
from .common import set_choices
from .dates import DayField


class StatementNoteForm(forms.Form):
    """The statement, the day from which the note counts, and its text."""

    statement = forms.ChoiceField(
        label="Statement",
        error_messages={
            "required": "Choose the statement that the note is about",
            "invalid_choice": "Choose a statement from the list",
        },
    )
    on = DayField(
        label="From which day?",
        help_text="The day from which it is so, like 1 April 2023.",
        error_messages={"required": "Enter the day from which it is so"},
    )
    text = TextField(
        label="Note",
        help_text="For example, ‘The leaving care grant of £2,000 became £3,000’. "
        "Everybody who rates or reads the statement sees it.",
        lines=False,
        max_length=StatementNote._meta.get_field("text").max_length,
        error_messages={"required": "Enter the note"},
    )

    def __init__(
        self, *args: Any, statements: Sequence[Statement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of_code = {each.code: each for each in statements}
        set_choices(
            self.fields["statement"],
            [("", "Choose a statement"), *((code, code) for code in self.of_code)],
        )

    def clean_statement(self) -> Statement:
        return self.of_code[self.cleaned_data["statement"]]
