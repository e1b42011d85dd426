"""The form that settles one statement, and the content of its boxes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from frameworks.models import Framework
from leavingcare.text import TextField

from ..analysis.agreement import Word
from ..analysis.sentences import settled_as
from ..field_merge import Merge, Value, Values
from ..models import AgreedResponse, Proposal
from ..moderation.comparison import Comparison
from ..moderation.comparison_rows import TEXTS
from ..moderation.given_ratings import needs_reason, second_ratings
from ..moderation.minutes import FEWEST_CANDIDATES
from ..moderation.quoting import final_limit, whole_text
from ..workflow import moderating
from ..workflow.proposals import Shown, shown_of
from .common import Boxes, SeenForm, set_choices

Outcome = AgreedResponse.Outcome
NEEDED_FOR = (
    "You only need to give a reason if you choose a rating no group gave, ‘Could not "
    "agree’ or ‘Not rated’."
)


def unsaved(sent: Values, stored: Values, merged: Merge) -> dict[str, Value]:
    """Return the values to show after a clash: this person's changes, the rest as stored.

    Sending the page again then overwrites only what it showed, on purpose.
    """
    mine = merged.changes.keys() | merged.clashes.keys()
    return {
        name: sent[name] if name in mine else value for name, value in stored.items()
    }


class SettleForm(SeenForm):
    """The agreed answer to one statement: the rating, the reason and the final texts.

    With `is_complete` false it takes what is written so far, to be proposed. Boxes
    that were not sent, as of a short form, stay as they are.
    """

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
        label="Reason", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = TextField(
        label="Final evidence",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    ideas = TextField(
        label="Final ideas", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        comparison: Comparison,
        framework: Framework,
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        is_complete: bool = True,
        second: Sequence[int] | None = None,
        **kwargs: Any,
    ) -> None:
        initial = initial_of(comparison) if shown is None else shown
        super().__init__(data, initial=initial, use_required_attribute=False, **kwargs)
        self.comparison = comparison
        self.is_complete = is_complete
        self.second = second  # the revealed second ratings, if the caller has them
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
        self.fields["answer"].required = is_complete
        for name in TEXTS:
            self.fields[name].limit = final_limit(len(comparison.answers))  # type: ignore[attr-defined]
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
        if not answer or not self.is_complete:
            return
        candidates = self.cleaned_data.get("candidates")
        few = candidates is not None and len(set(candidates)) < FEWEST_CANDIDATES
        if answer == Outcome.NOT_AGREED and few:
            self.add_error(
                "candidates",
                "Select the two or more ratings you could not choose between",
            )
        if not self.has_reason and self.needs_reason():
            self.add_error("rationale", self.why_needed())

    @property
    def has_reason(self) -> bool:
        """Return whether a reason was sent, or stored if the page had no box."""
        if self._is_sent("rationale"):
            return self.cleaned_data.get("rationale") != ""
        return bool(shown_in(self.comparison).values["rationale"])

    def needs_reason(self) -> bool:
        """Return whether the answer that was sent needs a reason."""
        comparison, second = self.comparison, self.second
        if second is None:
            agreed = comparison.agreed
            second = second_ratings(agreed.assessment_id, [agreed.statement_id])[
                agreed.statement_id
            ]
        outcome, rating, _ = self.settled()
        return needs_reason(
            outcome, rating, comparison.ratings, second, list(comparison.labels)
        )

    def why_needed(self) -> str:
        """Return the error for a missing reason, which says why it is needed."""
        outcome, _, _ = self.settled()
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
        if not answer:
            return Outcome.NOT_SETTLED.value, None, []
        if answer == Outcome.NOT_AGREED:
            chosen = self.cleaned_data.get("candidates") or []
            candidates = sorted({int(value) for value in chosen}, reverse=True)
            return Outcome.NOT_AGREED.value, None, candidates
        if answer == Outcome.NOT_RATED:
            return Outcome.NOT_RATED.value, None, []
        return Outcome.AGREED.value, int(answer), []

    def values(self) -> dict[str, Value]:
        """Return the values to settle or to propose, of the boxes that were sent."""
        found: dict[str, Value] = {"answer": list(self.settled())}
        for name in ("rationale", *TEXTS):
            if name in self.fields and self._is_sent(name):
                found[name] = self.cleaned_data[name]
        return found

    def _is_sent(self, name: str) -> bool:
        return self.add_prefix(name) in self.data


class RowForm(SettleForm):
    """The agreed answer as a row of the table sends it: only a choice.

    Existing texts stay; if there are none, every group's are used.
    """

    def values(self) -> dict[str, Value]:
        found = super().values()
        if self.comparison.is_settled or has_final_text(self.comparison):
            return found
        names = [name for name in TEXTS if name in self.fields]
        return found | {name: whole_text(self.comparison, name) for name in names}


def shown_in(comparison: Comparison) -> Shown:
    """Return what a page shows of the statement: proposed or, if nothing is, settled."""
    return shown_of(Proposal.Kind.SETTLE, comparison.agreed, comparison.proposal)


def has_final_text(comparison: Comparison) -> bool:
    """Return whether a final text is settled, or proposed and not just as it began.

    Who only chooses a rating on the statement's page proposes what its boxes begin with.
    """
    values = shown_in(comparison).values
    if comparison.is_settled:
        return any(values[name] for name in TEXTS)
    return any(values[name] not in ("", only_text(comparison, name)) for name in TEXTS)


def only_text(comparison: Comparison, name: str) -> str:
    """Return the one text that groups gave, "" if none or several did."""
    given = comparison.texts(name)
    return given[0][1] if len(given) == 1 else ""


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

    They hold what is proposed or has been settled. Until then there is a rating only if
    two or more groups all gave the same one, and a text only if exactly one group gave
    one.
    """
    shown = shown_in(comparison)
    initial = boxes(shown.values, shown.token)
    if comparison.is_settled or shown.is_proposed:
        return initial
    if comparison.word == Word.SAME:
        initial["answer"] = str(comparison.ratings[0])
    for name in TEXTS:
        initial[name] = initial[name] or only_text(comparison, name)
    return initial


def boxes_after_clash(form: SettleForm, merged: Merge, comparison: Comparison) -> Boxes:
    """Return the boxes to show when another moderator wrote or settled first."""
    shown = shown_in(comparison)
    return boxes(unsaved(form.values(), shown.values, merged), shown.token)


def sides(form: SettleForm, clashes: Values) -> list[tuple[str, str, str]]:
    """Return each field that clashes as (label, mine, theirs), in words."""
    labels = form.comparison.labels
    mine = form.values()
    return [
        (
            str(form.fields[name].label),
            agreed_in_words(name, mine[name], labels),
            agreed_in_words(name, theirs, labels),
        )
        for name, theirs in clashes.items()
    ]


def agreed_in_words(name: str, value: Value, labels: Mapping[int, str]) -> str:
    """Return a value of a settled or proposed answer in words; `values` has it."""
    if name != "answer":
        return str(value)
    answer = moderating.answer_of({"answer": value})
    return "" if answer[0] == Outcome.NOT_SETTLED else settled_as(*answer, labels)
