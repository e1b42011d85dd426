"""The form that settles an area's score out of ten, and the content of its boxes."""

from typing import Any

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..analysis.scoring import OUT_OF
from ..field_merge import Merge, Value, Values
from ..models import AgreedArea
from ..workflow import moderating
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
    """An area's agreed score out of ten, or that none is given, with a note."""

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
        shown: Boxes | None = None,
    ) -> None:
        number = agreed_area.area.number
        stored = score_boxes(
            moderating.score_values(agreed_area),
            agreed_area,
            is_settled=agreed_area.scored_at is not None,
        )
        super().__init__(data, prefix=f"area-{number}", initial=shown or stored)
        self.agreed_area = agreed_area
        self.number = number
        self.fields["score"].error_messages["points"] = (
            f"Area {number}: enter a whole number from 0 to {OUT_OF}, such as 7. "
            "Do not use halves"
        )

    def clean(self) -> Any:
        super().clean()
        if "score" in self.errors:
            return
        score, none = self.cleaned_data["score"], self.cleaned_data["none"]
        if score is not None and none:
            self.add_error(
                "score",
                f"Area {self.number}: enter a score, or select that you are not giving "
                "one, but not both",
            )
        if (
            score is None
            and not none
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
        shown = self.token.split(".")[0]
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
        return self.is_answered and (
            not self.agreed_area.scored_at
            or self.values() != moderating.score_values(self.agreed_area)
        )

    def values(self) -> dict[str, Value]:
        """Return the values as `settle_score` takes them."""
        return {
            "global_score": self.cleaned_data["score"],
            "global_score_note": self.cleaned_data["note"],
        }


def score_boxes(values: Values, agreed_area: AgreedArea, *, is_settled: bool) -> Boxes:
    """Return the boxes of a ScoreForm for values as `settle_score` takes them."""
    score = values["global_score"]
    return {
        "seen": moderating.score_token_of(agreed_area),
        "score": "" if score is None else str(score),
        "none": score is None and is_settled,
        "note": values["global_score_note"],
    }


def score_boxes_after_clash(
    form: ScoreForm, merged: Merge, agreed_area: AgreedArea
) -> Boxes:
    """Return the boxes to show when another moderator saved first."""
    values = unsaved(form.values(), moderating.score_values(agreed_area), merged)
    return score_boxes(values, agreed_area, is_settled=True)
