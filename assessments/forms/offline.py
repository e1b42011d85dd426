"""The forms of working away from the site: which areas, which file, which text."""

from django import forms
from django.conf import settings

from leavingcare.text import length_of

from ..models import DraftResponse
from ..workflow.fill_from_form import BOTH, FORM

KEEP = "keep"
NOT_HERE = "Choose from the areas in the list"


class AreasForm(forms.Form):
    """Which of the group's drafts go into the Word form."""

    areas = forms.MultipleChoiceField(
        label="Which areas do you want in the form?",
        help_text="All that your group has not handed in, unless you change this.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one area",
            "invalid_choice": NOT_HERE,
            "invalid_list": NOT_HERE,
        },
    )

    def __init__(self, drafts, data=None):
        super().__init__(data)
        self.drafts = {str(draft.area.number): draft for draft in drafts}
        self.fields["areas"].choices = [
            (number, str(draft.area)) for number, draft in self.drafts.items()
        ]
        self.initial["areas"] = list(self.drafts)

    @property
    def chosen(self):
        """The drafts of the areas chosen, in order."""
        chosen = set(self.cleaned_data["areas"])
        return [draft for number, draft in self.drafts.items() if number in chosen]


class UploadForm(forms.Form):
    """The completed form, whose contents are not looked at here."""

    file = forms.FileField(
        label="Choose the Word form you filled in",
        help_text="A Word document (.docx) of up to 5 MB. Nothing is changed yet: you "
        "see first what it would change.",
        widget=forms.FileInput(
            attrs={
                "accept": ".docx,application/vnd.openxmlformats-officedocument."
                "wordprocessingml.document"
            }
        ),
        max_length=None,
        error_messages={
            "required": "Choose the Word form you filled in",
            "missing": "Choose the Word form you filled in",
            "empty": "This file is empty. Choose the Word form you filled in",
            "invalid": "Choose the Word form you filled in",
        },
    )


class ChoicesForm(forms.Form):
    """What to do about each clash: a field each, named by the Difference's key."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, clashes, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for clash in clashes:
            self.fields[clash.key] = forms.ChoiceField(
                label="What do you want to keep?",
                choices=choices_of(clash),
                initial=KEEP,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of these"},
            )

    def clean(self):
        for name in self.fields:
            if len(self.data.getlist(name)) > 1:
                self.add_error(name, "Choose one of these")
        return super().clean()

    @property
    def seen_marks(self):
        """What the page showed, {key: mark}, as it came."""
        pairs = (pair.partition(":") for pair in self.cleaned_data["seen"].split())
        return {key: mark for key, _, mark in pairs}

    @property
    def choices(self):
        """{key: FORM or BOTH} of what is not to stay as it is."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen" and value in {FORM, BOTH}
        }


def choices_of(clash):
    """The choices of one clash; both texts only where they fit."""
    found = [(KEEP, "Keep what is on the site")]
    if clash.is_emptied:
        return [*found, (FORM, "Leave it blank, as on the form")]
    if clash.candidates:
        undecided = DraftResponse.NotRated.UNDECIDED.label
        return [*found, (FORM, f"Use the form’s: “{undecided}”")]
    found.append((FORM, "Use the form’s"))
    if clash.is_text and clash.now and length_of(clash.both) <= settings.TEXT_LIMIT:
        found.append((BOTH, "Keep both, one after the other"))
    return found
