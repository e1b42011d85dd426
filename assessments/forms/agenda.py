"""The forms of the agenda: its filter, the minutes, and the meetings that are planned."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from frameworks.models import Area
from leavingcare.models import User
from leavingcare.text import TextField

from ..analysis.agreement import Word
from ..analysis.due import day_in_words
from ..models import Meeting, PlannedMeeting
from ..moderation.context import AgendaContext
from ..moderation.filters import COMPARED, SHOWN, WORDS, Filter
from ..moderation.meetings import MOST_SHARED
from ..moderation.minutes import MINUTES, minutes_by_word
from .common import set_choices
from .dates import DayField, DaysField

SHORT = {"class": "govuk-input--width-3", "inputmode": "numeric"}
LONGEST_MEETING = 600  # minutes
LONGEST_ITEM = 60


class FilterForm(forms.Form):
    """A filter of the agenda. It offers only choices that exist."""

    area = forms.ChoiceField(label="Area", required=False)
    word = forms.ChoiceField(label="How the groups rated it", required=False)
    group = forms.ChoiceField(label="Rated by", required=False)
    moderator = forms.ChoiceField(label="To be settled by", required=False)
    meeting = forms.ChoiceField(label="Meeting", required=False)
    show = forms.ChoiceField(label="Show", required=False)
    q = forms.CharField(label="Words in the statement", required=False)

    def __init__(
        self,
        asked: Filter,
        context: AgendaContext,
        meetings: Sequence[PlannedMeeting] = (),
    ) -> None:
        super().__init__(initial=asked.asked)
        areas = [area.area for area in context.areas]
        self._offer("area", "All areas", [(area.number, area) for area in areas])
        words = dict(WORDS) if context.alone else {k: WORDS[k] for k in COMPARED}
        self._offer("word", "Any way", words.items())
        self._offer("group", "Any group", context.groups.items())
        self._offer("moderator", "Anybody", context.moderator_names.items())
        self._offer(
            "meeting",
            "Any meeting",
            [(one.pk, day_in_words(one.held_on)) for one in meetings],
        )
        self._offer("show", "Everything", SHOWN.items())

    def _offer(
        self, name: str, everything: str, choices: Iterable[tuple[object, object]]
    ) -> None:
        """Show these choices, or drop the field if there is nothing to choose."""
        offered = [(str(key), str(label)) for key, label in choices]
        if len(offered) < 2 and name not in self.initial:
            del self.fields[name]
        else:
            set_choices(self.fields[name], [("", everything), *offered])


class MinutesForm(forms.Form):
    """The minutes per statement under each word."""

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        initial = {
            self.name_of(word): minutes
            for word, minutes in minutes_by_word(meeting.minutes).items()
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


def length_field() -> forms.IntegerField:
    """Return the field of a meeting's length."""
    return forms.IntegerField(
        label="Length, in minutes",
        min_value=1,
        max_value=LONGEST_MEETING,
        widget=forms.TextInput(attrs=SHORT),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            f"Enter the length as whole minutes from 1 to {LONGEST_MEETING}",
        ),
    )


class ShareOutForm(forms.Form):
    """The dates of the meetings that the areas are shared among."""

    dates = DaysField(
        label="Dates of the meetings",
        help_text="Put each date on its own line, for example 12 January 2027. We "
        "share out the areas so that the meetings are about as long as each other.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "govuk-!-width-one-half"}),
        error_messages={"required": "Enter the date of at least one meeting"},
    )
    length = length_field()

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"length": meeting.length}, auto_id="id_new_%s")

    def clean_dates(self) -> list[date]:
        """Return the dates, not too many and none of them over."""
        found: list[date] = self.cleaned_data["dates"]
        if len(found) > MOST_SHARED:
            raise ValidationError(f"Enter no more than {MOST_SHARED} dates")
        require_to_come(found)
        return found


