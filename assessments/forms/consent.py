"""The choices an authority makes about what others may do with its submission."""

from django import forms
from django.http import QueryDict

from ..models import Consent
from .common import SeenForm

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
