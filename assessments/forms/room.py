"""The forms of a meeting's page: a second rating, and settling a statement."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.http import QueryDict

from frameworks.models import Framework
from leavingcare.text import length_of

from ..field_merge import Value
from ..moderation import quoting
from ..moderation.comparison import Comparison
from ..moderation.comparison_queries import TEXTS
from ..moderation.room import RoomAnswer
from .common import Boxes
from .moderation import SettleForm
from .second_ratings import SecondRatingForm

TOO_LONG = (
    "The texts are too long for one box. Settle this on its own page instead, and "
    "choose which texts to use there"
)


class GiveForm(SecondRatingForm):
    """One group's second rating of the statement the meeting shows."""

    def __init__(
        self,
        group: str,
        answer: RoomAnswer,
        labels: Mapping[int, str],
        data: QueryDict | None = None,
    ) -> None:
        initial = {"rating": answer.hidden and str(answer.hidden)}
        super().__init__(
            labels, data, initial=initial, auto_id=f"id_second_{answer.pk}_%s"
        )
        self.answer = answer
        self.group, self.group_id = group, answer.group
        self.given = labels.get(answer.hidden or 0, "")
        self.fields["rating"].label = f"{group}: what is your rating now?"


class ShortSettleForm(SettleForm):
    """The agreed answer and reason, with every group's texts or the stored ones."""

    take = forms.BooleanField(
        label="Use every group’s evidence and ideas, each with its source",
        required=False,
    )

    def __init__(
        self,
        comparison: Comparison,
        framework: Framework,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
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

    def clean_take(self) -> bool:
        if self.cleaned_data["take"] and any(
            length_of(text) > settings.TEXT_LIMIT for text in self._all_texts().values()
        ):
            raise forms.ValidationError(TOO_LONG)
        return bool(self.cleaned_data["take"])

    def _all_texts(self) -> dict[str, str]:
        names = TEXTS if self.asks_for_ideas else TEXTS[:1]
        return {
            name: "\n\n".join(
                line for _, line in quoting.sourced(self.comparison, name)
            )
            for name in names
        }

    def values(self) -> dict[str, Value]:
        """Return the values to settle, with texts only if every group's are used."""
        taken = self._all_texts() if self.cleaned_data.get("take") else {}
        return super().values() | taken
