"""The forms of the analysis of a round: what it is of, and keeping it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateformat import format as in_format

from leavingcare.text import TextField

from ..models import Round, RoundAnalysis
from ..round_analysis.choosing import Choice
from ..round_analysis.reading import Basis, Filters
from .common import set_choices


class OfForm(forms.Form):
    """The submissions to analyse: those of now, or those of a kept analysis."""

    kept = forms.ChoiceField(label="Of", required=False)
    baseline = forms.ChoiceField(label="Compared with", required=False)
    by = forms.ChoiceField(
        label="Authorities shown by",
        required=False,
        choices=[("", "Name"), ("code", "Code, such as LA 263")],
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        analyses: Sequence[RoundAnalysis],
        earlier: Sequence[Round],
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.analyses = {str(each.number): each for each in analyses}
        self.earlier = {each.slug: each for each in earlier}
        set_choices(
            self.fields["kept"],
            [
                ("", "The submissions as they are now"),
                *((number, kept_name(each)) for number, each in self.analyses.items()),
            ],
        )
        set_choices(
            self.fields["baseline"],
            [
                ("", "This round’s follow-ups"),
                *((slug, str(each)) for slug, each in self.earlier.items()),
            ],
        )

    @property
    def kept_one(self) -> RoundAnalysis | None:
        """Return the kept analysis that is chosen."""
        self.is_valid()
        return self.analyses.get(self.cleaned_data.get("kept", ""))

    @property
    def has_codes(self) -> bool:
        """Return whether codes stand for the names of authorities."""
        self.is_valid()
        return self.cleaned_data.get("by") == "code"

    @property
    def baseline_round(self) -> Round | None:
        """Return the round that is chosen to compare with; a kept analysis has its own."""
        self.is_valid()
        if self.kept_one:
            return self.kept_one.baseline
        return self.earlier.get(self.cleaned_data.get("baseline", ""))


def kept_name(each: RoundAnalysis) -> str:
    """Return "Analysis 2, kept on 5 June 2020"."""
    day = in_format(timezone.localtime(each.made_at), "j F Y")
    return f"Analysis {each.number}, kept on {day}"


class NarrowForm(forms.Form):
    """The authorities that an analysis is narrowed to."""

    region = forms.ChoiceField(label="Region", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    cluster = forms.ChoiceField(label="Cluster", required=False)
    twice = forms.ChoiceField(
        label="Returned",
        required=False,
        choices=[("", "At any time"), ("yes", "Both times")],
    )

    def __init__(self, data: QueryDict, *, asked: Basis) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, every, values in [
            ("region", "Any region", (row["region"] for row in asked)),
            ("kind", "Any kind", (row["kind"] for row in asked)),
            ("cluster", "Any cluster", (c for row in asked for c in row["clusters"])),
        ]:
            choices = _pairs(values)
            if choices:
                set_choices(self.fields[name], [("", every), *choices])
            else:
                del self.fields[name]

    @property
    def filters(self) -> Filters:
        """Return the filters that are chosen; what is not a choice is left out."""
        self.is_valid()
        wanted: dict[str, Any] = dict(self.cleaned_data)
        return Filters(
            region=wanted.get("region", ""),
            kind=wanted.get("kind", ""),
            cluster=wanted.get("cluster", ""),
            twice=bool(wanted.get("twice")),
        )


def choice_of(of: OfForm, narrow: NarrowForm | None = None) -> Choice:
    """Return what both forms choose together."""
    filters = narrow.filters if narrow else Filters()
    return Choice(filters, of.baseline_round, of.kept_one, of.has_codes)


def _pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values)) if value]


class KeepForm(forms.Form):
    """The note that an analysis is kept with."""

    note = TextField(
        label="What is it for? (optional)",
        help_text="For example, ‘For the June report’. Only Coram Voice reads this.",
        lines=False,
        required=False,
        max_length=RoundAnalysis._meta.get_field("note").max_length,
    )
