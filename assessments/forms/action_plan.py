"""The forms of the action plan."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from frameworks.models import Area
from leavingcare.text import TextField

from ..field_merge import Value, fingerprint
from ..models import Action, ActionRevision
from ..workflow import action_plan as saving
from ..workflow.action_plan import ChosenIdea
from .common import Boxes, set_choices
from .dates import DayField
from .supplements import SupplementForm, comment, line


def states() -> forms.ChoiceField:
    """Return the radios of an action's progress."""
    return forms.ChoiceField(
        label="Progress",
        choices=Action.State.choices,
        widget=forms.RadioSelect(
            attrs={"class": "govuk-radios--small govuk-radios--inline"}
        ),
        error_messages={
            "required": "Select its progress",
            "invalid_choice": "Select one of the answers in the list",
            "twice": "Select only one answer",
        },
    )


class ActionForm(SupplementForm[Action]):
    """An action: the work, who does it, by when, its measure and its progress."""

    text = TextField(
        label="What will you do?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what you will do"},
    )
    owner = line(
        "Who will do it?",
        max_length=150,
        help_text="A role, such as ‘head of service’, not a name.",
    )
    due_on = DayField(label="By when?", required=False)
    measure = comment(
        "How will you know it has worked?",
        rows=2,
        help_text="For example, ‘90% of pathway plans are reviewed within six months’.",
    )
    state = states()
    note = comment("Note")

    def __init__(
        self,
        row: Action,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        areas: Iterable[Area] = (),
    ) -> None:
        super().__init__(row, data, shown=shown, prefix="action")
        self.areas = {str(area.number): area for area in areas}
        if not row.pk:
            choices = [(key, str(area)) for key, area in self.areas.items()]
            self.fields["area"] = forms.ChoiceField(
                label="Which area is it about?",
                required=False,
                choices=[("", "No area in particular"), *choices],
            )

    def values_of(self, row: Action) -> dict[str, Value]:
        return saving.content_of(row)

    @property
    def area(self) -> Area | None:
        """Return the area that was chosen, of an action that is added."""
        return self.areas.get(self.cleaned_data.get("area", ""))


class ProgressForm(SupplementForm[Action]):
    """The progress on an action at the follow-up, with a note."""

    state = states()
    note = comment("Note", rows=2)

    def __init__(
        self, row: Action, data: QueryDict | None = None, *, shown: Boxes | None = None
    ) -> None:
        super().__init__(row, data, shown=shown, prefix=f"action-{row.pk}")
        self.about = f"Action {row.position + 1}"

    def values_of(self, row: Action) -> dict[str, Value]:
        return saving.progress_values(row)


class IdeasForm(forms.Form):
    """The ideas to make actions of, from those in the latest submission.

    `ideas` are those that are not in the plan. A page that shows older ones is refused,
    as what it chose may not be there.
    """

    chosen = forms.MultipleChoiceField(
        label="Ideas",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one idea",
            "invalid_choice": "The ideas have changed. Select them again",
        },
    )

    def __init__(
        self, ideas: Sequence[ChosenIdea], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.ideas = {key_of(each): each for each in ideas}
        set_choices(
            self.fields["chosen"],
            [(key, each.text) for key, each in self.ideas.items()],
        )

    @property
    def chosen_ideas(self) -> list[ChosenIdea]:
        """Return the ideas that were chosen, in the order of the submission."""
        keys = set(self.cleaned_data["chosen"])
        return [each for key, each in self.ideas.items() if key in keys]

    def is_chosen(self, idea: ChosenIdea) -> bool:
        """Return whether the page shows the idea as chosen."""
        value: Any = self["chosen"].value()
        return key_of(idea) in (value or [])


def key_of(idea: ChosenIdea) -> str:
    """Return what a page sends for an idea."""
    return f"{idea.code}-{fingerprint(idea.text)}"


class MoveForm(forms.Form):
    """The direction in which to move an action in the plan."""

    way = forms.ChoiceField(choices=[(way, way) for way in ("up", "down", "first")])


class RestoreActionForm(forms.Form):
    """The earlier state of an action to restore."""

    def __init__(self, action: Action, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["revision"] = forms.ModelChoiceField(
            ActionRevision.objects.filter(response=action)
        )
