"""The form in which a moderator chooses what the report to the board names first."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..submission.shown.highlights import MOST
from ..submission.shown.report_choices import ACROSS, MOST_ASKED, lines_asked
from .common import Boxes, SeenForm, set_choices

SEPARATOR = re.compile(r"[\s,;]+")
KINDS = ("strengths", "priorities")
CHOOSE = f"Choose up to {MOST}. The report keeps the order of this list."
LONGEST = ACROSS * MOST_ASKED  # characters of the requests


def choice(label: str, hint: str) -> forms.MultipleChoiceField:
    """Return a list of statements to choose from."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"invalid_choice": "Choose statements that are in the list"},
    )


def others(label: str) -> TextField:
    return TextField(
        label=label,
        help_text=(
            "Their numbers, for example 3c, 7f. They come after those chosen above, in "
            "the order you type them."
        ),
        required=False,
        lines=False,
        max_length=100,
    )


class BoardReportForm(SeenForm):
    """The statements named first, the requests to the Board, and texts to print."""

    strengths = choice("Strengths", CHOOSE)
    other_strengths = others("Other strengths")
    priorities = choice("Priorities", CHOOSE)
    other_priorities = others("Other priorities")
    asked = TextField(
        label="The Board is asked to",
        help_text=(
            "One request on each line, for example: note the findings. All fit on the first "
            f"page if they take no more than {MOST_ASKED} lines there, of {ACROSS} "
            "characters each. Leave it blank if the report asks nothing."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    printed = choice(
        "Print these texts anyway",
        "Select a text only if it names nobody, or if the person agreed.",
    )

    def __init__(
        self,
        codes: Iterable[str],
        offered: dict[str, list[tuple[str, str]]],
        data: QueryDict | None = None,
        *,
        initial: Boxes,
    ) -> None:
        """Show `offered` {"strengths", "priorities", "printed": [(key, words)]}.

        `codes` are all statements of the edition, in order.
        """
        super().__init__(data, initial=initial)
        self.codes = list(codes)
        for name, choices in offered.items():
            set_choices(self.fields[name], choices)

    def clean_asked(self) -> str:
        asked: str = self.cleaned_data["asked"]
        taken = lines_asked(asked)
        if taken > MOST_ASKED:
            raise forms.ValidationError(
                f"Shorten the requests: they take {taken} lines on the first page, and "
                f"{MOST_ASKED} fit. A line has {ACROSS} characters"
            )
        return asked

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for name in KINDS:
            self._add_others(name)
        both = set(self.cleaned_data.get("strengths", [])) & set(
            self.cleaned_data.get("priorities", [])
        )
        if both:
            named = ", ".join(sorted(both))
            self.add_error(
                "priorities", f"Choose {named} as a strength or as a priority"
            )
        return self.cleaned_data

    def _add_others(self, name: str) -> None:
        """Add the statements named by number to those that were selected."""
        typed = self.cleaned_data.get(f"other_{name}", "")
        wanted = [code.lower() for code in SEPARATOR.split(typed) if code]
        unknown = [code for code in dict.fromkeys(wanted) if code not in self.codes]
        if unknown:
            self.add_error(
                f"other_{name}",
                f"Enter numbers of statements: there is no {', '.join(unknown)}",
            )
        every = dict.fromkeys([*self.cleaned_data.get(name, []), *wanted])
        found = [code for code in every if code in self.codes]
        if len(found) > MOST:
            self.add_error(
                name, f"Choose {MOST} or fewer {name}. You chose {len(found)}"
            )
        self.cleaned_data[name] = found

    def choices(self) -> dict[str, Any]:
        """Return the values as the workflow takes them."""
        names = ("strengths", "priorities", "asked", "printed")
        return {name: self.cleaned_data[name] for name in names}
