"""The forms of a working group's rating pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from frameworks.models import Area, Framework, ScalePoint
from leavingcare.forms import RadioRow
from leavingcare.text import TextField

from ..field_merge import Value
from ..models import Draft, DraftResponse, DraftRevision
from ..workflow.drafting import Sent
from .common import SeenForm, set_choices

CANNOT, NONE = "cannot", "none"
BOTH = "Select a rating or a reason why you cannot rate it, but not both"
UNSAID = DraftResponse.NotRated.UNSAID
REASONS = [
    ("", "No reason given yet"),
    *(one for one in DraftResponse.NotRated.choices if one[0] != UNSAID),
]
SCORES = [("", "Not given"), *((str(score), str(score)) for score in range(11))]
LINE = 40  # about how many characters fit in a line of a text box
ROWS = range(3, 18)


@dataclass(frozen=True)
class Asked:
    """The questions that an edition asks about every statement of an area."""

    number: int  # of the area
    ratings: list[tuple[str, str]]
    asks_for_ideas: bool

    @classmethod
    def of(cls, area: Area, framework: Framework, points: Iterable[ScalePoint]) -> Self:
        ratings = [(str(point.value), point.label) for point in points]
        return cls(
            number=area.number,
            ratings=[*ratings, (CANNOT, UNSAID.label), (NONE, "No answer")],
            asks_for_ideas=framework.asks_for_ideas,
        )


class ResponseForm(SeenForm):
    """A group's answer to one statement. Its prefix is the statement's letter.

    Nothing is required, so that half an answer can be saved.
    """

    rating = forms.ChoiceField(
        required=False,
        widget=RadioRow,
        error_messages={
            "invalid_choice": "Select one of the ratings in the list",
            "twice": "Select only one rating",
        },
    )
    reason = forms.ChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "Select a reason from the list",
            "twice": "Select only one reason",
        },
    )
    evidence = TextField(required=False, is_counted=False)
    ideas = TextField(required=False, is_counted=False)

    def __init__(
        self,
        asked: Asked,
        data: QueryDict | None = None,
        *,
        stored_reason: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self._stored_reason = stored_reason
        # Not on the class, as every form would copy them, one for each statement.
        set_choices(self.fields["rating"], asked.ratings)
        set_choices(self.fields["reason"], REASONS)
        code = f"{asked.number}{self.prefix}"
        self.fields["rating"].label = f"Rating of {code}"
        self.fields["reason"].label = f"Why can you not rate {code}?"
        self._name("evidence", f"Evidence for {code}")
        if asked.asks_for_ideas:
            self._name("ideas", f"Ideas for {code}")
        else:
            del self.fields["ideas"]

    def _name(self, name: str, label: str) -> None:
        field = self.fields[name]
        field.label = label
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
            "reason": reason if (reason := response.not_rated_reason) != UNSAID else "",
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
        """Refuse a rating with a reason, unless the reason is only left from before."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("rating") not in {None, "", CANNOT} and cleaned.get("reason"):
            if cleaned["reason"] == self._stored_reason:
                cleaned["reason"] = ""
            else:
                self.add_error("rating", BOTH)
        return cleaned

    def _answer(self) -> Value:
        """Return [rating value or None, reason]; "cannot" alone has a reason of its own."""
        rating, reason = self.cleaned_data["rating"], self.cleaned_data["reason"]
        if rating == CANNOT:
            return [None, reason or UNSAID.value]
        if rating == NONE and reason == self._stored_reason:
            return [None, ""]
        return [int(rating) if rating not in {"", NONE} else None, reason]

    def sent(self) -> Sent:
        """Return the answer as the workflow takes it, without fields that were not sent."""
        cleaned = self.cleaned_data
        values: dict[str, Value] = {}
        if {self.add_prefix("rating"), self.add_prefix("reason")} & self.data.keys():
            values["answer"] = self._answer()
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
