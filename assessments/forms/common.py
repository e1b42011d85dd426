"""The base of forms on pages that several people may have open at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias, cast

from django import forms
from django.http import QueryDict

from ..analysis.due import day_in_words
from ..field_merge import Merge

CHOICES_CLASH = (
    "This was changed somewhere else. The saved choices are shown now: choose again"
)
CLASH = "This was changed {said} after you opened the page. Save again to replace it"
Boxes: TypeAlias = dict[str, Any]  # what the boxes of a form hold, by field


def set_choices(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Set the choices of a form's field, which are known only for each request."""
    cast(forms.ChoiceField, field).choices = choices


def show_clashes(form: forms.Form, merged: Merge, token: str) -> None:
    """Say beside each box what is saved there now; what was typed can be saved again."""
    for name, stored in merged.clashes.items():
        shown = str(stored or "")
        if isinstance(form.fields[name], forms.DateField) and shown:
            shown = day_in_words(date.fromisoformat(shown))
        said = f"to ‘{shown}’" if shown else "to nothing"
        form.add_error(name, CLASH.format(said=said))
    form.data = cast(QueryDict, form.data).copy()
    form.data["seen"] = token


class SeenForm(forms.Form):
    """A form that carries what its page had shown (see `assessments.field_merge`).

    Refuses a field sent twice, as nobody can tell which answer was meant.
    """

    seen = forms.Field(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        """Add an error to each field that was sent more than once."""
        for name, field in self.fields.items():
            takes_many = isinstance(field, forms.MultipleChoiceField)
            if (
                len(cast(QueryDict, self.data).getlist(self.add_prefix(name))) > 1
                and not takes_many
            ):
                twice = field.error_messages.get("twice", "Send this only once")
                self.add_error(name, twice)
        return super().clean()

    @property
    def is_sent(self) -> bool:
        """Return whether the request has any field of the form."""
        return any(self.add_prefix(name) in self.data for name in self.fields)

    @property
    def undecided(self) -> list[str]:
        """Return the fields that clashed, and of which the page still showed both."""
        names = str(self.data.get(self.add_prefix("undecided"), ""))
        return names.replace(".", " ").split()

    @property
    def token(self) -> str:
        """Return what the page had shown, as the page sent it."""
        return self.cleaned_data["seen"] or ""
