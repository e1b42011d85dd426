"""What a draft's pages show of it, in words: answers, clashes, progress, gaps."""

from dataclasses import dataclass, field

from leavingcare.links import links

from ..analysis.agreement import side
from ..analysis.sentences import listed
from ..analysis.unfinished_text import leftovers, personal_details
from ..models import DraftResponse

NOT_RATED = "Not rated"
REASONS = dict(DraftResponse.NotRated.choices)


def in_words(value, labels):
    """A value of a merge, for people: a text, a score, or [rating, reason]."""
    if isinstance(value, list):
        rating, reason = value
        return labels.get(rating) or REASONS.get(reason) or NOT_RATED
    return "Not given" if value is None else str(value)


@dataclass
class Clash:
    """What one person wrote that another had changed meanwhile, field by field."""

    by: object
    at: object
    fields: list  # of (name, what is stored in words, what was sent in words)


@dataclass
class Row:
    """One statement on the page, with what is stored for it."""

    code: str
    response: object
    ticked: str = ""  # two boxes ticked on a form that was brought in
    form: object = None
    clash: Clash | None = None
    notes: list = field(default_factory=list)  # to colleagues, where they are shown
    then: object = None  # what it takes up of last time, if there was one
    siblings: list = field(default_factory=list)  # the group's, of its family

    @property
    def letter(self):
        return self.response.statement.letter

    @property
    def answer(self):
        """The rating, or why there is none: "Mostly agree", "We do not know"."""
        if self.response.rating:
            return self.response.rating.label
        return self.response.get_not_rated_reason_display() or NOT_RATED

    @property
    def is_answered(self):
        return bool(self.response.rating or self.response.not_rated_reason)

    @property
    def links(self):
        """The addresses in the evidence."""
        return links(self.response.evidence)

    @property
    def can_start(self):
        """Whether last time's evidence may be taken for a start."""
        return bool(self.then and self.then.is_offered and not self.response.evidence)

    @property
    def cited(self):
        """The siblings with evidence."""
        return [sibling for sibling in self.siblings if sibling.evidence]

    @property
    def texts_beside(self):
        """How many texts of last time and of its family stand beside it."""
        earlier = self.then.earlier if self.then else []
        return len(self.cited) + sum(len(one.texts) for one in earlier)

    @property
    def cited_codes(self):
        return listed([sibling.code for sibling in self.cited])

    @property
    def rated_differently(self):
        """The siblings rated, and not as this is."""
        if not self.response.rating:
            return []
        own = self.response.rating.label
        return [one for one in self.siblings if one.label and one.label != own]

    @property
    def open_notes(self):
        return [note for note in self.notes if not note.resolved_at]

    @property
    def state(self):
        """For the index: "Agree, with evidence"."""
        return self.answer + ", with evidence" * bool(self.response.evidence)


@dataclass(frozen=True)
class Progress:
    """How far a draft is."""

    statements: int
    rated: int
    cannot: int
    evidence: int
    next: Row | None

    @classmethod
    def of(cls, rows):
        return cls(
            statements=len(rows),
            rated=sum(bool(row.response.rating) for row in rows),
            cannot=sum(bool(row.response.not_rated_reason) for row in rows),
            evidence=sum(bool(row.response.evidence) for row in rows),
            next=next((row for row in rows if not row.is_answered), None),
        )

    def __str__(self):
        cannot = f", {self.cannot} cannot be rated" if self.cannot else ""
        return (
            f"{self.rated} of {self.statements} rated{cannot}, "
            f"{self.evidence} with evidence"
        )


@dataclass
class Thin:
    """What to look at again before handing in. It never stands in the way."""

    not_rated: list = field(default_factory=list)
    no_evidence: list = field(default_factory=list)
    carried: list = field(default_factory=list)  # and not yet checked
    found: list = field(default_factory=list)  # (row, [(what it looks like, words)])

    @classmethod
    def of(cls, rows, scale):
        """Look through the rows; `scale` has the values of the edition's points."""
        thin = cls()
        for row in rows:
            response = row.response
            if not row.is_answered:
                thin.not_rated.append(row)
            elif (
                response.rating
                and not response.evidence
                and side(response.rating.value, scale) > 0
            ):
                thin.no_evidence.append(row)
            if response.carried_from:
                thin.carried.append(row)
            if found := _found(response):
                thin.found.append((row, found))
        return thin

    def __bool__(self):
        return bool(self.not_rated or self.no_evidence or self.carried or self.found)


def _found(response):
    """[(what it looks like, words)], each words once however often they stand."""
    found = []
    for text in (response.evidence, response.ideas):
        found += [("unfinished", words) for words in leftovers(text)]
        found += [
            (f"possible {detail.kind}", detail.found)
            for detail in personal_details(text)
        ]
    return list(dict.fromkeys(found))
