"""The forms of a meeting's room: a second rating, and settling in short."""

from django import forms
from django.conf import settings

from leavingcare.text import length_of

from ..moderation import quoting
from ..moderation.comparison_queries import TEXTS
from .moderation import SettleForm
from .second_ratings import SecondRatingForm

TOO_LONG = (
    "Together the texts are too long for one box. Settle on the whole page instead, "
    "and choose the pieces there"
)


class GiveForm(SecondRatingForm):
    """One group's second rating of the statement the room is at."""

    def __init__(self, group, answer, labels, data=None):
        initial = {"rating": answer.hidden and str(answer.hidden)}
        super().__init__(
            labels, data, initial=initial, auto_id=f"id_second_{answer.pk}_%s"
        )
        self.answer = answer
        self.group, self.group_id = group, answer.group
        self.given = labels.get(answer.hidden, "")
        self.fields["rating"].label = f"{group}: what do you rate it now?"


class ShortSettleForm(SettleForm):
    """What is settled and why; the final texts are everybody's, or stay as they are."""

    take = forms.BooleanField(
        label="Use everybody’s evidence and ideas, each with its source",
        required=False,
    )

    def __init__(self, comparison, framework, data=None, *, shown=None):
        super().__init__(comparison, framework, data, shown=shown)
        for name in TEXTS:
            self.fields.pop(name, None)
        agreed = comparison.agreed
        given = any(voice.gave_text for voice in comparison.answers)
        if not given or agreed.evidence or agreed.ideas:
            del self.fields["take"]
        elif shown is None:
            self.initial["take"] = True
        self.asks_for_ideas = framework.asks_for_ideas

    def clean_take(self):
        if self.cleaned_data["take"] and any(
            length_of(text) > settings.TEXT_LIMIT
            for text in self._everybodys().values()
        ):
            raise forms.ValidationError(TOO_LONG)
        return self.cleaned_data["take"]

    def _everybodys(self):
        names = TEXTS if self.asks_for_ideas else TEXTS[:1]
        return {
            name: "\n\n".join(
                line for _, line in quoting.sourced(self.comparison, name)
            )
            for name in names
        }

    def values(self):
        """What to settle; the texts only where they are taken over."""
        taken = self._everybodys() if self.cleaned_data.get("take") else {}
        return super().values() | taken
