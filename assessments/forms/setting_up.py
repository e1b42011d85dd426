"""Opening a round, and sharing out the areas among working groups."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from leavingcare.forms import Hinted
from leavingcare.text import TextField

from ..models import LocalAuthority, Round, WorkingGroup
from ..workflow.due_dates import problem_with
from ..workflow.presets import Preset
from ..workflow.setting_up import same_name
from .dates import DayField

PRESET_HINTS = {
    Preset.GROUP_PER_AREA: "Makes a group for each area no group has yet, named "
    "after the area. You can rename them.",
    Preset.EVERY_AREA: "Gives every area to each group on this page. Add the groups "
    "first. You will see where they differ.",
    Preset.LEAD: "Makes one group called Lead with every area. Its members share "
    "out the work between them.",
}


def longest(model, name):
    return model._meta.get_field(name).max_length


class NameField(TextField):
    """A name on one line, in one spelling whatever keyboard it came from."""

    def __init__(self, model, **kwargs):
        super().__init__(lines=False, max_length=longest(model, "name"), **kwargs)

    def to_python(self, value):
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

    def __init__(self, *args, frameworks, **kwargs):
        super().__init__(*args, **kwargs)
        self.frameworks = {framework.edition: framework for framework in frameworks}
        self.fields["edition"].choices = [
            (framework.edition, Hinted(framework.edition, framework.title))
            for framework in frameworks
        ]

    def clean_edition(self):
        return self.frameworks[self.cleaned_data["edition"]]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if same_name(Round.objects.all(), name):
            raise ValidationError("There is already a round with this name.")
        return name

    def clean(self):
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
        help_text="If it has taken part before, write the name as it was.",
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
        help_text="Nothing that is there is taken away.",
        choices=[
            (preset.value, Hinted(preset.label, PRESET_HINTS[preset]))
            for preset in Preset
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how to share out the areas."},
    )


class DueForm(forms.Form):
    """By when groups hand in, within the round."""

    due_on = DayField(
        label="Due date (optional)",
        required=False,
        help_text="The day the group hands in, like 5 June 2026. Leave empty for the "
        "day the round closes.",
    )

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.round = round

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if problem := problem_with(due_on, self.round):
            raise ValidationError(problem)
        return due_on


class DueForAllForm(DueForm):
    """One due date for all groups of an assessment."""

    prefix = "all"

    def __init__(self, *args, **kwargs):
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

    def __init__(self, *args, areas, people, others, **kwargs):
        """`people` are the authority's, `others` the names of its other groups."""
        super().__init__(*args, **kwargs)
        self.areas = {str(area.number): area for area in areas}
        self.people = {str(person.pk): person for person in people}
        self.others = others
        self.fields["areas"].choices = [
            (number, f"{area.number}. {area.title}")
            for number, area in self.areas.items()
        ]
        self.fields["members"].choices = [
            (key, person.name) for key, person in self.people.items()
        ]
        if not people:
            del self.fields["members"]
        self.order_fields(["name", "areas", "due_on", "members"])

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name.casefold() in {other.casefold() for other in self.others}:
            raise ValidationError("There is already a group with this name.")
        return name

    def clean_areas(self):
        return [self.areas[number] for number in self.cleaned_data["areas"]]

    def clean_members(self):
        return [self.people[key] for key in self.cleaned_data["members"]]
