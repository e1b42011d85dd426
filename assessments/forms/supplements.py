"""The forms of the supplements of a submission: one per area, date and ideas."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..field_merge import Merge, Value, Values
from ..models import FollowUp, FollowUpScore, SupplementModel, YoungPeopleScore
from ..submission.shown.wording import date_words
from ..workflow import supplements as saving
from .common import Boxes, SeenForm
from .dates import DayField
from .moderation import unsaved
from .scores import PointsField

NO_NAMES = "Do not name anyone."


def comment(label: str, **kwargs: Any) -> TextField:
    """Return a box for an optional comment."""
    return TextField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )


Row = TypeVar("Row", bound=SupplementModel)
AreaRow = TypeVar("AreaRow", bound=YoungPeopleScore | FollowUpScore)


class SupplementForm(SeenForm, Generic[Row]):
    """A form of one row. `shown` has the values of its boxes that are not as stored.

    A subclass says what `values_of` a row are. `about` names the form in messages.
    """

    about: str

    def __init__(
        self,
        row: Row,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        prefix: str,
    ) -> None:
        self.stored = self.values_of(row)
        seen = {"seen": saving.token_of(row, self.stored)}
        initial = self.stored | (shown or {}) | seen
        super().__init__(data, prefix=prefix, initial=initial)

    @abstractmethod
    def values_of(self, row: Row) -> dict[str, Value]:
        """Return the row's values as the workflow and the token take them."""

    def values(self) -> dict[str, Any]:
        """Return the values as the workflow takes them."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "seen"}

    def sent(self) -> tuple[str, Any]:
        """Return (token, values) as the workflow takes them."""
        return self.token, self.values()

    def shown_value(self, name: str, value: object) -> str:
        """Return the value of a box as text, to compare with another."""
        return "Nothing" if value in (None, "") else str(value)

    def after_clash(self, merged: Merge, stored: Values) -> Boxes:
        """Return the boxes to show, as `shown`, when somebody else saved first.

        `stored` are the row's values now.
        """
        return unsaved(self.values(), stored, merged)


class AreaForm(SupplementForm[AreaRow]):
    """A form of an area's row."""

    def __init__(
        self, row: AreaRow, data: QueryDict | None = None, *, shown: Boxes | None = None
    ) -> None:
        super().__init__(row, data, shown=shown, prefix=f"area-{row.area.number}")
        self.about = f"Area {row.area.number}"


class YoungPeopleForm(AreaForm[YoungPeopleScore]):
    """Young people's score out of ten for an area, and how it was gathered."""

    score = PointsField(label="Young people’s score out of 10")
    how_gathered = comment("How it was gathered", help_text=NO_NAMES)

    def values_of(self, row: YoungPeopleScore) -> dict[str, Value]:
        return saving.young_people_values(row)


class FollowUpForm(AreaForm[FollowUpScore]):
    """An area's scores and comments. `submitted` is its submitted stage one, or None."""

    stage_one = PointsField(
        label="Stage 1 score out of 10", help_text="No score was submitted."
    )
    stage_two = PointsField(label="Stage 2 score out of 10")
    what_helped = comment("What helped")
    barriers = comment("Barriers")
    next_steps = comment("Next steps")

    def __init__(
        self,
        row: FollowUpScore,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        submitted: int | None,
    ) -> None:
        super().__init__(row, data, shown=shown)
        # An older page may still send a stage one, which then clashes.
        if submitted is not None and self.add_prefix("stage_one") not in self.data:
            del self.fields["stage_one"]

    def values_of(self, row: FollowUpScore) -> dict[str, Value]:
        return saving.score_values(row)


class FollowUpDateForm(SupplementForm[FollowUp]):
    """The date on which the follow-up was completed."""

    about = "Follow-up"

    completed_on = DayField(label="When was the follow-up completed?", required=False)

    def __init__(
        self,
        row: FollowUp,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
        boxes = {"completed_on": row.completed_on} | (shown or {})
        super().__init__(row, data, shown=boxes, prefix="date")

    def values_of(self, row: FollowUp) -> dict[str, Value]:
        return saving.date_values(row)

    def sent(self) -> tuple[str, Any]:
        return self.token, self.cleaned_data["completed_on"]

    def shown_value(self, name: str, value: object) -> str:
        return date_words(str(value) if value else None)


class IdeasForm(SupplementForm[FollowUp]):
    """Progress on the ideas of some of the edition's statements.

    `codes` are those of all its statements, in order; `with_ideas` of those with ideas.
    """

    about = "Ideas"

    def __init__(
        self,
        row: FollowUp,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        codes: Sequence[str],
        with_ideas: Iterable[str],
    ) -> None:
        self.codes = codes
        super().__init__(row, data, shown=shown, prefix="idea")
        for code in with_ideas:
            self.fields[code] = forms.ChoiceField(
                label=f"Progress on {code}",
                required=False,
                choices=FollowUp.Idea.choices,
                widget=forms.RadioSelect(
                    attrs={"class": "govuk-radios--small govuk-radios--inline"}
                ),
                error_messages={
                    "invalid_choice": "Select one of the answers in the list",
                    "twice": "Select only one answer",
                },
            )

    def values_of(self, row: FollowUp) -> dict[str, Value]:
        return saving.idea_values(row, self.codes)

    def shown_value(self, name: str, value: object) -> str:
        return FollowUp.Idea(str(value)).label if value else "Nothing"
