"""The forms of a working group's rating pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst

from frameworks.models import Area, Framework, ScalePoint
from leavingcare.forms import Hinted
from leavingcare.text import TextField

from ..field_merge import Value
from ..models import Draft, DraftResponse, DraftRevision
from ..workflow.drafting import Sent
from .common import SeenForm, set_choices

CANNOT = "cannot"
BOTH = "Select a rating or a reason why you cannot rate it, but not both"
REASONS = [("", "Choose a reason"), *DraftResponse.NotRated.choices]
SCORES = [("", "Not given"), *((str(score), str(score)) for score in range(11))]
LINE = 75  # about how many characters fit in a line of a text box
ROWS = range(3, 20)


@dataclass(frozen=True)
class Asked:
    """The questions that an edition asks about every statement of an area."""

    ratings: list[tuple[str, Hinted]]
    evidence: str
    ideas: str

    @classmethod
    def of(cls, area: Area, framework: Framework, points: Iterable[ScalePoint]) -> Self:
        ratings = [
            (str(point.value), Hinted(point.label, capfirst(point.guide)))
            for point in points
        ]
        return cls(
            ratings=[*ratings, (CANNOT, Hinted("We cannot rate this"))],
            evidence=area.evidence_prompt,
            ideas=framework.ideas_prompt,
        )


class ResponseForm(SeenForm):
    """A group's answer to one statement. Its prefix is the statement's letter.

    Nothing is required, so that half an answer can be saved.
    """

    rating = forms.ChoiceField(
        label="Rating",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Select one of the ratings in the list",
            "twice": "Select only one rating",
        },
    )
    reason = forms.ChoiceField(
        label="If you cannot rate it, why?",
        required=False,
        error_messages={
            "invalid_choice": "Select a reason from the list",
            "twice": "Select only one reason",
        },
    )
    evidence = TextField(required=False)
    ideas = TextField(required=False)

    def __init__(
        self, asked: Asked, data: QueryDict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        # Not on the class, as every form would copy them, one for each statement.
        set_choices(self.fields["rating"], asked.ratings)
        set_choices(self.fields["reason"], REASONS)
        self._ask("evidence", asked.evidence)
        if asked.ideas:
            self._ask("ideas", asked.ideas)
        else:
            del self.fields["ideas"]

    def _ask(self, name: str, prompt: str) -> None:
        field = self.fields[name]
        field.label = prompt
        field.widget.attrs = {"rows": rows(self[name].value()), "dir": "auto"}

    @staticmethod
    def values(response: DraftResponse) -> dict[str, str]:
        """Return the boxes of the form for a stored response."""
        if response.not_rated_reason:
            rating = CANNOT
        else:
            rating = str(response.rating.value) if response.rating else ""
        return {
            "rating": rating,
            "reason": response.not_rated_reason,
            "evidence": response.evidence,
            "ideas": response.ideas,
        }

    @staticmethod
    def is_as_shown(prefix: str, data: QueryDict, shown: Mapping[str, str]) -> bool:
        """Return whether the fields of `data` with this prefix are as shown."""
        return all(
            data.getlist(f"{prefix}-{name}") in ([value], [value.replace("\n", "\r\n")])
            or (not value and f"{prefix}-{name}" not in data)
            for name, value in shown.items()
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("rating") not in {None, "", CANNOT} and cleaned.get("reason"):
            self.add_error("rating", BOTH)
        return cleaned

    def sent(self) -> Sent:
        """Return the answer as the workflow takes it, without fields that were not sent."""
        cleaned = self.cleaned_data
        values: dict[str, Value] = {}
        if {self.add_prefix("rating"), self.add_prefix("reason")} & self.data.keys():
            rating = cleaned["rating"]
            value = int(rating) if rating not in {"", CANNOT} else None
            values["answer"] = [value, cleaned["reason"]]
        for name in ("evidence", "ideas"):
            if self.add_prefix(name) in self.data and name in cleaned:
                values[name] = cleaned[name]
        return Sent(letter=str(self.prefix), token=self.token, values=values)

    def unsaved(self, names: Iterable[str]) -> dict[str, str]:
        """Return what was typed in the fields of these parts of the answer."""
        fields = {"answer": ["rating", "reason"]}
        return {
            field: self.cleaned_data[field]
            for name in names
            for field in fields.get(name, [name])
        }


class ScoreForm(SeenForm):
    """The group's own score out of ten for the area."""

    prefix = "score"  # no letter of a statement is as long
    given = forms.ChoiceField(
        required=False,
        choices=SCORES,
        error_messages={
            "invalid_choice": "Select a whole number from 0 to 10",
            "twice": "Select only one score",
        },
    )

    def __init__(
        self, label: str, data: QueryDict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["given"].label = label

    @staticmethod
    def values(draft: Draft) -> dict[str, str]:
        """Return the box of the form for a stored draft."""
        score = draft.global_score
        return {"given": "" if score is None else str(score)}

    def sent(self) -> Sent:
        """Return the score as the workflow takes it, without a score if none was sent."""
        values: dict[str, Value] = {}
        if self.add_prefix("given") in self.data:
            given = self.cleaned_data["given"]
            values["global_score"] = int(given) if given else None
        return Sent(letter="", token=self.token, values=values)

    def unsaved(self, names: Iterable[str]) -> dict[str, str]:
        """Return what was selected."""
        return {"given": self.cleaned_data["given"]}


class HandBackForm(forms.Form):
    """The reason for handing a draft back to its group."""

    reason = TextField(
        label="Why are you handing it back?",
        help_text="The group sees this above its draft. Its answers do not change.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are handing it back"},
    )


class RestoreForm(forms.Form):
    """The entry of a response's history to restore."""

    revision: "forms.ModelChoiceField[DraftRevision]" = forms.ModelChoiceField(
        queryset=DraftRevision.objects.none()
    )

    def __init__(
        self, revisions: QuerySet[DraftRevision], data: QueryDict | None
    ) -> None:
        super().__init__(data)
        field = cast("forms.ModelChoiceField[DraftRevision]", self.fields["revision"])
        field.queryset = revisions


def rows(text: str | None) -> int:
    """Return how many lines a text box needs for the text, within limits."""
    lines = sum(1 + len(line) // LINE for line in (text or "").split("\n"))
    return min(max(lines, ROWS.start), ROWS.stop)
