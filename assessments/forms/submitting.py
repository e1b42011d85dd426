"""The form that submits an assessment."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from ..field_merge import fingerprint
from ..submission.shown.not_printed import PARTS
from .common import set_choices
from .consent import consent_field

CONFIRM = (
    "Select each of these to confirm that you mean to leave it like this, or change it"
)
CHANGED = "The list has changed. Check it and confirm each of them"


class SubmitForm(forms.Form):
    """Every blank that will be submitted, to be confirmed one by one or together.

    `blanks` are their words. "all" carries the fingerprint of the list that the page
    showed, so that only what was on it is confirmed. `not_printed` is what was left
    out of the PDF last time.
    """

    confirmed = forms.MultipleChoiceField(
        label="Confirm what you are leaving blank",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHANGED},
    )
    all = forms.CharField(required=False)
    not_printed = forms.MultipleChoiceField(
        label="Leave out of the PDF",
        help_text=(
            "Select anything you do not want printed in the PDF, for example if you "
            "will publish it. The submission still contains it, and Coram Voice can "
            "read it."
        ),
        choices=[(key, words.capitalize()) for key, words in PARTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    consents = consent_field()

    def __init__(
        self,
        blanks: list[str],
        data: QueryDict | None = None,
        not_printed: Iterable[str] = (),
        *,
        asks_consent: bool = True,
    ) -> None:
        super().__init__(data, initial={"not_printed": list(not_printed)})
        if not asks_consent:
            del self.fields["consents"]
        else:
            self.fields["consents"].widget.attrs["class"] = "govuk-checkboxes--small"
        self.blanks = blanks
        self.fingerprint = fingerprint(blanks)
        set_choices(self.fields["confirmed"], [(blank, blank) for blank in blanks])

    def clean(self) -> None:
        confirmed = self.cleaned_data.get("confirmed")
        together = self.cleaned_data["all"]
        if together == self.fingerprint:
            self.cleaned_data["confirmed"] = self.blanks
        elif together:
            self.add_error("confirmed", CHANGED)
        elif confirmed is not None and set(self.blanks) - set(confirmed):
            self.add_error("confirmed", CONFIRM)
