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
    """What to do about what somebody must choose.

    One field for each clash, named by the Difference's key, and one for each question
    about several answers: {name of the field: its Differences} in `groups`.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, clashes, groups, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.groups = groups
        grouped = {one.key for group in groups.values() for one in group}
        for name, group in groups.items():
            self.fields[name] = choice_field(
                [
                    (KEEP, "Leave them out"),
                    (FORM, f"Use the form’s for all {len(group)}"),
                ]
            )
        for clash in clashes:
            if clash.key not in grouped:
                self.fields[clash.key] = choice_field(choices_of(clash))

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
        chosen = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen" and value in {FORM, BOTH}
        }
        for name, group in self.groups.items():
            if chosen.pop(name, None):
                chosen |= {one.key: FORM for one in group}
        return chosen


def choice_field(choices):
    return forms.ChoiceField(
        label="What do you want to keep?",
        choices=choices,
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )


def groups_of(questions):
    """Return {name of a field: Differences} of questions about several answers.

    Only those that nothing but the question holds back are chosen together.
    """
    found = {}
    for place, each in enumerate(questions):
        together = [one for one in each.differences if one.is_doubtful]
        if len(together) > 1 and len(each.question.fields) > 1:
            found[f"question-{place}"] = together
    return found


def choices_of(clash):
    """The choices of one clash; both texts only where they fit."""
    found = [(KEEP, "Keep what is on the site")]
    if clash.is_doubtful:
        return [(KEEP, "Leave it out"), (FORM, "Use this")]
    if clash.is_emptied:
        return [*found, (FORM, "Leave it blank, as on the form")]
    if clash.candidates:
        undecided = DraftResponse.NotRated.UNDECIDED.label
        return [*found, (FORM, f"Use the form’s: “{undecided}”")]
    found.append((FORM, "Use the form’s"))
    if clash.is_text and clash.now and length_of(clash.both) <= settings.TEXT_LIMIT:
        found.append((BOTH, "Keep both, one after the other"))
    return found
