"""The changes of an uploaded form, as the page to check them shows them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.forms import BoundField

from frameworks.words import Changes, changes
from leavingcare.models import User

from ..files.incoming.differences import NOT_RATED, Difference
from ..files.word_form.reader.scores import NOT_A_SCORE
from ..files.word_form.reader.values import Question
from ..forms.offline import ChoicesForm
from ..workflow.form_comparison import (
    ELSEWHERE,
    INVALID,
    TOO_LATE,
    TOO_LONG,
    AskedQuestion,
    Comparison,
    Places,
)
from .draft_clashes import drafted_in_words

LABELS = {
    "answer": "rating",
    "evidence": "evidence",
    "ideas": "ideas",
    "global_score": "score out of ten",
}
# Why a text was not added, by the end of its place; the rest has no place of its own.
REASONS = {
    ELSEWHERE: "about areas your group does not have",
    TOO_LATE: "about areas your group has handed in",
    TOO_LONG: "longer than 5,000 characters",
    INVALID: "with characters that cannot be stored",
    NOT_A_SCORE: "not a whole score from 0 to 10",
    "struck through": "crossed out on the form",
    "hidden": "hidden on the form",
    "a placeholder": "left from a template",
    "in a box for a mark": "typed in a rating box",
    "a comment": "comments",
}
NO_PLACE = "where we could not tell where they belong"


@dataclass
class Row:
    """A Difference for people: its place, and both sides in words."""

    one: Difference
    title: str
    label: str
    statement: str
    by: User | None
    at: datetime | None
    now: str
    base: str
    said: str
    changes: Changes
    field: BoundField | None
    group: str
    is_new: bool

    @property
    def is_rated_now(self) -> bool:
        return self.one.now != NOT_RATED

    @property
    def anchor(self) -> str:
        return f"{'clash' if self.one.is_clash else 'taken'}-{self.one.key}"


@dataclass
class Asked:
    """A question for people: what the form shows, and the answers that wait for it."""

    id: str
    question: Question
    rows: list[Row]
    together: list[Row]
    field: BoundField | None


@dataclass
class Reason:
    """Texts that were not added, for one reason."""

    words: str
    texts: Places = field(default_factory=list)


@dataclass
class Check:
    """Everything that the page shows.

    `filled` and `changed` are saved unless somebody cancels; `clashes` and
    `questions` need a decision.
    """

    rows: list[Row]
    questions: list[Asked]
    unplaced: Places

    @classmethod
    def of(
        cls, found: Comparison, form: ChoicesForm, since: Collection[str]
    ) -> "Check":
        rows = {one.key: shown(one, found, form, since) for one in found.differences}
        questions = [
            _asked(place, each, form, rows)
            for place, each in enumerate(found.questions)
        ]
        return cls(list(rows.values()), questions, found.unplaced)

    @property
    def clashes(self) -> list[Row]:
        asked = {row.one.key for each in self.questions for row in each.rows}
        return [r for r in self.rows if r.one.is_clash and r.one.key not in asked]

    @property
    def taken(self) -> list[Row]:
        return [row for row in self.rows if not row.one.is_clash]

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.taken if row.one.is_filled]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.taken if not row.one.is_filled]

    @property
    def two_marks(self) -> list[Row]:
        return [row for row in self.rows if row.one.candidates]

    @property
    def since(self) -> list[Row]:
        return [row for row in self.rows if row.is_new]

    @property
    def taken_in_words(self) -> str:
        """The number of changes: "55 changes to 31 statements and 1 score"."""
        statements = len({row.title for row in self.taken if row.statement})
        scores = sum(not row.statement for row in self.taken)
        parts = [counted(statements, "statement"), counted(scores, "score")]
        return f"{counted(len(self.taken), 'change')} to {' and '.join(filter(None, parts))}"

    @property
    def decisions(self) -> int:
        """The number of places that somebody has to decide."""
        return len(self.clashes) + sum(bool(each.rows) for each in self.questions)

    @property
    def unasked(self) -> list[Asked]:
        """The questions that have no answer to choose here."""
        return [each for each in self.questions if not each.rows]

    @property
    def reasons(self) -> list[Reason]:
        """The texts that are not added, by reason, those without a place last."""
        found: dict[str, Reason] = {}
        for where, text in self.unplaced:
            end = where.rpartition(", ")[2]
            words = REASONS.get(end, NO_PLACE)
            found.setdefault(words, Reason(words)).texts.append((where, text))
        return sorted(found.values(), key=lambda each: each.words == NO_PLACE)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: "1 score", "2 scores", or "" for none."""
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""


def _asked(
    place: int, asked: AskedQuestion, form: ChoicesForm, rows: dict[str, Row]
) -> Asked:
    name = f"question-{place}"
    mine = [rows[one.key] for one in asked.differences]
    return Asked(
        name,
        asked.question,
        mine,
        [row for row in mine if row.group == name],
        form[name] if name in form.fields else None,
    )


def shown(
    one: Difference, found: Comparison, form: ChoicesForm, since: Collection[str]
) -> Row:
    """Return a Difference for people."""
    labels = {value: point.label for value, point in found.points.items()}
    response = found.responses.get(one.place)
    is_reworded = one.is_text and not (one.is_filled or one.is_emptied)
    groups = (name for name, group in form.groups.items() if one in group)
    return Row(
        one=one,
        title=one.place if response else f"Area {one.place}",
        label=LABELS[one.name],
        statement=response.statement.text_md if response else "",
        by=response.updated_by if response else None,
        at=response.updated_at if response else None,
        now=drafted_in_words(one.now, labels),
        base=drafted_in_words(one.base, labels),
        said=found.words(one) or drafted_in_words(one.said, labels),
        changes=changes(str(one.base), str(one.said)) if is_reworded else [],
        field=form[one.key] if one.key in form.fields else None,
        group=next(groups, ""),
        is_new=one.key in since,
    )
