"""The forms that end an assessment, and that open it again."""

from django import forms

from leavingcare.text import TextField

from ..field_merge import fingerprint
from ..submission.shown.redaction import PARTS

CONFIRM = (
    "Select each of these to confirm it is meant to be blank, or go back and fill it in"
)
CHANGED = "The list has changed. Look at it again and confirm each"


class SubmitForm(forms.Form):
    """Every blank that will be submitted, to be confirmed one by one or together.

    `blanks` are their words. "all" carries a mark of the list that the page showed,
    so nothing is confirmed that was not on it. `not_printed` is what was left out of
    the PDF last time.
    """

    confirmed = forms.MultipleChoiceField(
        label="Confirm what is blank",
        help_text="Nothing is filled in for you. Select what is meant to be blank.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHANGED},
    )
    all = forms.CharField(required=False)
    not_printed = forms.MultipleChoiceField(
        label="Leave out of the PDF",
        help_text=(
            "The submission keeps all of it, and Coram Voice can read it. Select what "
            "the PDF, which you may publish, is not to print."
        ),
        choices=[(key, words.capitalize()) for key, words in PARTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, blanks, data=None, not_printed=()):
        super().__init__(data, initial={"not_printed": list(not_printed)})
        self.blanks = blanks
        self.fingerprint = fingerprint(blanks)
        self.fields["confirmed"].choices = [(blank, blank) for blank in blanks]

    def clean(self):
        confirmed = self.cleaned_data.get("confirmed")
        together = self.cleaned_data["all"]
        if together == self.fingerprint:
            self.cleaned_data["confirmed"] = self.blanks
        elif together:
            self.add_error("confirmed", CHANGED)
        elif confirmed is not None and set(self.blanks) - set(confirmed):
            self.add_error("confirmed", CONFIRM)


class ReopenForm(forms.Form):
    reason = TextField(
        label="Why is this assessment being opened again?",
        help_text="The authority sees this. What was submitted is kept as it was.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the assessment is being opened again"},
    )
