"""The form that settles one statement, and what its boxes hold when."""

from django import forms

from leavingcare.text import TextField

from ..analysis.agreement import Word
from ..analysis.sentences import settled_as
from ..models import AgreedResponse
from ..workflow import moderating
from .common import SeenForm

Outcome = AgreedResponse.Outcome
FEWEST_CANDIDATES = 2
NEEDED_FOR = (
    "Needed for a rating no group gave, for ‘Could not agree’ and for ‘Not rated’."
)


def kept(sent, stored, merged):
    """What the boxes hold after a clash: what this person changed, else what is stored.

    So sending the page again overwrites on purpose what was shown, and nothing else.
    """
    mine = merged.changes.keys() | merged.clashes.keys()
    return {name: sent[name] if name in mine else stored[name] for name in sent}


class SettleForm(SeenForm):
    """What is settled for one statement: the answer, why, and the final texts."""

    answer = forms.ChoiceField(
        label="What is settled?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is settled",
            "invalid_choice": "Choose one answer from the list",
            "twice": "Choose one answer",
        },
    )
    candidates = forms.MultipleChoiceField(
        label="Between which?",
        help_text="Select two or more.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    rationale = TextField(
        label="Why", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = TextField(
        label="Final evidence",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    ideas = TextField(
        label="Final ideas", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, comparison, framework, data=None, *, shown=None):
        initial = initial_of(comparison) if shown is None else shown
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.comparison = comparison
        scale = [(str(value), label) for value, label in comparison.labels.items()]
        self.fields["candidates"].choices = scale
        self.fields["answer"].choices = [
            *scale,
            (Outcome.NOT_AGREED.value, Outcome.NOT_AGREED.label),
            (Outcome.NOT_RATED.value, Outcome.NOT_RATED.label),
        ]
        if not framework.asks_for_ideas:
            del self.fields["ideas"]
        why = self.fields["rationale"]
        if self.always_needs_reason:
            why.label = "Why (needed here)"
            why.help_text = "The groups differed, so say what decided it."
        else:
            why.help_text = NEEDED_FOR

    @property
    def always_needs_reason(self):
        return self.comparison.word in (Word.SPLIT, Word.ONE_VOICE)

    def clean(self):
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

    def why_needed(self, outcome):
        if outcome == Outcome.NOT_AGREED:
            return "Say why it could not be agreed"
        if outcome == Outcome.NOT_RATED:
            return "Say why it is not rated"
        if self.always_needs_reason:
            return "Say why, as the groups differed"
        return "Say why, as no group gave this rating"

    def settled(self):
        """The answer as `settle` takes it: [outcome, rating, candidates]."""
        answer = self.cleaned_data["answer"]
        if answer == Outcome.NOT_AGREED:
            chosen = self.cleaned_data.get("candidates") or []
            return [
                Outcome.NOT_AGREED.value,
                None,
                sorted({int(value) for value in chosen}, reverse=True),
            ]
        if answer == Outcome.NOT_RATED:
            return [Outcome.NOT_RATED.value, None, []]
        return [Outcome.AGREED.value, int(answer), []]

    def values(self):
        """What to settle; without ideas if the edition does not ask for any."""
        texts = ["rationale", "evidence", "ideas"]
        return {"answer": self.settled()} | {
            name: self.cleaned_data[name] for name in texts if name in self.fields
        }


def boxes(values, token):
    """What the fields of a SettleForm hold for values as `settle` takes them."""
    outcome, rating, candidates = values["answer"]
    answer = {
        Outcome.AGREED: str(rating),
        Outcome.NOT_SETTLED: None,
    }.get(outcome, outcome)
    chosen = [str(value) for value in candidates]
    return values | {"seen": token, "answer": answer, "candidates": chosen}


def initial_of(comparison):
    """What the boxes hold at first.

    What has been settled; until then no rating, unless two or more groups all gave
    the same, and a text only where exactly one group gave one.
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


def typed_in(data):
    """What the boxes of a sent SettleForm held, sound or not."""
    names = ("seen", "answer", "rationale", "evidence", "ideas")
    typed = {name: data.get(name, "") for name in names}
    return typed | {"candidates": data.getlist("candidates")}


def boxes_after_clash(form, merged, response):
    """What the boxes hold when another moderator got there first."""
    values = kept(form.values(), moderating.values_of(response), merged)
    return boxes(values, moderating.token_of(response))


def sides(form, clashes):
    """Each field that clashes as (label, mine, theirs), in words."""
    labels = form.comparison.labels
    found = []
    for name, theirs in clashes.items():
        mine = form.values()[name]
        if name == "answer":
            mine, theirs = settled_as(*mine, labels), settled_as(*theirs, labels)
        found.append((form.fields[name].label, mine, theirs))
    return found
