"""The form with which an approver changes an agreed rating."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..models import AgreedResponse
from .common import set_choices


class ChangeRatingForm(forms.Form):
    """Another rating for a settled statement, with the reason."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="New rating",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a new rating",
            "invalid_choice": "Select a rating other than the agreed one",
        },
    )
    reason = TextField(
        label="Reason",
        help_text="Everybody who takes part can see this. We send it with the submission "
        "as your change.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter why you are changing the rating"},
    )

    def __init__(
        self,
        response: AgreedResponse,
        labels: Mapping[int, str],
        data: QueryDict | None = None,
    ) -> None:
        initial = {"seen": response.version}
        super().__init__(data, initial=initial, use_required_attribute=False)
        agreed = None
        if response.outcome == AgreedResponse.Outcome.AGREED:
            agreed = response.rating and response.rating.value
        set_choices(
            self.fields["rating"],
            [(str(value), label) for value, label in labels.items() if value != agreed],
        )

    @property
    def version(self) -> int:
        """Return the version of the agreed response that the page showed, or -1."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 19 else -1
