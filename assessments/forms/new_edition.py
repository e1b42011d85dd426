"""The forms of a new edition: its file, and the decision on one of its statements."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from frameworks.light import to_plain
from frameworks.models import Correspondence, Statement
from leavingcare.forms import Hinted
from leavingcare.text import TextField, beginning

from ..desk.new_edition import KINDS, MOVED, Item, Link
from .common import set_choices

MOST_MEGABYTES = 1  # an edition of 106 statements takes 50 kB
NEW = "new"
SHOWN = 90  # characters of a statement, in a list to choose from
HINTS = {
    MOVED: "For another wording, choose Reworded or Related and enter ‘moved’ as what changed.",
}


class EditionFileForm(forms.Form):
    """The fixture file. This form does not check its content."""

    file = forms.FileField(
        label="Choose the file of the edition",
        help_text="A data file (.json) as load_frameworks takes it, of up to "
        f"{MOST_MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "Choose the file of the edition",
            "empty": "The file is empty",
        },
    )


class SeenNumberForm(forms.Form):
    """The number of the decision that the page showed, 0 if there was none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class LinkForm(forms.Form):
    """One earlier statement that a statement continues, how, and what changed.

    The first of two may say instead that there is none; the second may be left out.
    """

    kind = forms.ChoiceField(
        label="How does it correspond to the earlier edition?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how the statement corresponds to the earlier edition",
            "invalid_choice": "Choose one of the answers in the list",
        },
    )
    earlier = forms.ChoiceField(
        label="Which earlier statement?",
        required=False,
        error_messages={"invalid_choice": "Choose a statement in the list"},
    )
    change = TextField(
        label="What changed, in a word or two (optional)",
        help_text="For example, wording, broader term, criterion added.",
        required=False,
        lines=False,
        max_length=Correspondence._meta.get_field("change").max_length,
    )
    note = TextField(
        label="Note (optional)",
        help_text="Everybody who compares the two editions reads it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(
        self,
        item: Item,
        earlier: Mapping[str, Statement],
        data: QueryDict | None = None,
        *,
        place: int,
    ) -> None:
        self.item, self.of_code, self.is_first = item, earlier, place == 0
        links = item.links[place : place + 1]
        initial: dict[str, Any] = dict(links[0]) if links else {}
        if self.is_first and not links and (item.decision or item.is_suggested):
            initial = {"kind": NEW}
        prefix = "first" if self.is_first else "also"
        super().__init__(data, prefix=prefix, initial=initial)
        none = (
            (NEW, Hinted("New", "The earlier edition has no statement like it."))
            if self.is_first
            else ("", "It continues no other statement")
        )
        kinds = [
            (kind, Hinted(label, HINTS.get(kind, ""))) for kind, label in KINDS.items()
        ]
        set_choices(self.fields["kind"], [*kinds, none])
        self.fields["kind"].required = self.is_first
        codes = [
            (code, f"{code} {beginning(to_plain(each.text_md), SHOWN)}")
            for code, each in earlier.items()
        ]
        set_choices(self.fields["earlier"], [("", "Choose a statement"), *codes])

    def clean(self) -> None:
        """Ask for an earlier statement unless there is none, and check what moved."""
        kind, code = self.cleaned_data.get("kind"), self.cleaned_data.get("earlier")
        if kind in (None, "", NEW) or "earlier" in self.errors:
            if code and kind is not None:
                self.add_error(
                    "earlier", "Choose how it corresponds, or choose no statement here"
                )
            return
        if not code:
            self.add_error("earlier", "Choose the earlier statement")
            return
        is_moved = self.of_code[code].area.theme != self.item.statement.area.theme
        if kind == MOVED and not is_moved:
            self.add_error(
                "kind", f"{code} is in the same area. Choose another answer than Moved"
            )

    @property
    def link(self) -> Link | None:
        """Return the link, or None if the form says that there is none."""
        cleaned = self.cleaned_data
        if cleaned["kind"] in ("", NEW):
            return None
        return {
            "earlier": cleaned["earlier"],
            "kind": cleaned["kind"],
            "change": cleaned["change"],
            "note": cleaned["note"],
        }


class DecisionForms:
    """The forms of a decision on a statement of the new edition."""

    def __init__(
        self,
        item: Item,
        earlier: Mapping[str, Statement],
        data: QueryDict | None = None,
    ) -> None:
        self.seen = SeenNumberForm(data, initial={"seen": item.number})
        self.first = LinkForm(item, earlier, data, place=0)
        self.also = LinkForm(item, earlier, data, place=1)

    def is_valid(self) -> bool:
        """Return whether all are valid, and the two statements differ."""
        if not all(each.is_valid() for each in (self.seen, self.first, self.also)):
            return False
        first, also = self.first.link, self.also.link
        if also and not first:
            self.also.add_error("kind", "A new statement continues no other")
        elif first and also and first["earlier"] == also["earlier"]:
            self.also.add_error("earlier", "Choose a different statement")
        return not self.also.errors

    @property
    def links(self) -> list[Link]:
        """Return the links that are decided, none for a new statement."""
        return [link for link in (self.first.link, self.also.link) if link]
