"""The forms of young people's scores and of survey findings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from frameworks.models import Area
from leavingcare.text import TextField

from ..field_merge import Value
from ..models import SurveyFinding, YoungPeopleRecord, YoungPeopleScore
from ..workflow import young_people as saving
from .common import Boxes, set_choices
from .dates import DayField
from .scores import PointsField
from .supplements import NO_NAMES, AreaForm, SupplementForm, comment, line

MOST_PEOPLE = 100_000


class CountField(forms.IntegerField):
    """A number of people, or None if the box is empty."""

    default_error_messages = {"invalid": "Enter a whole number, such as 12"}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "govuk-input--width-5"}
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=forms.TextInput(attrs=attrs),
            **kwargs,
        )

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if text and not (text.isascii() and text.isdecimal()):
            raise forms.ValidationError(self.error_messages["invalid"])
        return super().to_python(text)


class YoungPeopleForm(AreaForm[YoungPeopleScore]):
    """Young people's score out of ten for an area, and whether it is best or worst."""

    score = PointsField(label="Young people’s score out of 10")
    pick = forms.ChoiceField(
        label="One of the three best or worst areas?",
        required=False,
        choices=[
            (YoungPeopleScore.Pick.BEST, "Best"),
            (YoungPeopleScore.Pick.WORST, "Worst"),
            ("", "Neither, or not asked"),
        ],
        widget=forms.RadioSelect(
            attrs={"class": "govuk-radios--small govuk-radios--inline"}
        ),
        error_messages={"invalid_choice": "Select one of the answers in the list"},
    )
    how_gathered = comment(
        "How it was gathered, if different for this area", rows=2, help_text=NO_NAMES
    )

    def values_of(self, row: YoungPeopleScore) -> dict[str, Value]:
        return saving.score_values(row)


class RecordForm(SupplementForm[YoungPeopleRecord]):
    """The way the scores were gathered, the number of people, the date and by whom."""

    about = "How the scores were gathered"

    how_gathered = comment("How were they gathered?", help_text=NO_NAMES)
    how_many = CountField(label="How many young people took part?")
    gathered_on = DayField(label="When?", required=False)
    gathered_by = line(
        "Who gathered them?",
        max_length=150,
        help_text="A role or an organisation, such as ‘participation worker’.",
    )

    def __init__(
        self,
        row: YoungPeopleRecord,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
        super().__init__(row, data, shown=shown, prefix="record")

    def values_of(self, row: YoungPeopleRecord) -> dict[str, Value]:
        return saving.record_values(row)


class FindingForm(SupplementForm[SurveyFinding]):
    """A finding of a survey of young people about an area."""

    about = "Finding"

    area = forms.ChoiceField(
        label="Which area is it about?",
        widget=forms.Select,
        error_messages={"required": "Choose the area it is about"},
    )
    text = TextField(
        label="What did young people say?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"One finding, in words. {NO_NAMES}",
        error_messages={"required": "Enter the finding"},
    )
    asked = CountField(label="How many were asked?")
    answered = CountField(label="How many answered?")
    source = line(
        "Where does it come from?",
        max_length=200,
        help_text="For example, ‘Leavers’ survey, spring 2026’.",
    )

    def __init__(
        self,
        row: SurveyFinding,
        areas: Iterable[Area],
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
        super().__init__(row, data, shown=shown, prefix="finding")
        self.areas = {str(area.number): area for area in areas}
        if row.pk:
            del self.fields["area"]
        else:
            choices = [(key, f"{area}") for key, area in self.areas.items()]
            set_choices(self.fields["area"], [("", "Choose an area"), *choices])

    def values_of(self, row: SurveyFinding) -> dict[str, Value]:
        return saving.finding_values(row)

    def clean(self) -> dict[str, Any] | None:
        asked, answered = map(self.cleaned_data.get, ("asked", "answered"))
        if asked is not None and answered is not None and answered > asked:
            self.add_error(
                "answered", "Enter a number that is not more than were asked"
            )
        return super().clean()
