"""The forms of a group after the discussion: a second rating, a note of dissent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..models import Dissent
from .common import set_choices

NOTE_LIMIT = 1000


class SecondRatingForm(forms.Form):
    """The group's rating of the statement after the discussion."""

    rating = forms.ChoiceField(
        label="What is your group’s rating now?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select your group’s rating now",
            "invalid_choice": "Select one of the ratings in the list",
        },
    )

    def __init__(
        self, labels: Mapping[int, str], data: QueryDict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        set_choices(
            self.fields["rating"],
            [(str(value), label) for value, label in labels.items()],
        )


class DissentForm(forms.Form):
    """A note on why the group disagrees with what was settled."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = TextField(
        label="Your group’s note",
        help_text="We record it under your group’s name and send it with the submission. "
        "Do not name anyone.",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter your note"},
    )

    def __init__(self, current: Dissent | None, data: QueryDict | None = None) -> None:
        initial = {"seen": current and current.pk, "note": current and current.text}
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def seen_note(self) -> int | None:
        """Return the primary key of the note the page showed, or None."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 19 else None
