"""The form that asks for a round's data with what people wrote."""

from django import forms

from leavingcare.forms import Hinted

from ..files.catalogue import ROUND_FORMATS


class NeededForm(forms.Form):
    """A confirmation that what people wrote is needed outside the site."""

    confirmed = forms.BooleanField(
        label="I need what people wrote, and will store the file where only people who "
        "need it can see it",
        error_messages={"required": "Confirm that you need the text"},
    )


class TextForm(NeededForm):
    """The file to download, with a confirmation that the text is needed."""

    format = forms.ChoiceField(
        label="Which file do you need?",
        choices=[
            (each.name, Hinted(f"Download {each.title}", each.use))
            for each in ROUND_FORMATS.values()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select the file you need"},
    )

    field_order = ["format", "confirmed"]
