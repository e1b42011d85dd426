"""The choices an authority makes about what others may do with its submission."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from ..models import Consent
from ..workflow.consent import Told
from .common import SeenForm
from .dates import DayField

HINT = (
    "Select what you agree to. Nothing is selected unless you select it, and you can "
    "change it at any time."
)


def consent_field() -> forms.MultipleChoiceField:
    """Return the field with every choice, each no unless it is selected."""
    return forms.MultipleChoiceField(
        label="What others may do with your submission",
        help_text=HINT,
        choices=list(Consent.CHOICES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ConsentForm(SeenForm):
    """The choices on a page of their own."""

    consents = consent_field()

    def __init__(
        self, data: QueryDict | None = None, *, row: Consent, token: str
    ) -> None:
        chosen = [name for name in Consent.CHOICES if getattr(row, name)]
        super().__init__(data, initial={"consents": chosen, "seen": token})

    @property
    def told(self) -> Told | None:
        """Return who told it, and when; None if the authority itself chooses."""
        return None


class ToldConsentForm(ConsentForm):
    """The choices as Coram Voice was told them."""

    told_by = forms.ChoiceField(
        label="Who told Coram Voice?",
        choices=[
            (value, f"{label[0].upper()}{label[1:]}")
            for value, label in Consent.Teller.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who told Coram Voice"},
    )
    told_on = DayField(
        label="On which day?",
        error_messages={"required": "Enter the day on which they said so"},
    )

    def __init__(
        self, data: QueryDict | None = None, *, row: Consent, token: str
    ) -> None:
        super().__init__(data, row=row, token=token)
        self.fields["consents"].label = "What others may do with the submission"
        self.fields["consents"].help_text = "Select only what the authority agreed to."

    def clean_told_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise ValidationError("Enter today or a day before")
        return day

    @property
    def told(self) -> Told:
        """Return who told it, and when."""
        teller = Consent.Teller(self.cleaned_data["told_by"])
        return Told(teller, self.cleaned_data["told_on"])
