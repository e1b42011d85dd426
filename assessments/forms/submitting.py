"""The forms that end an assessment, and that open it again."""

from django import forms

from leavingcare.text import TextField

CONFIRM = (
    "Select each of these to confirm it is meant to be blank, or go back and fill it in"
)
CHANGED = "The list has changed. Look at it again and confirm each"


class SubmitForm(forms.Form):
    """Every blank that will be submitted, each to be confirmed."""

    confirmed = forms.MultipleChoiceField(
        label="Confirm what is blank",
        help_text="Nothing is filled in for you. Select each that is meant to be blank.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CONFIRM, "invalid_choice": CHANGED},
    )

    def __init__(self, blanks, data=None):
        super().__init__(data)
        if blanks:
            self.fields["confirmed"].choices = [(blank, blank) for blank in blanks]
        else:
            del self.fields["confirmed"]
        self.blanks = blanks

    def clean_confirmed(self):
        confirmed = self.cleaned_data["confirmed"]
        if set(self.blanks) - set(confirmed):
            raise forms.ValidationError(CONFIRM)
        return confirmed


class ReopenForm(forms.Form):
    reason = TextField(
        label="Why is this assessment being opened again?",
        help_text="The authority sees this. What was submitted is kept as it was.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the assessment is being opened again"},
    )
