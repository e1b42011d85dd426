"""The form that settles one statement, and the content of its boxes."""

from django import forms
from django.http import QueryDict

from frameworks.models import Framework
from leavingcare.text import TextField

from ..analysis.agreement import Word
from ..analysis.sentences import settled_as
from ..field_merge import Merge, Value, Values
from ..models import AgreedResponse
from ..moderation.comparison import Comparison
from ..workflow import moderating
from .common import Boxes, SeenForm, set_choices

Outcome = AgreedResponse.Outcome
FEWEST_CANDIDATES = 2
NEEDED_FOR = (
    "You only need to give a reason if you choose a rating no group gave, ‘Could not "
    "agree’ or ‘Not rated’."
)


def unsaved(sent: Values, stored: Values, merged: Merge) -> dict[str, Value]:
    """Return the values to show after a clash: this person's changes, the rest as stored.

    Sending the page again then overwrites what it showed on purpose, and nothing else.
    """
    mine = merged.changes.keys() | merged.clashes.keys()
    return {name: sent[name] if name in mine else stored[name] for name in sent}


class SettleForm(SeenForm):
    """The agreed answer to one statement: the rating, the reason and the final texts."""

    answer = forms.ChoiceField(
        label="What did you agree?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you agreed",
            "invalid_choice": "Select one answer from the list",
            "twice": "Select only one answer",
        },
    )
    candidates = forms.MultipleChoiceField(
        label="Which ratings were you choosing between?",
        help_text="Select two or more.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select ratings from the list"},
    )
    rationale = TextField(
        label="Reason", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = TextField(
        label="Final evidence",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    ideas = TextField(
        label="Final ideas", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(
        self,
        comparison: Comparison,
        framework: Framework,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
    ) -> None:
        initial = initial_of(comparison) if shown is None else shown
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.comparison = comparison
        scale = [(str(value), label) for value, label in comparison.labels.items()]
        set_choices(self.fields["candidates"], scale)
        set_choices(
            self.fields["answer"],
            [
                *scale,
                (Outcome.NOT_AGREED.value, Outcome.NOT_AGREED.label),
                (Outcome.NOT_RATED.value, Outcome.NOT_RATED.label),
            ],
        )
        if not framework.asks_for_ideas:
            del self.fields["ideas"]
        reason = self.fields["rationale"]
        if self.always_needs_reason:
            reason.help_text = "You need to give a reason because the groups differed."
        else:
            reason.help_text = NEEDED_FOR

    @property
    def always_needs_reason(self) -> bool:
        """Return whether any answer needs a reason, because the groups differed."""
        return self.comparison.word in (Word.SPLIT, Word.ONE_VOICE)

    def clean(self) -> None:
        super().clean()
        answer = self.cleaned_data.get("answer")
        if not answer:
            return
        candidates = self.cleaned_data.get("candidates")
        few = candidates is not None and len(set(candidates)) < FEWEST_CANDIDATES
        if answer == Outcome.NOT_AGREED and few:
            self.add_error(
                "candidates",
                "Select the two or more ratings you could not choose between",
            )
        outcome, rating, _ = self.settled()
        needed = moderating.needs_reason(
            outcome,
            rating,
            self.comparison.ratings,
            moderating.second_ratings(self.comparison.agreed),
            list(self.comparison.labels),
        )
        if needed and self.cleaned_data.get("rationale") == "":
            self.add_error("rationale", self.why_needed(outcome))

    def why_needed(self, outcome: str) -> str:
        """Return the error of a missing reason, which says why it is needed."""
        if outcome == Outcome.NOT_AGREED:
            return "Enter why it could not be agreed"
        if outcome == Outcome.NOT_RATED:
            return "Enter why it is not rated"
        if self.always_needs_reason:
            return "Enter a reason, because the groups differed"
        return "Enter a reason, because no group gave this rating"

    def settled(self) -> tuple[str, int | None, list[int]]:
        """Return the outcome, the rating and the candidates of the answer."""
        answer = self.cleaned_data["answer"]
        if answer == Outcome.NOT_AGREED:
            chosen = self.cleaned_data.get("candidates") or []
            candidates = sorted({int(value) for value in chosen}, reverse=True)
            return Outcome.NOT_AGREED.value, None, candidates
        if answer == Outcome.NOT_RATED:
            return Outcome.NOT_RATED.value, None, []
        return Outcome.AGREED.value, int(answer), []

    def values(self) -> dict[str, Value]:
        """Return the values to settle, without ideas if the edition does not ask for any."""
        texts = ["rationale", "evidence", "ideas"]
        return {"answer": list(self.settled())} | {
            name: self.cleaned_data[name] for name in texts if name in self.fields
        }


def boxes(values: Values, token: str) -> Boxes:
    """Return the boxes of a SettleForm for values as `settle` takes them."""
    outcome, rating, candidates = moderating.answer_of(values)
    answer: str | None = outcome
    if outcome == Outcome.AGREED:
        answer = str(rating)
    elif outcome == Outcome.NOT_SETTLED:
        answer = None
    chosen = [str(value) for value in candidates]
    return {**values, "seen": token, "answer": answer, "candidates": chosen}


def initial_of(comparison: Comparison) -> Boxes:
    """Return the boxes as a page first shows them.

    They hold what has been settled. Until then there is no rating, unless two or more
    groups all gave the same, and a text only if exactly one group gave one.
    """
    response = comparison.agreed
    initial = boxes(moderating.values_of(response), moderating.token_of(response))
    if comparison.is_settled:
        return initial
    if comparison.word == Word.SAME:
        initial["answer"] = str(comparison.ratings[0])
    for name in ("evidence", "ideas"):
        pieces = comparison.texts(name)
        if len(pieces) == 1 and not initial[name]:
            initial[name] = pieces[0][1]
    return initial


def typed_in(data: QueryDict) -> Boxes:
    """Return the boxes of a SettleForm as they were sent, valid or not."""
    names = ("seen", "answer", "rationale", "evidence", "ideas")
    typed = {name: data.get(name, "") for name in names}
    return typed | {"candidates": data.getlist("candidates")}


def boxes_after_clash(
    form: SettleForm, merged: Merge, response: AgreedResponse
) -> Boxes:
    """Return the boxes to show when another moderator saved first."""
    values = unsaved(form.values(), moderating.values_of(response), merged)
    return boxes(values, moderating.token_of(response))


def sides(form: SettleForm, clashes: Values) -> list[tuple[str, str, str]]:
    """Return each field that clashes as (label, mine, theirs), in words."""
    labels = form.comparison.labels
    values = form.values()
    found: list[tuple[str, str, str]] = []
    for name, theirs in clashes.items():
        label = str(form.fields[name].label)
        if name == "answer":
            mine = settled_as(*moderating.answer_of(values), labels)
            found.append(
                (label, mine, settled_as(*moderating.answer_of(clashes), labels))
            )
        else:
            found.append((label, str(values[name]), str(theirs)))
    return found
