"""Proposals on a page, entry by entry: an answer, a score, a change of rating.

Every kind is stored, merged and shown in the same way; a kind defines only its form and
its values in words.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.forms import BaseForm
from django.http import QueryDict

from frameworks.models import Framework
from leavingcare.models import User

from ..field_merge import Merge, Value, Values
from ..forms.common import Boxes, SeenForm
from ..forms.moderation import SettleForm, agreed_in_words, boxes
from ..forms.scores import ScoreForm, score_boxes, score_in_words
from ..forms.signing_off import ChangeRatingForm, change_boxes
from ..models import AgreedArea, AgreedResponse, Proposal
from ..moderation.comparison import Comparison
from ..moderation.comparison_rows import TEXTS
from ..moderation.quoting import Quoting
from ..workflow import proposals
from ..workflow.proposals import Row, Shown, shown_of
from .autosave import Part, name_for, short_time
from .draft_clashes import Clash, ClashingField

Kind = Proposal.Kind


class ProposalEntry(ABC):
    """Something proposed: its row, what a page shows of it, and its form.

    `name` is the prefix of its boxes, `code` what people call it.
    """

    kind: Kind
    name: str
    code: str
    labels: Mapping[str, str]  # of the parts, in words
    boxes_of: Mapping[str, Sequence[str]]  # the boxes of a part, if not one

    def __init__(self, row: Row, proposal: Proposal | None) -> None:
        self.row = row
        self.shown: Shown = shown_of(self.kind, row, proposal)

    @abstractmethod
    def form(self, data: QueryDict) -> SeenForm:
        """Return the form of what was sent, which need not be complete."""

    @abstractmethod
    def values(self, form: BaseForm) -> Values:
        """Return the values of a valid form, as they are proposed."""

    @abstractmethod
    def in_words(self, part: str, value: Value) -> str:
        """Return the value of a part in words, "" if there is none."""

    @abstractmethod
    def boxes(self) -> Boxes:
        """Return what the boxes of the entry show."""

    @abstractmethod
    def settled_by(self) -> tuple[User | None, datetime | None]:
        """Return who settled it last, and when, if anybody has."""

    @property
    @abstractmethod
    def settled_as(self) -> str:
        """The settled value in words; "" while it is not settled."""

    @property
    def proposed_as(self) -> str:
        """The proposal in words; "" without a proposed answer."""
        if not self.shown.is_proposed:
            return ""
        part, value = next(iter(self.shown.values.items()))
        return self.in_words(part, value)

    def more(self) -> dict[str, object]:
        """Return anything else that the page needs to show the entry."""
        return {}

    @property
    def author(self) -> tuple[User | None, datetime | None]:
        """The author of what is shown, and the time."""
        proposal = self.shown.proposal
        if proposal is not None and proposal.is_open:
            return proposal.by, proposal.at
        return self.settled_by()

    def propose(self, form: SeenForm, by: User) -> Merge:
        """Store the values of a valid form, and show what is stored then."""
        merged, self.shown = proposals.propose(
            kind=self.kind,
            row=self.row,
            token=form.token,
            values=self.values(form),
            by=by,
        )
        return merged

    def clash(self, form: BaseForm, merged: Merge) -> Clash:
        """Return both sides of what clashed."""
        sent = self.values(form)
        fields = [
            ClashingField(
                self.labels[part],
                self.in_words(part, theirs),
                self.in_words(part, sent[part]),
            )
            for part, theirs in merged.clashes.items()
        ]
        return Clash(self.name, *self.author, fields)

    def theirs(self, merged: Merge, reader: User) -> dict[int, Part]:
        """Return the stored parts that clash, by their place among all."""
        parts = zip(self.shown.values, self.parts(reader), strict=True)
        return {
            at: part for at, (name, part) in enumerate(parts) if name in merged.clashes
        }

    def parts(self, reader: User) -> list[Part]:
        """Return the parts in the order of the token's fingerprints."""
        boxes, (by, at) = self.boxes(), self.author
        return [
            {
                "values": {
                    box: _as_sent(boxes[box]) for box in self.boxes_of.get(part, [part])
                },
                "words": self.in_words(part, value),
                "by": name_for(by, reader),
                "at": short_time(at),
            }
            for part, value in self.shown.values.items()
        ]


def _as_sent(value: object) -> str | list[str]:
    """Return what a box holds as a browser would send it."""
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


