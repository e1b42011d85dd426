"""The form that settles an area's score out of ten, and what its boxes hold when."""

from django import forms

from leavingcare.text import TextField

from ..analysis.scoring import OUT_OF
from ..workflow import moderating
from .common import SeenForm
from .moderation import kept

POINTS = {str(score): score for score in range(OUT_OF + 1)}


class PointsField(forms.CharField):
    """A whole number from nought to ten, or None if the box is empty."""

    default_error_messages = {
        "points": f"Enter a whole number from 0 to {OUT_OF}, such as 7. Halves are not "
        "used"
    }

    def __init__(self, **kwargs):
        attrs = {
            "inputmode": "numeric",
            "class": "govuk-input--width-2",
            "autocomplete": "off",
        }
        widget = forms.TextInput(attrs=attrs)
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        if typed not in POINTS:
            raise forms.ValidationError(self.error_messages["points"])
        return POINTS[typed]


class ScoreForm(SeenForm):
    """An area's score out of ten as settled, or that none is given, and a note."""

    score = PointsField(label="Global score out of 10")
    none = forms.BooleanField(label="We give no score for this area", required=False)
    note = TextField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, agreed_area, data=None, *, shown=None):
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
            "Halves are not used"
        )

    def clean(self):
        super().clean()
        if "score" in self.errors:
            return
        score, none = self.cleaned_data["score"], self.cleaned_data["none"]
        if score is not None and none:
            self.add_error(
                "score", f"Area {self.number}: enter a score or give none, not both"
            )
        if (
            score is None
            and not none
            and (self.cleaned_data.get("note") or self.cleared)
        ):
            self.add_error(
                "score",
                f"Area {self.number}: enter a score, or select that you give none",
            )

    @property
    def cleared(self):
        """Whether the page showed what is settled, so the blank is of somebody's doing.

        On a page from before it was settled, the box was blank and was left so.
        """
        shown = self.token.split(".")[0]
        return bool(self.agreed_area.scored_at) and shown == str(
            self.agreed_area.version
        )

    @property
    def is_answered(self):
        return self.cleaned_data["score"] is not None or self.cleaned_data["none"]

    @property
    def is_news(self):
        """Whether it says anything that is not stored already."""
        return self.is_answered and (
            not self.agreed_area.scored_at
            or self.values() != moderating.score_values(self.agreed_area)
        )

    def values(self):
        return {
            "global_score": self.cleaned_data["score"],
            "global_score_note": self.cleaned_data["note"],
        }


def score_boxes(values, agreed_area, *, is_settled):
    """What the fields of a ScoreForm hold for values as `settle_score` takes them."""
    score = values["global_score"]
    return {
        "seen": moderating.score_token_of(agreed_area),
        "score": "" if score is None else str(score),
        "none": score is None and is_settled,
        "note": values["global_score_note"],
    }


def score_boxes_after_clash(form, merged, agreed_area):
    """What the boxes hold when another moderator got there first."""
    values = kept(form.values(), moderating.score_values(agreed_area), merged)
    return score_boxes(values, agreed_area, is_settled=True)
