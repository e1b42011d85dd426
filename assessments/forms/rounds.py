"""The forms of rounds: their name and dates, and who is taken out or given longer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from frameworks.models import Framework
from leavingcare.forms import Hinted
from leavingcare.text import TextField

from ..desk.round_rows import SORTS, Filters, RoundRow
from ..models import Assessment, Round
from ..stages import Stage
from ..workflow.common import same_name
from .common import set_choices
from .dates import DayField
from .setting_up import NameField

TELL = "Email the moderators who have not submitted yet, if the due date changes"


class RoundDatesForm(forms.Form):
    """A round's name and dates."""

    name = NameField(
        Round,
        label="Name of the round",
        help_text="For example, Summer 2026 baseline.",
        error_messages={"required": "Enter a name for the round"},
    )
    opens_on = DayField(
        label="Opens on",
        help_text="For example, 5 June 2026. Nobody has to wait for this day: authorities "
        "can begin as soon as you add them.",
        error_messages={"required": "Enter the date the round opens"},
    )
    closes_on = DayField(
        label="Due date (optional)",
        required=False,
        help_text="The day submissions are due, like 31 March 2026. Leave empty for "
        "a standing round: authorities take part whenever they like, and you can give "
        "each a date of its own.",
    )

    def __init__(self, *args: Any, round: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Round.objects.all()
        if self.round:
            others = others.exclude(pk=self.round.pk)
        if same_name(others, name):
            raise ValidationError("There is already a round with this name")
        return name

    def clean(self) -> None:
        opens_on = self.cleaned_data.get("opens_on")
        closes_on = self.cleaned_data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error(
                "closes_on", "The due date must be on or after the day it opens"
            )


class RoundForm(RoundDatesForm):
    """A new round: its name, its edition and its dates."""

    edition = forms.ChoiceField(
        label="Edition of the framework",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an edition"},
    )
    field_order = ["name", "edition", "opens_on", "closes_on"]

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


class ChangeRoundForm(RoundDatesForm):
    """Another name or other dates for a round, and whether to tell the moderators."""

    tell = forms.BooleanField(label=TELL, required=False, initial=True)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


NOT_LISTED = "{}: choose something that is in the list"


class FiltersForm(forms.Form):
    """The filters and the order of the list of a round, as the URL says."""

    name = TextField(
        label="Name",
        lines=False,
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    needs = forms.ChoiceField(
        label="What it needs",
        required=False,
        choices=[
            ("", "Anything"),
            ("us", "Something from Coram Voice"),
            ("them", "Not submitted"),
            ("unchased", "Not submitted, never reminded"),
            ("late", "Submission late"),
            ("plan", "Submitted, no plan"),
        ],
    )
    stage = forms.ChoiceField(label="Stage", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "What needs doing first"),
            ("name", "Name"),
            ("stage", "Stage"),
        ],
    )

    def __init__(self, data: QueryDict, *, rows: Sequence[RoundRow]) -> None:
        super().__init__(data, auto_id="filter-%s")
        stages = {*(row.stage for row in rows), data.get("stage")}
        authorities = [row.assessment.authority for row in rows]
        for name, every, choices in [
            ("stage", "Any stage", [(s.value, s.label) for s in Stage if s in stages]),
            ("region", "Any region", _pairs(each.region for each in authorities)),
            ("kind", "Any kind", _pairs(each.kind for each in authorities)),
        ]:
            set_choices(self.fields[name], [("", every), *choices])
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = NOT_LISTED.format(field.label)

    @property
    def wanted(self) -> dict[str, str]:
        """Return what is chosen, by field; what is not a choice is left out."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items()}

    @property
    def is_filtered(self) -> bool:
        """Return whether anything is left out of the list."""
        return any(value for name, value in self.wanted.items() if name != "sort")

    def apply(self, rows: Iterable[RoundRow]) -> list[RoundRow]:
        """Return the rows that are wanted, in the order that is."""
        wanted = self.wanted
        order = SORTS[wanted.pop("sort", "")]
        return sorted(Filters(**wanted).keep(rows), key=order)


def _pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values)) if value]


class TakeOutForm(forms.Form):
    """The reason to take an authority out of a round, and whether it counts as asked."""

    because = TextField(
        label="Why?",
        help_text="For example, ‘The service is being inspected’. Only Coram Voice "
        "reads this.",
        lines=False,
        max_length=Assessment._meta.get_field("withdrawn_because").max_length,
        error_messages={"required": "Enter why it is taken out"},
    )
    counted = forms.ChoiceField(
        label="Does it count in the return rate?",
        choices=[
            ("yes", Hinted("Yes", "It was asked, and has not returned anything.")),
            (
                "no",
                Hinted("No", "It was added by mistake, or never meant to take part."),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it counts in the return rate"},
    )


class OwnDueForm(forms.Form):
    """The due date of one authority, which may be later than the round's."""

    due_on = DayField(
        label="Due date of this authority",
        required=False,
        help_text="For example, 5 June 2026. Leave empty for the due date of the "
        "round.",
    )
    tell = forms.BooleanField(
        label="Email its moderators if the due date changes",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.assessment.round.opens_on:
            raise ValidationError(
                "The due date must be on or after the day the round opens"
            )
        return due_on
