"""The forms that open a round and share out its areas among working groups."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model

from frameworks.models import Area, Framework
from leavingcare.forms import Hinted
from leavingcare.models import User
from leavingcare.text import TextField

from ..models import LocalAuthority, Round, WorkingGroup
from ..workflow.due_dates import problem_with
from ..workflow.presets import Preset
from ..workflow.setting_up import same_name
from .common import set_choices
from .dates import DayField

PRESET_HINTS = {
    Preset.GROUP_PER_AREA: "Creates a group for each area that does not have one, named "
    "after the area. You can rename them.",
    Preset.EVERY_AREA: "Gives every area to each group on this page. Add the groups "
    "first. You will see where their views differ.",
    Preset.LEAD: "Creates one group called Lead with every area. Its members share "
    "the work between them.",
}


class NameField(TextField):
    """A name on one line, with accents in one encoding."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        limit = cast("CharField[str, str]", model._meta.get_field("name")).max_length
        super().__init__(lines=False, max_length=limit, **kwargs)

    def to_python(self, value: object) -> str:
        return unicodedata.normalize("NFC", super().to_python(value))


class RoundForm(forms.Form):
    """A round: its name, its edition and its dates."""

    name = NameField(
        Round,
        label="Name of the round",
        help_text="For example, Summer 2026 baseline.",
        error_messages={"required": "Enter a name for the round."},
    )
    edition = forms.ChoiceField(
        label="Edition of the framework",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an edition."},
    )
    opens_on = DayField(
        label="Opens on",
        error_messages={"required": "Enter the date the round opens."},
    )
    closes_on = DayField(
        label="Due date (optional)",
        required=False,
        help_text="The day submissions are due, like 31 March 2026. Leave empty for "
        "a round that stays open.",
    )

    def __init__(
        self, *args: Any, frameworks: Iterable[Framework], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frameworks = {framework.edition: framework for framework in frameworks}
        set_choices(
            self.fields["edition"],
            [
                (framework.edition, Hinted(framework.edition, framework.title))
                for framework in frameworks
            ],
        )

    def clean_edition(self) -> Framework:
        return self.frameworks[self.cleaned_data["edition"]]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if same_name(Round.objects.all(), name):
            raise ValidationError("There is already a round with this name.")
        return name

    def clean(self) -> None:
        opens_on = self.cleaned_data.get("opens_on")
        closes_on = self.cleaned_data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error(
                "closes_on", "The due date must be on or after the day it opens."
            )


class JoinForm(forms.Form):
    """An authority that takes part in a round, and who moderates there."""

    name = NameField(
        LocalAuthority,
        label="Local authority",
        help_text="If it has taken part before, use the same name.",
        error_messages={"required": "Enter the name of the local authority."},
    )
    email = forms.EmailField(
        label="Moderator’s email address",
        max_length=254,
        help_text="We send this person a link that works once. They invite "
        "everybody else.",
        error_messages={
            "required": "Enter the moderator’s email address.",
            "invalid": "Enter an email address in the correct format, like "
            "name@example.org.",
        },
    )


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
        error_messages={"required": "Choose how to share out the areas."},
    )


class DueForm(forms.Form):
    """The due date of a group, within the round."""

    due_on = DayField(
        label="Due date (optional)",
        required=False,
        help_text="The day the group hands in, like 5 June 2026. Leave empty for the "
        "day the round closes.",
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if problem := problem_with(due_on, self.round):
            raise ValidationError(problem)
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
        error_messages={"required": "Enter a name for the group."},
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
        self.order_fields(["name", "areas", "due_on", "members"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.casefold() in {other.casefold() for other in self.others}:
            raise ValidationError("There is already a group with this name.")
        return name

    def clean_areas(self) -> list[Area]:
        return [self.area_of[number] for number in self.cleaned_data["areas"]]

    def clean_members(self) -> list[User]:
        return [self.person_of[key] for key in self.cleaned_data["members"]]
