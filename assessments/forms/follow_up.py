"""The forms of the follow-up: its areas, its date, asking for it and returning it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone

from leavingcare.text import TextField

from ..field_merge import Value, fingerprint
from ..models import Assessment, FollowUp, FollowUpRevision, FollowUpScore
from ..workflow import follow_up as saving
from .common import Boxes, set_choices
from .dates import DayField
from .scores import PointsField
from .supplements import AreaForm, SupplementForm, comment


class FollowUpForm(AreaForm[FollowUpScore]):
    """An area's scores and comments. `submitted` is its submitted stage one, or None."""

    stage_one = PointsField(
        label="Stage 1 score out of 10", help_text="No score was submitted."
    )
    stage_two = PointsField(label="Stage 2 score out of 10")
    what_helped = comment("What helped")
    barriers = comment("Barriers")
    next_steps = comment("Next steps")

    def __init__(
        self,
        row: FollowUpScore,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        submitted: int | None,
    ) -> None:
        super().__init__(row, data, shown=shown)
        # An older page may still send a stage one, which then clashes.
        if submitted is not None and self.add_prefix("stage_one") not in self.data:
            del self.fields["stage_one"]

    def values_of(self, row: FollowUpScore) -> dict[str, Value]:
        return saving.score_values(row)


class FollowUpDateForm(SupplementForm[FollowUp]):
    """The date on which the follow-up was completed."""

    about = ""
    code = "the date"

    completed_on = DayField(label="When was the follow-up completed?", required=False)

    def __init__(
        self,
        row: FollowUp,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
        super().__init__(row, data, shown=shown, prefix="date")

    def values_of(self, row: FollowUp) -> dict[str, Value]:
        return saving.date_values(row)

    def clean_completed_on(self) -> date | None:
        day: date | None = self.cleaned_data["completed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day


class ReturnForm(forms.Form):
    """The confirmation of what is returned blank: {in words: the number of its area}.

    It carries the fingerprint of the list, so that only what was on it is confirmed.
    """

    confirmed = forms.CharField(required=False, label="These are left blank on purpose")

    def __init__(
        self, blanks: Mapping[str, int | None], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.blanks = blanks
        self.fingerprint = fingerprint(list(blanks))

    def clean_confirmed(self) -> list[str]:
        """Return the blanks that are confirmed: all of them."""
        if self.blanks and self.cleaned_data["confirmed"] != self.fingerprint:
            raise forms.ValidationError(
                "Confirm that these are left blank on purpose, or fill them in"
            )
        return list(self.blanks)


class ReopenFollowUpForm(forms.Form):
    """The reason for reopening a follow-up."""

    reason = TextField(
        label="Why are you reopening this follow-up?",
        help_text="The authority sees this. Its earlier follow-up does not change.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are reopening the follow-up"},
    )


class RequestForm(forms.Form):
    """The authorities to ask for their follow-up, and the due date."""

    due_on = DayField(
        label="When is the follow-up due?",
        error_messages={"required": "Enter the date the follow-up is due"},
    )
    authorities = forms.MultipleChoiceField(
        label="Which authorities do you want to ask?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "The list has changed. Check it"},
    )
    tell = forms.BooleanField(
        label="Email the moderators who have not submitted the follow-up yet, if the "
        "due date changes",
        required=False,
        initial=True,
    )

    def __init__(
        self,
        assessments: Iterable[Assessment],
        data: QueryDict | None = None,
        *,
        due_on: date | None = None,
    ) -> None:
        self.assessments = {str(each.pk): each for each in assessments}
        chosen = list(self.assessments)
        super().__init__(data, initial={"due_on": due_on, "authorities": chosen})
        self.was_due_on = due_on
        choices = [(key, str(each.authority)) for key, each in self.assessments.items()]
        set_choices(self.fields["authorities"], choices)

    def clean_due_on(self) -> date:
        """Return the day: not in the past, unless it was already so."""
        day: date = self.cleaned_data["due_on"]
        if day != self.was_due_on and day < timezone.localdate():
            raise forms.ValidationError("Enter a day that has not passed")
        return day

    @property
    def chosen(self) -> list[Assessment]:
        """Return the assessments of the authorities to ask."""
        return [self.assessments[key] for key in self.cleaned_data["authorities"]]


class RestoreAreaForm(forms.Form):
    """The earlier state of an area to restore."""

    def __init__(self, row: FollowUpScore, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["revision"] = forms.ModelChoiceField(
            FollowUpRevision.objects.filter(response=row)
        )
