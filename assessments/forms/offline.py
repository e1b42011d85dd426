"""The forms for working offline: which areas, which file, which text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from leavingcare.text import TEXT_LIMIT, length_of

from ..files.incoming.decisions import rating_choice, rating_chosen
from ..files.incoming.differences import Difference
from ..models import Draft, DraftResponse
from ..workflow.fill_from_form import BOTH, FORM
from ..workflow.form_comparison import AskedQuestion, Comparison
from .common import set_choices

MOST_MEGABYTES = 5  # of one form
KEEP = "keep"
NOT_HERE = "Choose from the areas in the list"
CHOOSE = "Choose one of these"


class AreasForm(forms.Form):
    """The group's drafts to put into the Word form."""

    areas = forms.MultipleChoiceField(
        label="Which areas do you want in the form?",
        help_text="We have selected every area your group has not handed in.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one area",
            "invalid_choice": NOT_HERE,
            "invalid_list": NOT_HERE,
        },
    )

    def __init__(self, drafts: Iterable[Draft], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.drafts = {str(draft.area.number): draft for draft in drafts}
        set_choices(
            self.fields["areas"],
            [(number, str(draft.area)) for number, draft in self.drafts.items()],
        )
        self.initial["areas"] = list(self.drafts)

    @property
    def chosen(self) -> list[Draft]:
        """The drafts of the areas chosen, in order."""
        chosen = set(self.cleaned_data["areas"])
        return [draft for number, draft in self.drafts.items() if number in chosen]


class UploadForm(forms.Form):
    """The completed form. This form does not check its content."""

    file = forms.FileField(
        label="Choose the Word form you filled in",
        help_text=f"A Word document (.docx) of up to {MOST_MEGABYTES} MB. You can check "
        "the changes before they are saved.",
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
    """The choices that somebody must make.

    One field for each clash, named by the Difference's key, and one for each question
    about several answers: {name of the field: its Differences} in `groups`.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        found: Comparison,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.groups = groups_of(found.questions)
        grouped = {one.key for group in self.groups.values() for one in group}
        for name, group in self.groups.items():
            use = f"Use what is on the form for all {len(group)}"
            self.fields[name] = choice_field([(KEEP, "Leave them out"), (FORM, use)])
        for clash in found.differences:
            if clash.is_clash and clash.key not in grouped:
                self.fields[clash.key] = choice_field(choices_of(clash, found))

    def clean(self) -> dict[str, Any] | None:
        for name in self.fields:
            if len(cast(QueryDict, self.data).getlist(name)) > 1:
                self.add_error(name, CHOOSE)
        return super().clean()

    @property
    def seen_marks(self) -> dict[str, str]:
        """The marks of the page's content, {key: mark}, as they were sent."""
        pairs = (pair.partition(":") for pair in self.cleaned_data["seen"].split())
        return {key: mark for key, _, mark in pairs}

    @property
    def choices(self) -> dict[str, str]:
        """{key: choice} of everything that changes."""
        chosen = {
            name: str(value)
            for name, value in self.cleaned_data.items()
            if name != "seen" and is_change(str(value))
        }
        for name, group in self.groups.items():
            if chosen.pop(name, None):
                chosen |= {one.key: FORM for one in group}
        return chosen


def is_change(choice: str) -> bool:
    return choice in {FORM, BOTH} or rating_chosen(choice) is not None


def choice_field(choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What do you want to keep?",
        choices=choices,
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE},
    )


def groups_of(questions: Iterable[AskedQuestion]) -> dict[str, list[Difference]]:
    """Return {name of a field: Differences} of questions about several answers.

    They are chosen together only if no other reason holds them back.
    """
    found = {}
    for place, each in enumerate(questions):
        together = [one for one in each.differences if one.is_doubtful]
        if len(together) > 1 and len(each.question.fields) > 1:
            found[f"question-{place}"] = together
    return found


def choices_of(clash: Difference, found: Comparison) -> list[tuple[str, str]]:
    """Return the choices of one clash; both texts only if they fit."""
    undecided = f"“{DraftResponse.NotRated.UNDECIDED.label}”"
    if clash.is_doubtful and clash.name == "answer":
        ratings = [
            (rating_choice(value), point.label) for value, point in found.points.items()
        ]
        both = [(FORM, undecided)] if clash.candidates else []
        return [(KEEP, "Leave it out"), *ratings, *both]
    if clash.is_doubtful:
        return [(KEEP, "Leave it out"), (FORM, "Use this")]
    choices = [(KEEP, "Keep what is on the site")]
    if clash.is_emptied:
        return [*choices, (FORM, "Leave it blank, as on the form")]
    if clash.candidates:
        return [*choices, (FORM, f"Use what is on the form: {undecided}")]
    choices.append((FORM, "Use what is on the form"))
    if clash.is_text and clash.now and length_of(clash.both) <= TEXT_LIMIT:
        choices.append((BOTH, "Keep both, one after the other"))
    return choices
