"""The form that settles an area's score out of ten, and the content of its boxes."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..analysis.scoring import OUT_OF
from ..field_merge import Merge, Value, Values
from ..models import AgreedArea, Proposal
from ..workflow.proposals import Shown, shown_of
from .common import Boxes, SeenForm
from .moderation import unsaved

POINTS = {str(score): score for score in range(OUT_OF + 1)}


class PointsField(forms.CharField):
    """A whole number from 0 to 10, or None if the box is empty."""

    default_error_messages = {
        "points": f"Enter a whole number from 0 to {OUT_OF}, such as 7. Do not use "
        "halves"
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "numeric",
            "class": "govuk-input--width-2",
            "autocomplete": "off",
        }
        widget = forms.TextInput(attrs=attrs)
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: object) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        if typed not in POINTS:
            raise forms.ValidationError(self.error_messages["points"])
        return POINTS[typed]


class ScoreForm(SeenForm):
    """An area's agreed score out of ten, or that none is given, with a note.

    With `is_complete` false it takes what is written so far, to be proposed.
    """

    score = PointsField(label="Global score out of 10")
    none = forms.BooleanField(
        label="We are not giving a score for this area", required=False
    )
    note = TextField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        agreed_area: AgreedArea,
        data: QueryDict | None = None,
        *,
        proposal: Proposal | None = None,
        shown: Boxes | None = None,
        is_complete: bool = True,
    ) -> None:
        number = agreed_area.area.number
        self.shown = shown_of(Proposal.Kind.SCORE, agreed_area, proposal)
        initial = shown or score_boxes(self.shown)
        super().__init__(data, prefix=f"area-{number}", initial=initial)
        self.agreed_area = agreed_area
        self.number = number
        self.is_complete = is_complete
        self.fields["score"].error_messages["points"] = (
            f"Area {number}: enter a whole number from 0 to {OUT_OF}, such as 7. "
            "Do not use halves"
        )

    def clean(self) -> Any:
        super().clean()
        if "score" in self.errors:
            return
        score, none = self.cleaned_data["score"], self.cleaned_data["none"]
        is_answered = self.is_answered
        if score is not None and none:
            self.add_error(
                "score",
                f"Area {self.number}: enter a score, or select that you are not giving "
                "one, but not both",
            )
        if (
            self.is_complete
            and not is_answered
            and (self.cleaned_data.get("note") or self.cleared)
        ):
            self.add_error(
                "score",
                f"Area {self.number}: enter a score, or select that you are not giving one",
            )

    @property
    def cleared(self) -> bool:
        """Return whether the page showed the settled score, so somebody cleared the box.

        On a page from before it was settled, the box was blank already.
        """
        shown = self.token.partition("-")[0]
        return bool(self.agreed_area.scored_at) and shown == str(
            self.agreed_area.version
        )

    @property
    def is_answered(self) -> bool:
        """Return whether it gives a score or says that none is given."""
        return self.cleaned_data["score"] is not None or self.cleaned_data["none"]

    @property
    def is_news(self) -> bool:
        """Return whether it has an answer that is not stored already."""
        return self.is_answered and self.values() != self.shown.stored

    def values(self) -> dict[str, Value]:
        """Return the values as `settle_score` takes them."""
        return {
            "answer": [self.cleaned_data["score"], self.cleaned_data["none"]],
            "note": self.cleaned_data["note"],
        }


def score_boxes(shown: Shown, values: Values | None = None) -> Boxes:
    """Return the boxes of a ScoreForm that shows this, or else these values."""
    values = values or shown.values
    score, none = cast("tuple[int | None, bool]", values["answer"])
    return {
        "seen": shown.token,
        "score": "" if score is None else str(score),
        "none": none,
        "note": values["note"],
    }


def score_boxes_after_clash(form: ScoreForm, merged: Merge, shown: Shown) -> Boxes:
    """Return the boxes to show when another moderator wrote or settled first."""
    return score_boxes(shown, unsaved(form.values(), shown.values, merged))


def score_in_words(answer: Value) -> str:
    """Return the answer of a score's values in words, "" if there is none."""
    score, none = cast("tuple[int | None, bool]", answer)
    if score is None:
        return "No score" if none else ""
    return f"{score} out of {OUT_OF}"
