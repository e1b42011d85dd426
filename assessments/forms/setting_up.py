"""The forms that open a round and share out its areas among working groups."""

import unicodedata
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model
from django.http import QueryDict
from django.utils import timezone

from frameworks.models import Area
from leavingcare.forms import Hinted
from leavingcare.models import User
from leavingcare.text import TextField

from ..analysis.due import day_in_words
from ..analysis.group_kinds import KINDS
from ..models import Assessment, WorkingGroup
from ..workflow.group_due_dates import problem_with
from ..workflow.presets import NAME_LENGTH, Preset
from .common import set_choices
from .dates import DayField

PRESET_HINTS = {
    Preset.GROUP_PER_AREA: "Creates a group for each area that does not have one, named "
    "after the area. You can rename them.",
    Preset.EVERY_AREA: "Gives every area to each group on this page, and to those you "
    "name below. You will see where their views differ.",
    Preset.LEAD: "Creates one group called Lead with every area. Its members share "
    "the work between them.",
}


class NameField(TextField):
    """A name on one line, with accents in one encoding."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        limit = cast("CharField[str, str]", model._meta.get_field("name")).max_length
        super().__init__(lines=False, max_length=limit, **kwargs)

    def to_python(self, value: object) -> str:
        return self.normal(super().to_python(value))

    @staticmethod
    def normal(name: str) -> str:
        """Return a name without spaces around it, with accents in one encoding."""
        return unicodedata.normalize("NFC", name).strip()


class PresetForm(forms.Form):
    """One of the ways to share out the areas."""

    preset = forms.ChoiceField(
        label="How will you share out the areas?",
        help_text="This does not remove anything you have already set up.",
        choices=[
            (preset.value, Hinted(preset.label, PRESET_HINTS[preset]))
            for preset in Preset
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how to share out the areas"},
    )
    names = TextField(
        label="Names of new groups (optional)",
        help_text="Only if every group rates every area. One to a line: for example, "
        "Housing or North locality.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_names(self) -> list[str]:
        lines = (
            NameField.normal(line) for line in self.cleaned_data["names"].split("\n")
        )
        names = [line for line in lines if line]
        if too_long := [name for name in names if len(name) > NAME_LENGTH]:
            raise ValidationError(
                f"Shorten “{too_long[0][:NAME_LENGTH]}” to {NAME_LENGTH} characters or "
                "fewer"
            )
        return names


class CoverageForm(forms.Form):
    """The grid of who rates what: a box for each group and area.

    `was` are the boxes that the page showed ticked, so that it undoes nothing that
    somebody else has changed since.
    """

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    rates = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "A group has been removed since you opened this page. "
            "Check the groups below, then save again"
        },
    )

    def __init__(self, cells: Collection[str], data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_coverage_%s")
        self.cells = cells
        set_choices(self.fields["rates"], [(cell, cell) for cell in cells])

    def changes(self) -> tuple[list[str], list[str]]:
        """Return the boxes that the person ticked, and those they cleared."""
        was = self.cleaned_data["was"].split()
        now = self.cleaned_data["rates"]
        cleared = [cell for cell in was if cell in self.cells and cell not in now]
        return [cell for cell in now if cell not in was], cleared


class DueForm(forms.Form):
    """The due date of a group, within the round."""

    due_on = DayField(
        label="Due date (optional)",
        required=False,
        help_text="The day the group hands in, like 5 June 2026. Leave empty for the "
        "day the round closes.",
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if problem := problem_with(due_on, self.assessment):
            raise ValidationError(problem)
        is_new = due_on != self.initial.get("due_on")
        if due_on and is_new and due_on < timezone.localdate():
            raise ValidationError(
                f"{day_in_words(due_on)} has passed. Enter today’s date or a later one"
            )
        return due_on


class DueForAllForm(DueForm):
    """One due date for all groups of an assessment."""

    prefix = "all"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["due_on"]
        field.label = "Due date of all groups"
        field.help_text = (
            "It replaces the dates the groups have now. For example, 5 June 2026. "
            "Leave empty for the day the round closes."
        )


class GroupForm(DueForm):
    """A working group: its name, its areas, its members and its due date."""

    name = NameField(
        WorkingGroup,
        label="Name of the group",
        help_text="For example, Housing or North locality.",
        error_messages={"required": "Enter a name for the group"},
    )
    kind = forms.ChoiceField(
        label="Who is in the group? (optional)",
        required=False,
        choices=[("", "Not said"), *KINDS.items()],
        help_text="So that Coram Voice can compare, for example, personal advisers with "
        "housing across authorities.",
        error_messages={"invalid_choice": "Choose one of the answers in the list"},
    )
    areas = forms.MultipleChoiceField(
        label="Areas it rates", required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label="Members", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        areas: Iterable[Area],
        people: Iterable[User],
        others: Iterable[str],
        **kwargs: Any,
    ) -> None:
        """Make the form with the authority's `people` and names of `others`, its groups."""
        super().__init__(*args, **kwargs)
        self.area_of = {str(area.number): area for area in areas}
        self.person_of = {str(person.pk): person for person in people}
        self.others = others
        set_choices(
            self.fields["areas"],
            [
                (number, f"{area.number}. {area.title}")
                for number, area in self.area_of.items()
            ],
        )
        set_choices(
            self.fields["members"],
            [(key, person.name) for key, person in self.person_of.items()],
        )
        if not people:
            del self.fields["members"]
        self.order_fields(["name", "kind", "areas", "due_on", "members"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.casefold() in {other.casefold() for other in self.others}:
            raise ValidationError("There is already a group with this name")
        return name

    def clean_areas(self) -> list[Area]:
        return [self.area_of[number] for number in self.cleaned_data["areas"]]

    def clean_members(self) -> list[User]:
        return [self.person_of[key] for key in self.cleaned_data["members"]]