class StatementEntry(ProposalEntry):
    """The answer to a statement that moderators are settling."""

    kind = Kind.SETTLE
    labels = {
        "answer": "Answer",
        "rationale": "Reason",
        "evidence": "Final evidence",
        "ideas": "Final ideas",
    }
    boxes_of = {"answer": ["answer", "candidates"]}

    def __init__(self, comparison: Comparison, framework: Framework) -> None:
        super().__init__(comparison.agreed, comparison.proposal)
        self.comparison, self.framework = comparison, framework
        self.name = self.code = comparison.statement.code

    def form(self, data: QueryDict) -> SettleForm:
        return SettleForm(
            self.comparison, self.framework, data, prefix=self.name, is_complete=False
        )

    def values(self, form: BaseForm) -> Values:
        return cast("SettleForm", form).values()

    def in_words(self, part: str, value: Value) -> str:
        return agreed_in_words(part, value, self.comparison.labels)

    def boxes(self) -> Boxes:
        return boxes(self.shown.values, self.shown.token)

    def settled_by(self) -> tuple[User | None, datetime | None]:
        agreed = self.comparison.agreed
        return agreed.settled_by, agreed.settled_at

    def quoting(self, form: SettleForm | None = None) -> Quoting:
        """Return the pieces that groups wrote, and whether they are in the final texts.

        The texts in the form's boxes, or else the stored ones.
        """
        texts = {
            name: str(form[name].value() or "")
            if form and name in form.fields
            else str(self.shown.values[name])
            for name in TEXTS
        }
        return Quoting(self.comparison, texts)

    def more(self) -> dict[str, object]:
        quoting = self.quoting()
        return {"pieces": quoting.keys_in, "lengths": quoting.lengths}

    @property
    def settled_as(self) -> str:
        return self.comparison.settled_as if self.comparison.is_settled else ""


class ScoreEntry(ProposalEntry):
    """The global score of an area."""

    kind = Kind.SCORE
    labels = {"answer": "Score", "note": "Note"}
    boxes_of = {"answer": ["score", "none"]}

    def __init__(self, agreed_area: AgreedArea, proposal: Proposal | None) -> None:
        super().__init__(agreed_area, proposal)
        self.agreed_area = agreed_area
        self.name = f"area-{agreed_area.area.number}"
        self.code = f"the score of area {agreed_area.area.number}"

    def form(self, data: QueryDict) -> ScoreForm:
        return ScoreForm(self.agreed_area, data, is_complete=False)

    def values(self, form: BaseForm) -> Values:
        return cast("ScoreForm", form).values()

    def in_words(self, part: str, value: Value) -> str:
        return score_in_words(value) if part == "answer" else str(value)

    def boxes(self) -> Boxes:
        return score_boxes(self.shown)

    @property
    def settled_as(self) -> str:
        return score_in_words(self.shown.stored["answer"])

    def settled_by(self) -> tuple[User | None, datetime | None]:
        return self.agreed_area.scored_by, self.agreed_area.scored_at


class ChangeEntry(ProposalEntry):
    """An approver's change of a rating that is not made yet."""

    kind = Kind.CHANGE
    name = "change"
    labels = {"rating": "New rating", "reason": "Reason"}
    boxes_of = {}
    settled_as = ""

    def __init__(
        self,
        response: AgreedResponse,
        proposal: Proposal | None,
        points: Mapping[int, str],
    ) -> None:
        super().__init__(response, proposal)
        self.response, self.points = response, points
        self.code = f"the change of {response.statement.code}"

    def form(self, data: QueryDict) -> ChangeRatingForm:
        return ChangeRatingForm(self.response, self.points, data, is_complete=False)

    def values(self, form: BaseForm) -> Values:
        return cast("ChangeRatingForm", form).values()

    def in_words(self, part: str, value: Value) -> str:
        if part == "rating":
            return self.points[cast("int", value)] if value else ""
        return str(value)

    def boxes(self) -> Boxes:
        return change_boxes(self.shown)

    def settled_by(self) -> tuple[User | None, datetime | None]:
        return None, None


@dataclass(frozen=True)
class Kept:
    """The result of keeping what was sent of an entry: its form, and the Merge if valid."""

    entry: ProposalEntry
    form: SeenForm
    merge: Merge | None


def keep(entry: ProposalEntry, data: QueryDict, by: User) -> Kept:
    """Store what was sent of the entry as a proposal, if it is valid."""
    form = entry.form(data)
    if not form.is_valid():
        return Kept(entry, form, None)
    return Kept(entry, form, entry.propose(form, by))
