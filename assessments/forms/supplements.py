"""The forms of what stands beside a submission, one an area."""

from django import forms

from leavingcare.text import TextField

from ..models import FollowUp
from ..submission.shown.wording import date_words
from ..workflow import supplements as saving
from .common import SeenForm
from .dates import DayField
from .moderation import kept
from .scores import PointsField

NO_NAMES = "Do not name anyone."


def comment(label, **kwargs):
    return TextField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )


class BesideForm(SeenForm):
    """A form of one row. `shown` is what its boxes hold if not what is stored.

    A subclass has `values_of(row)`: the row's values as the workflow takes them, and
    as the token marks them.
    """

    def __init__(self, row, data=None, *, shown=None, prefix):
        stored = self.values_of(row)
        seen = {"seen": saving.token_of(row, stored)}
        super().__init__(data, prefix=prefix, initial=stored | (shown or {}) | seen)

    def values(self):
        return {name: self.cleaned_data[name] for name in self.fields if name != "seen"}

    def sent(self):
        """(token, values) in the shape of the workflow."""
        return self.token, self.values()

    def in_words(self, name, value):
        """A value of a box as it is shown beside another."""
        return "Nothing" if value in (None, "") else str(value)

    def after_clash(self, merged, row):
        """What the boxes hold, for `shown`, when somebody else got there first."""
        return kept(self.values(), self.values_of(row), merged)


class AreaForm(BesideForm):
    """A form of an area's row."""

    def __init__(self, row, data=None, *, shown=None):
        super().__init__(row, data, shown=shown, prefix=f"area-{row.area.number}")
        self.about = f"Area {row.area.number}"


class YoungPeopleForm(AreaForm):
    """What young people give an area out of ten, and how they were asked."""

    score = PointsField(label="Young people’s score out of 10")
    how_gathered = comment("How it was gathered", help_text=NO_NAMES)

    def values_of(self, row):
        return saving.young_people_values(row)


class FollowUpForm(AreaForm):
    """An area's scores and comments. `submitted` is its stage one, if it has one."""

    stage_one = PointsField(
        label="Stage 1 score out of 10", help_text="No score was submitted."
    )
    stage_two = PointsField(label="Stage 2 score out of 10")
    what_helped = comment("What helped")
    barriers = comment("Barriers")
    next_steps = comment("Next steps")

    def __init__(self, row, data=None, *, shown=None, submitted):
        super().__init__(row, data, shown=shown)
        # A page from before it was submitted may still send one, which then clashes.
        if submitted is not None and self.add_prefix("stage_one") not in self.data:
            del self.fields["stage_one"]

    def values_of(self, row):
        return saving.score_values(row)


class FollowUpDateForm(BesideForm):
    """When the follow-up was completed."""

    about = "Follow-up"

    completed_on = DayField(label="When was the follow-up completed?", required=False)

    def __init__(self, row, data=None, *, shown=None):
        boxes = {"completed_on": row.completed_on} | (shown or {})
        super().__init__(row, data, shown=boxes, prefix="date")

    def values_of(self, row):
        return saving.date_values(row)

    def sent(self):
        return self.token, self.cleaned_data["completed_on"]

    def in_words(self, name, value):
        return date_words(value and str(value))


class IdeasForm(BesideForm):
    """What has become of the ideas of some of the edition's statements.

    `codes` are of all its statements, in order, `with_ideas` of those with ideas.
    """

    about = "Ideas"

    def __init__(self, row, data=None, *, shown=None, codes, with_ideas):
        self.codes = codes
        super().__init__(row, data, shown=shown, prefix="idea")
        for code in with_ideas:
            self.fields[code] = forms.ChoiceField(
                label=f"{code}: what has become of it?",
                required=False,
                choices=FollowUp.Idea.choices,
                widget=forms.RadioSelect(
                    attrs={"class": "govuk-radios--small govuk-radios--inline"}
                ),
                error_messages={
                    "invalid_choice": "Choose one of the answers in the list",
                    "twice": "Choose one answer",
                },
            )

    def values_of(self, row):
        return saving.idea_values(row, self.codes)

    def in_words(self, name, value):
        return FollowUp.Idea(value).label if value else "Nothing"
