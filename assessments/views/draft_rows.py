"""The rows of a draft's pages: answers in words, clashes, progress and warnings."""

from dataclasses import dataclass, field

from leavingcare.links import Link, links

from ..analysis.personal_details import identifying
from ..analysis.sentences import join_and
from ..forms.drafts import ResponseForm
from ..models import DraftResponse, Note
from ..submission.previous_answers import PreviousAnswers
from .draft_clashes import NOT_RATED, Clash
from .related_statements import RelatedStatement


@dataclass
class StatementRow:
    """One statement on a draft's page, with the answer that is stored."""

    code: str
    response: DraftResponse
    ticked: str = ""  # the ratings, if several were ticked on an uploaded form
    before: str = ""  # the letter of the statement before it on the page, or ""
    after: str = ""  # of the one after it, "score" after the last
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
    def links(self) -> list[Link]:
        """The links in the evidence."""
        return links(self.response.evidence)

    @property
    def identifying(self) -> dict[str, str]:
        """The warning shown with each text that may identify somebody, or ""."""
        response = self.response
        return {
            "evidence": identifying(response.evidence),
            "ideas": identifying(response.ideas),
        }

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
    no_reason: int  # of those that cannot be rated
    evidence: int
    next: StatementRow | None

    @classmethod
    def of(cls, rows: list[StatementRow]) -> "Progress":
        """Return the progress of a draft with these rows."""
        return cls(
            statements=len(rows),
            rated=sum(bool(row.response.rating) for row in rows),
            cannot=sum(bool(row.response.not_rated_reason) for row in rows),
            no_reason=sum(
                row.response.not_rated_reason == DraftResponse.NotRated.UNSAID
                for row in rows
            ),
            evidence=sum(bool(row.response.evidence) for row in rows),
            next=next((row for row in rows if not row.response.is_answered), None),
        )

    @property
    def no_answer(self) -> int:
        """The number of statements that are not rated and not said to be unratable."""
        return self.statements - self.rated - self.cannot

    @property
    def short(self) -> str:
        """The count of ratings alone."""
        return f"{self.rated} of {self.statements} rated"

    def __str__(self) -> str:
        cannot = f", {self.cannot} cannot be rated" if self.cannot else ""
        return f"{self.short}{cannot}, {self.evidence} with evidence"
