"""The base of the forms of a submission's supplements."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..field_merge import Merge, Value, Values
from ..models import (
    FollowUpScore,
    SupplementModel,
    YoungPeopleScore,
)
from ..submission.shown.wording import date_words
from ..workflow import supplements as saving
from .common import Boxes, SeenForm
from .dates import DayField
from .moderation import unsaved

NO_NAMES = "Do not name anyone."


def comment(label: str, *, rows: int = 3, **kwargs: Any) -> TextField:
    """Return a box for an optional comment."""
    return TextField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def line(label: str, **kwargs: Any) -> TextField:
    """Return a box for an optional text on one line."""
    return TextField(label=label, required=False, lines=False, **kwargs)


Row = TypeVar("Row", bound=SupplementModel)
AreaRow = TypeVar("AreaRow", bound=YoungPeopleScore | FollowUpScore)


class SupplementForm(SeenForm, Generic[Row]):
    """A form of one row. `shown` has the values of its boxes that are not as stored.

    A subclass says what `values_of` a row are. `about` names the form in messages.
    Dates are in ISO format, as `field_merge` compares them.
    """

    about: str = ""

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
        initial = {**self.stored, **(shown or {}), **seen}
        super().__init__(data, prefix=prefix, initial=self._with_dates(initial))

    @abstractmethod
    def values_of(self, row: Row) -> dict[str, Value]:
        """Return the row's values as the workflow and the token take them."""

    def _with_dates(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values with dates in place of their ISO format."""
        return {
            name: date.fromisoformat(value)
            if value and isinstance(self.base_fields.get(name), DayField)
            else value
            for name, value in values.items()
        }

    @property
    def code(self) -> str:
        """Return what to call the form in the middle of a sentence."""
        return self.about[:1].lower() + self.about[1:]

    def boxed(self, name: str) -> str:
        """Return what the box of a value shows, "" if it has none."""
        if name not in self.fields:
            return ""
        field = self[name]
        if isinstance(field.field, forms.ChoiceField):
            return str(field.value() or "")
        return str(field.field.widget.format_value(field.value()) or "")

    def boxed_words(self, name: str) -> str:
        """Return what the box of a value shows, in the words of its choices."""
        boxed = self.boxed(name)
        if isinstance(self.fields.get(name), forms.ChoiceField):
            return self.shown_value(name, boxed) if boxed else ""
        return boxed

    def values(self) -> dict[str, Value]:
        """Return the values as the workflow takes them."""
        return {
            name: plain(self.cleaned_data[name])
            for name in self.fields
            if name in self.stored
        }

    def sent(self) -> tuple[str, Values]:
        """Return (token, values) as the workflow takes them."""
        return self.token, self.values()

    def shown_value(self, name: str, value: Value) -> str:
        """Return the value of a box in words, to compare with another."""
        if value in (None, ""):
            return "Nothing"
        field = self.fields[name]
        if isinstance(field, DayField):
            return date_words(str(value))
        if isinstance(field, forms.ChoiceField):
            labels = {str(key): str(label) for key, label in field.widget.choices}
            return labels.get(str(value), str(value))
        return str(value)

    def after_clash(self, merged: Merge, stored: Values) -> Boxes:
        """Return the boxes to show, as `shown`, when somebody else saved first.

        `stored` are the row's values now.
        """
        return unsaved(self.values(), stored, merged)


def plain(value: Any) -> Any:
    """Return a cleaned value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


class AreaForm(SupplementForm[AreaRow]):
    """A form of an area's row."""

    def __init__(
        self, row: AreaRow, data: QueryDict | None = None, *, shown: Boxes | None = None
    ) -> None:
        super().__init__(row, data, shown=shown, prefix=f"area-{row.area.number}")
        self.about = f"Area {row.area.number}"
