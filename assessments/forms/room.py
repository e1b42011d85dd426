"""The forms of a meeting's page: a second rating, and settling a statement."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from frameworks.models import Framework

from ..field_merge import Value
from ..moderation.comparison import Comparison
from ..moderation.comparison_rows import TEXTS
from ..moderation.quoting import whole_text
from ..moderation.room import RoomAnswer
from .common import Boxes
from .moderation import SettleForm, has_final_text
from .second_ratings import SecondRatingForm


class GiveForm(SecondRatingForm):
    """One group's second rating of the statement the meeting shows."""

    def __init__(
        self,
        group: str,
        answer: RoomAnswer,
        labels: Mapping[int, str],
        data: QueryDict | None = None,
        *,
        code: str,
    ) -> None:
        initial = {"rating": answer.hidden and str(answer.hidden)}
        super().__init__(
            labels, data, initial=initial, auto_id=f"id_second_{answer.pk}_%s"
        )
        self.answer = answer
        self.group, self.group_id = group, answer.group
        self.given = labels.get(answer.hidden or 0, "")
        self.fields["rating"].label = f"{group}: what is your rating of {code} now?"


class ShortSettleForm(SettleForm):
    """The agreed answer and reason, with every group's texts or the existing ones."""

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
        is_asking: bool = False,
    ) -> None:
        super().__init__(comparison, framework, data, shown=shown)
        self.is_asking = is_asking  # for second ratings, which are still hidden
        for name in TEXTS:
            self.fields.pop(name, None)
        given = any(voice.gave_text for voice in comparison.answers)
        if not given or has_final_text(comparison):
            del self.fields["take"]
        elif shown is None:
            self.initial["take"] = True
        self.asks_for_ideas = framework.asks_for_ideas

    def clean(self) -> None:
        super().clean()
        if self.is_asking:
            code = self.comparison.statement.code
            self.add_error(
                "answer", f"Settle {code} after the second ratings have been shown"
            )

    def values(self) -> dict[str, Value]:
        """Return the values to settle, with texts only if every group's are used."""
        if not self.cleaned_data.get("take"):
            return super().values()
        names = TEXTS if self.asks_for_ideas else TEXTS[:1]
        taken = {name: whole_text(self.comparison, name) for name in names}
        return super().values() | taken
