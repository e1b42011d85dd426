"""What a group says once the discussion is open: a second rating, a note of dissent."""

from django import forms

from leavingcare.text import TextField

NOTE_LIMIT = 1000


class SecondRatingForm(forms.Form):
    """What the group rates the statement after hearing the others."""

    rating = forms.ChoiceField(
        label="What does your group rate it now?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the rating your group gives now",
            "invalid_choice": "Choose one of the ratings in the list",
        },
    )

    def __init__(self, labels, data=None, **kwargs):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.fields["rating"].choices = [
            (str(value), label) for value, label in labels.items()
        ]


class DissentForm(forms.Form):
    """Why the group does not share what was settled."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = TextField(
        label="Your group’s note of dissent",
        help_text="It is kept with the record and sent with the submission, under "
        "your group’s name. Keep names of people out.",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the note, or leave this page"},
    )

    def __init__(self, current, data=None):
        initial = {"seen": current and current.pk, "note": current and current.text}
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def seen_note(self):
        """The primary key of the note the page showed, or None."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 19 else None
