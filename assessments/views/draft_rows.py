"""The rows of a draft's pages: answers in words, clashes, progress and warnings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, cast

from leavingcare.links import links
from leavingcare.models import User

from ..analysis.agreement import lacks_evidence
from ..analysis.sentences import join_and
from ..analysis.unfinished_text import findings
from ..field_merge import Value
from ..forms.drafts import ResponseForm
from ..models import DraftResponse, Note
from ..submission.previous_answers import PreviousAnswers
from .related_statements import RelatedStatement

NOT_RATED = "Not rated"
REASONS = dict(DraftResponse.NotRated.choices)


def value_in_words(value: Value, labels: dict[int, str]) -> str:
    """Return a merged value for people: a text, a score, or [rating, reason]."""
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

    by: User | None
    at: datetime | None
    fields: list[ClashingField]


@dataclass
class StatementRow:
    """One statement on a draft's page, with the answer that is stored."""

    code: str
    response: DraftResponse
    ticked: str = ""  # the ratings, if several were ticked on an uploaded form
    form: ResponseForm | None = None
    clash: Clash | None = None
    notes: list[Note] = field(default_factory=list)  # to colleagues, if shown
    previous: PreviousAnswers | None = (
        None  # last time's answers, if there was a last time
    )
    related: list[RelatedStatement] = field(default_factory=list)

    @property
    def letter(self) -> str:
        return self.response.statement.letter

    @property
    def answer(self) -> str:
        """The rating, or why there is none: "Mostly agree", "We do not know"."""
        if self.response.rating:
            return self.response.rating.label
        return self.response.get_not_rated_reason_display() or NOT_RATED

    @property
    def is_answered(self) -> bool:
        return bool(self.response.rating or self.response.not_rated_reason)

    @property
    def links(self) -> list[str]:
        """The URLs in the evidence."""
        return links(self.response.evidence)

    @property
    def can_copy_previous(self) -> bool:
        """Return whether last time's evidence can be copied into the empty box."""
        return bool(
            self.previous and self.previous.is_offered and not self.response.evidence
        )

    @property
    def related_with_evidence(self) -> list[RelatedStatement]:
        """The related statements that have evidence."""
        return [each for each in self.related if each.evidence]

    @property
    def context_texts(self) -> int:
        """The number of texts shown with it, from last time and related statements."""
        earlier = self.previous.answers if self.previous else []
        return len(self.related_with_evidence) + sum(len(one.texts) for one in earlier)

    @property
    def related_codes(self) -> str:
        """The codes of the related statements that have evidence: "2l and 4g"."""
        return join_and([each.code for each in self.related_with_evidence])

    @property
    def rated_differently(self) -> list[RelatedStatement]:
        """The related statements with another rating than this, if this is rated."""
        if not self.response.rating:
            return []
        own = self.response.rating.label
        return [one for one in self.related if one.label and one.label != own]

    @property
    def open_notes(self) -> list[Note]:
        """The notes that nobody has resolved."""
        return [note for note in self.notes if not note.resolved_at]

    @property
    def state(self) -> str:
        """The line in the index: "Agree, with evidence"."""
        return self.answer + ", with evidence" * bool(self.response.evidence)


@dataclass(frozen=True)
class Progress:
    """The counts of a draft's answers, and the next statement to rate."""

    statements: int
    rated: int
    cannot: int
    evidence: int
    next: StatementRow | None

    @classmethod
    def of(cls, rows: list[StatementRow]) -> "Progress":
        """Return the progress of a draft with these rows."""
        return cls(
            statements=len(rows),
            rated=sum(bool(row.response.rating) for row in rows),
            cannot=sum(bool(row.response.not_rated_reason) for row in rows),
            evidence=sum(bool(row.response.evidence) for row in rows),
            next=next((row for row in rows if not row.is_answered), None),
        )

    def __str__(self) -> str:
        cannot = f", {self.cannot} cannot be rated" if self.cannot else ""
        return (
            f"{self.rated} of {self.statements} rated{cannot}, "
            f"{self.evidence} with evidence"
        )


@dataclass
class HandInWarnings:
    """The answers to check before handing in. They do not prevent handing in."""

    not_rated: list[StatementRow] = field(default_factory=list)
    no_evidence: list[StatementRow] = field(default_factory=list)
    reused: list[StatementRow] = field(default_factory=list)  # and not yet checked
    # (row, [(what it looks like, words)])
    found: list[tuple[StatementRow, list[tuple[str, str]]]] = field(
        default_factory=list
    )

    @classmethod
    def of(cls, rows: list[StatementRow], scale: list[int]) -> "HandInWarnings":
        """Check the rows; `scale` has the values of the edition's points."""
        thin = cls()
        for row in rows:
            response = row.response
            if not row.is_answered:
                thin.not_rated.append(row)
            elif lacks_evidence(
                response.rating.value if response.rating else None,
                scale,
                has_evidence=bool(response.evidence),
            ):
                thin.no_evidence.append(row)
            if response.carried_from:
                thin.reused.append(row)
            if found := _found(response):
                thin.found.append((row, found))
        return thin

    def __bool__(self) -> bool:
        return bool(self.not_rated or self.no_evidence or self.reused or self.found)


def _found(response: DraftResponse) -> list[tuple[str, str]]:
    """Return [(what it looks like, words)], without repetition."""
    found = dict.fromkeys(findings([response.evidence, response.ideas]))
    return [(finding.label, finding.found) for finding in found]