class MeetingForm(forms.Form):
    """A planned meeting: its date, its length, and the areas and words it takes."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    held_on = DayField(
        label="Date",
        help_text="For example, 12 January 2027.",
        error_messages={"required": "Enter the date of the meeting"},
    )
    length = length_field()
    areas = forms.MultipleChoiceField(
        label="Areas it covers",
        help_text="Select none to cover every area.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    words = forms.MultipleChoiceField(
        label="Statements it covers",
        help_text="Select none to cover them however the groups rated them.",
        required=False,
        choices=[(word.value, word.value) for word in Word],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )

    def __init__(
        self,
        meeting: PlannedMeeting,
        areas: Iterable[Area],
        data: QueryDict | None = None,
    ) -> None:
        initial = {
            "seen": meeting.version,
            "held_on": meeting.held_on,
            "length": meeting.length,
            "areas": [str(number) for number in meeting.areas],
            "words": meeting.words,
        }
        super().__init__(data, initial=initial)
        self.meeting = meeting
        set_choices(
            self.fields["areas"],
            [(str(area.number), str(area)) for area in areas],
        )

    def clean_held_on(self) -> date:
        """Return the date, which may be past only if it was so before."""
        held_on: date = self.cleaned_data["held_on"]
        if held_on != self.meeting.held_on:
            require_to_come([held_on])
        return held_on

    def clean_areas(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["areas"]]

    @property
    def version(self) -> int:
        """Return the version of the meeting that the page showed, or -1."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 10 else -1


def require_to_come(days: Iterable[date]) -> None:
    """Raise ValidationError if a day has passed."""
    if past := [day for day in days if day < timezone.localdate()]:
        raise ValidationError(
            f"{day_in_words(past[0])} has passed. Enter a date to come"
        )


class GivenForm(forms.Form):
    """The moderator who will settle each area, and the one that the page had shown."""

    def __init__(
        self,
        areas: Iterable[tuple[Area, int | None]],
        moderators: Sequence[User],
        data: QueryDict | None = None,
    ) -> None:
        """Make the form with [(area, key of its moderator)] and the choices."""
        super().__init__(data)
        self.people = {str(person.pk): person for person in moderators}
        self.rows: list[tuple[forms.BoundField, forms.BoundField]] = []
        for area, moderator in areas:
            name, now = f"area-{area.number}", str(moderator or "")
            self.fields[name] = forms.ChoiceField(
                label=str(area),
                required=False,
                choices=[
                    ("", "Nobody in particular"),
                    *((key, person.name) for key, person in self.people.items()),
                ],
                initial=now,
            )
            self.fields[f"shown-{name}"] = forms.CharField(
                required=False, initial=now, widget=forms.HiddenInput
            )
            self.rows.append((self[name], self[f"shown-{name}"]))

    @property
    def given(self) -> dict[int, tuple[str, User | None]]:
        """Return {area number: (key shown, moderator or None)} of what was changed."""
        found: dict[int, tuple[str, User | None]] = {}
        for field, shown in self.rows:
            now: str = self.cleaned_data[field.name]
            before: str = self.cleaned_data[shown.name]
            if now != before:
                number = int(field.name.removeprefix("area-"))
                found[number] = (before, self.people.get(now))
        return found


class ComeBackForm(forms.Form):
    """The note on what must happen before coming back, and who does it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = TextField(
        label="What needs to happen first (optional)",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = forms.ChoiceField(label="Who will do it (optional)", required=False)

    def __init__(
        self,
        people: Iterable[User],
        data: QueryDict | None = None,
        *,
        note: str = "",
        owner: int | None = None,
        seen: str = "",
    ) -> None:
        initial = {"note": note, "owner": str(owner or ""), "seen": seen}
        super().__init__(data, initial=initial, auto_id="id_back_%s")
        self.people = {str(person.pk): person for person in people}
        set_choices(
            self.fields["owner"],
            [
                ("", "Nobody in particular"),
                *((key, person.name) for key, person in self.people.items()),
            ],
        )

    def clean_owner(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])
