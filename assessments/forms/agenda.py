"""The forms of the agenda: its filter, and the plan of the meeting."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from frameworks.models import Area

from ..analysis.agreement import Word
from ..models import Meeting
from ..moderation.agenda import MINUTES, Item
from .common import set_choices

SHORT = {"class": "govuk-input--width-3", "inputmode": "numeric"}
LONGEST_MEETING = 600  # minutes
LONGEST_ITEM = 60
SHOWN = [
    ("", "Everything"),
    ("open", "Not settled"),
    ("settled", "Settled"),
    ("back", "To come back to"),
]


class FilterForm(forms.Form):
    """A filter of the agenda. Invalid values show everything."""

    area = forms.ChoiceField(label="Area", required=False)
    show = forms.ChoiceField(label="Show", required=False, choices=SHOWN)
    q = forms.CharField(label="Words in the statement", required=False, max_length=100)

    def __init__(self, areas: Iterable[Area], data: QueryDict | None) -> None:
        super().__init__(data)
        set_choices(
            self.fields["area"],
            [
                ("", "Every area"),
                *((str(area.number), str(area)) for area in areas),
            ],
        )

    @property
    def is_filtering(self) -> bool:
        """Return whether the form is valid and asks for anything."""
        return self.is_valid() and any(self.cleaned_data.values())

    def keep(self, items: list[Item]) -> list[Item]:
        """Return the items that the filter asks for."""
        if not self.is_filtering:
            return items
        return [item for item in items if self._matches(item)]

    def _matches(self, item: Item) -> bool:
        asked = self.cleaned_data
        statement = item.statement
        words = f"{statement.code} {statement.text_md}".casefold()
        return (
            asked["area"] in ("", str(statement.area.number))
            and asked["q"].casefold() in words
            and {
                "": True,
                "open": not item.is_settled,
                "settled": item.is_settled,
                "back": item.agreed.come_back,
            }[asked["show"]]
        )


class PlanForm(forms.Form):
    """The length of the meeting, and the minutes per statement under each word."""

    length = forms.IntegerField(
        label="Length of the meeting, in minutes",
        min_value=1,
        max_value=LONGEST_MEETING,
        widget=forms.TextInput(attrs=SHORT),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            f"Enter the length of the meeting as whole minutes from 1 to {LONGEST_MEETING}",
        ),
    )

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        initial = {"length": meeting.length} | {
            self.name_of(word): meeting.minutes.get(word, MINUTES[word])
            for word in Word
        }
        super().__init__(data, initial=initial)
        for word in Word:
            self.fields[self.name_of(word)] = forms.IntegerField(
                label=word.value,
                min_value=0,
                max_value=LONGEST_ITEM,
                widget=forms.TextInput(attrs=SHORT),
                error_messages=dict.fromkeys(
                    ["required", "invalid", "min_value", "max_value"],
                    f"{word.value}: enter a whole number of minutes from 0 to "
                    f"{LONGEST_ITEM}",
                ),
            )

    @staticmethod
    def name_of(word: Word) -> str:
        """Return the name of the field for the minutes of a word."""
        return f"minutes_{word.name.lower()}"

    @property
    def minutes(self) -> dict[str, int]:
        """Return {word: minutes per statement}, as `Meeting.minutes` stores it."""
        return {
            word.value: self.cleaned_data[self.name_of(word)]
            for word in Word
            if self.cleaned_data[self.name_of(word)] != MINUTES[word]
        }

    @property
    def words(self) -> list[forms.BoundField]:
        """Return the fields of the minutes, in the order of the words."""
        return [self[self.name_of(word)] for word in Word]
