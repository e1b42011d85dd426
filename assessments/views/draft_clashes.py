"""Answers of a draft that two people changed at once, and what the person chooses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, cast

from leavingcare.models import User
from leavingcare.text import TEXT_LIMIT, length_of

from ..field_merge import Value, unseen
from ..forms.drafts import ResponseForm, ScoreForm
from ..models import DraftResponse
from ..workflow.drafting import Sent, values_of

NOT_RATED = "Not rated"
REASONS = dict(DraftResponse.NotRated.choices)
TEXTS = {"evidence", "ideas"}
THEIRS, BOTH = "theirs", "both"
FOR_ALL = ("all", "next", "hand_in")  # buttons that store what is in every box
TOO_LONG = "Both together are too long for one box. Shorten yours, then save again"


def drafted_in_words(value: Value, labels: dict[int, str]) -> str:
    """Return a value of a draft for people: a text, a score, or [rating, reason]."""
    if isinstance(value, list):
        rating, reason = cast("tuple[int | None, str]", value)
        label = labels.get(rating) if rating else None
        return label or REASONS.get(reason) or NOT_RATED
    return "Not given" if value is None else str(value)


class ClashingField(NamedTuple):
    """A field that two people changed, in words: as it is stored and as it was sent."""

    name: str
    stored: str
    sent: str


@dataclass
class Clash:
    """A statement, or the score, that somebody else changed in the meantime."""

    prefix: str  # of the fields' names: the letter, or "score"
    by: User | None
    at: datetime | None
    fields: list[ClashingField]

    @classmethod
    def of(
        cls,
        form: ResponseForm | ScoreForm,
        clashes: Mapping[str, Value],
        labels: dict[int, str],
        by: User | None = None,
        at: datetime | None = None,
    ) -> "Clash":
        """Return the clash of a form that was sent, given the stored values."""
        mine = form.sent().values
        fields = [
            ClashingField(
                name,
                drafted_in_words(stored, labels),
                drafted_in_words(mine[name], labels),
            )
            for name, stored in clashes.items()
        ]
        return cls(str(form.prefix), by, at, fields)

    @property
    def names(self) -> str:
        """The names of the fields, with dots between them."""
        return ".".join(field.name for field in self.fields)

    @property
    def choice(self) -> str:
        """The part after the verb of what the buttons to keep theirs or both send."""
        return f"{self.prefix}-{self.names}"

    @property
    def can_keep_both(self) -> bool:
        """Return whether only texts clash, and each two fit in one box."""
        return all(
            field.name in TEXTS
            and field.stored
            and field.sent
            and length_of(joined(field.stored, field.sent)) <= TEXT_LIMIT
            for field in self.fields
        )


def joined(stored: str, mine: str) -> str:
    """Return two texts as one, what was stored first."""
    return f"{stored}\n\n{mine}"


def choose(
    button: str,
    forms: Iterable[ResponseForm | ScoreForm],
    responses: Mapping[str, DraftResponse],
) -> dict[str, Sent]:
    """Return what to save of what clashed, by prefix, as the pressed button says.

    "theirs-h-evidence.ideas" leaves these fields of h as they are stored, and "both-"
    adds to them, or adds an error to the form where that is too long. What clashes in
    another answer still does. `responses` are those stored, by letter.
    """
    verb, _, rest = button.partition("-")
    prefix, _, names = rest.partition("-")
    found = {}
    for form in forms:
        sent = form.sent()
        is_pressed = form.prefix in (button, prefix) or button in FOR_ALL
        if form.undecided and not is_pressed:
            stored = responses.get(str(form.prefix))
            fields = values_of(stored) if stored else sent.values
            sent = replace(sent, token=unseen(sent.token, fields, form.undecided))
        if form.prefix == prefix and verb in {THEIRS, BOTH}:
            for name in set(names.split(".")) & sent.values.keys():
                if verb == THEIRS:
                    del sent.values[name]
                elif name in TEXTS:
                    _keep_both(form, sent, name, responses[prefix])
        found[str(form.prefix)] = sent
    return found


def _keep_both(
    form: ResponseForm | ScoreForm, sent: Sent, name: str, response: DraftResponse
) -> None:
    """Put the stored text before the one that was sent."""
    text = joined(getattr(response, name), str(sent.values[name]))
    if length_of(text) > TEXT_LIMIT:
        form.add_error(name, TOO_LONG)
    sent.values[name] = text
