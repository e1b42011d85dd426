"""The form with which an approver changes an agreed rating."""

from django import forms

from leavingcare.text import TextField

from ..models import AgreedResponse


class ChangeRatingForm(forms.Form):
    """Another rating for a settled statement, and why."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="What should it be?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the rating it should be",
            "invalid_choice": "Choose a rating other than the agreed one",
        },
    )
    reason = TextField(
        label="Why",
        help_text="Everybody who takes part sees this, and it is sent with the "
        "submission as your change.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why you change it"},
    )

    def __init__(self, response, labels, data=None):
        initial = {"seen": response.version}
        super().__init__(data, initial=initial, use_required_attribute=False)
        agreed = None
        if response.outcome == AgreedResponse.Outcome.AGREED:
            agreed = response.rating.value
        self.fields["rating"].choices = [
            (str(value), label) for value, label in labels.items() if value != agreed
        ]

    @property
    def version(self):
        """The version of the agreed response that the page showed; -1 if unknown."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 19 else -1
