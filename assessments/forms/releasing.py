"""The forms that release a benchmark and the results with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from leavingcare.text import TextField

from ..analysis.authority_names import named_in
from ..analysis.disclosure import MOST_KNOWN
from ..analysis.sentences import join_and
from ..models import Benchmark
from .common import set_choices


class BenchmarkForm(forms.Form):
    """The groups of a benchmark, and how many others may be seen by name."""

    grouping = forms.ChoiceField(
        label="Compare each authority with",
        required=False,
        choices=[
            (Benchmark.Grouping.NONE, "Everybody that submitted"),
            (Benchmark.Grouping.REGION, "Everybody, and its region"),
            (Benchmark.Grouping.KIND, "Everybody, and its kind of authority"),
        ],
    )
    by_name = forms.TypedChoiceField(
        label="Others of its cluster that an authority may see by name, at most",
        help_text="The more it may see, the fewer figures of everybody can be shown. "
        "This stays for every later release of the round.",
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, usual: int, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        set_choices(
            self.fields["by_name"],
            [(str(number), str(number)) for number in range(MOST_KNOWN)],
        )
        self.fields["by_name"].initial = str(usual)
        if not is_first:
            del self.fields["by_name"]

    @property
    def wanted(self) -> tuple[str, int]:
        """Return the grouping and how many may be seen by name."""
        self.is_valid()
        number = self.cleaned_data.get("by_name")
        return (
            self.cleaned_data.get("grouping", ""),
            self.usual if number is None else number,
        )


class CoveringNoteForm(forms.Form):
    """The note that goes to every authority with its results."""

    note = TextField(
        label="Covering note",
        help_text="Every authority reads it above its results. Name no authority in it.",
        error_messages={"required": "Write a covering note"},
    )

    def __init__(
        self, *args: Any, names: Mapping[str, Iterable[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def clean_note(self) -> str:
        """Return the note, which may not name an authority of the round."""
        note: str = self.cleaned_data["note"]
        if named := named_in(note, self.names):
            raise forms.ValidationError(
                f"Take out {join_and(named)}: every authority reads the note"
            )
        return note
