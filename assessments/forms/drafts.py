"""The forms of a working group's rating pages."""

from dataclasses import dataclass

from django import forms
from django.utils.text import capfirst

from leavingcare.forms import Hinted
from leavingcare.text import TextField

from ..models import DraftResponse
from ..workflow.drafting import Sent
from .common import SeenForm

CANNOT = "cannot"
BOTH = "Choose a rating or say why you cannot, not both"
REASONS = [("", "Choose a reason"), *DraftResponse.NotRated.choices]
SCORES = [("", "Not given"), *((str(score), str(score)) for score in range(11))]
LINE = 75  # characters, about, in a line of a text box
ROWS = range(3, 20)


@dataclass(frozen=True)
class Asked:
    """What an edition asks of every statement of an area."""

    ratings: list
    evidence: str
    ideas: str

    @classmethod
    def of(cls, area, framework, points):
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

    Nothing is required: half an answer is worth keeping.
    """

    rating = forms.ChoiceField(
        label="Rating",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the ratings in the list",
            "twice": "Choose one rating",
        },
    )
    reason = forms.ChoiceField(
        label="If you cannot rate it, why?",
        required=False,
        error_messages={
            "invalid_choice": "Choose a reason from the list",
            "twice": "Choose one reason",
        },
    )
    evidence = TextField(required=False)
    ideas = TextField(required=False)

    def __init__(self, asked, data=None, **kwargs):
        super().__init__(data, **kwargs)
        # Not on the class: every form would copy them, an area's page fifteen times.
        self.fields["rating"].choices = asked.ratings
        self.fields["reason"].choices = REASONS
        self._ask("evidence", asked.evidence)
        if asked.ideas:
            self._ask("ideas", asked.ideas)
        else:
            del self.fields["ideas"]

    def _ask(self, name, prompt):
        field = self.fields[name]
        field.label = prompt
        field.widget.attrs = {"rows": rows(self[name].value()), "dir": "auto"}

    @staticmethod
    def values(response):
        """What the form shows of a stored response."""
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
    def is_as_shown(prefix, data, shown):
        """Whether `data` has for this prefix just what a page shows of now."""
        return all(
            data.getlist(f"{prefix}-{name}") in ([value], [value.replace("\n", "\r\n")])
            or (not value and f"{prefix}-{name}" not in data)
            for name, value in shown.items()
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("rating") not in {None, "", CANNOT} and cleaned.get("reason"):
            self.add_error("rating", BOTH)
        return cleaned

    def sent(self):
        """The answer in the shape of the workflow, without what did not come."""
        cleaned, values = self.cleaned_data, {}
        if {self.add_prefix("rating"), self.add_prefix("reason")} & self.data.keys():
            rating = cleaned["rating"]
            value = int(rating) if rating not in {"", CANNOT} else None
            values["answer"] = [value, cleaned["reason"]]
        for name in ("evidence", "ideas"):
            if self.add_prefix(name) in self.data and name in cleaned:
                values[name] = cleaned[name]
        return Sent(letter=self.prefix, token=self.token, values=values)

    def kept(self, names):
        """What was typed in the answer's fields of these names, to show again."""
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
            "invalid_choice": "Choose a whole number from 0 to 10",
            "twice": "Choose one score",
        },
    )

    def __init__(self, label, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["given"].label = label

    @staticmethod
    def values(draft):
        """What the form shows of a stored draft."""
        score = draft.global_score
        return {"given": "" if score is None else str(score)}

    def sent(self):
        values = {}
        if self.add_prefix("given") in self.data:
            given = self.cleaned_data["given"]
            values["global_score"] = int(given) if given else None
        return Sent(letter="", token=self.token, values=values)

    def kept(self, names):
        """What was chosen, to show again."""
        return {"given": self.cleaned_data["given"]}


class HandBackForm(forms.Form):
    reason = TextField(
        label="Why are you handing it back?",
        help_text="The group sees this above its draft. What it wrote stays as it is.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why you are handing it back"},
    )


class RestoreForm(forms.Form):
    """Which entry of a response's history to put back."""

    revision: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)

    def __init__(self, revisions, data):
        super().__init__(data)
        self.fields["revision"].queryset = revisions


def rows(text):
    """How many lines a text box needs to show the text, within reason."""
    lines = sum(1 + len(line) // LINE for line in (text or "").split("\n"))
    return min(max(lines, ROWS.start), ROWS.stop)
