"""The choice of what a question or a note is about."""

from collections.abc import Sequence
from typing import Any

from django import forms

from frameworks.light import first_words
from frameworks.models import Statement

from .common import set_choices

WHOLE = "The whole submission"


class AboutForm(forms.Form):
    """A form on the whole submission or on one statement."""

    about = forms.ChoiceField(
        label="What is it about?",
        required=False,
        error_messages={"invalid_choice": "Choose a statement from the list"},
    )

    def __init__(
        self, *args: Any, statements: Sequence[Statement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of_code = {each.code: each for each in statements}
        named = [
            (code, f"{code} {first_words(each.text_md)}")
            for code, each in self.of_code.items()
        ]
        set_choices(self.fields["about"], [("", WHOLE), *named])

    @property
    def statement(self) -> Statement | None:
        """Return the statement it is about, or None."""
        return self.of_code.get(self.cleaned_data["about"])
