"""The forms of the agenda: what to show of it, how long it takes, what to accept."""

from django import forms

from ..analysis.agreement import Word
from ..models import Meeting
from ..moderation.agenda import MINUTES

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
    """What of the agenda to show. Anything it does not understand shows everything."""

    area = forms.ChoiceField(label="Area", required=False)
    show = forms.ChoiceField(label="Show", required=False, choices=SHOWN)
    q = forms.CharField(label="Words in the statement", required=False, max_length=100)

    def __init__(self, areas, data):
        super().__init__(data)
        self.fields["area"].choices = [
            ("", "Every area"),
            *((str(area.number), str(area)) for area in areas),
        ]

    @property
    def is_filtering(self):
        return self.is_valid() and any(self.cleaned_data.values())

    def keep(self, items):
        """Those of the items that are asked for."""
        if not self.is_filtering:
            return items
        return [item for item in items if self._fits(item)]

    def _fits(self, item):
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
    """How long the meeting is, and how long a statement takes under each word."""

    length = forms.IntegerField(
        label="Length of the meeting, in minutes",
        min_value=1,
        max_value=LONGEST_MEETING,
        widget=forms.TextInput(attrs=SHORT),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            f"Enter the minutes of the meeting, a whole number from 1 to {LONGEST_MEETING}",
        ),
    )

    def __init__(self, meeting: Meeting, data=None):
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
    def name_of(word):
        return f"minutes_{word.name.lower()}"

    @property
    def minutes(self):
        """{word: minutes an item}, as `Meeting.minutes` keeps it."""
        return {
            word.value: self.cleaned_data[self.name_of(word)]
            for word in Word
            if self.cleaned_data[self.name_of(word)] != MINUTES[word]
        }

    @property
    def words(self):
        return [self[self.name_of(word)] for word in Word]
