"""An authority's previous answers to what an area asks now.

They come from its newest submission for another round, or from that of an authority
it took over from. Statements are matched by the curated correspondence of the two
editions, and by code if both rounds use one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from frameworks import words
from frameworks.comparison import links_between as direct_links
from frameworks.light import to_plain
from frameworks.models import Area, Correspondence, Framework, Statement
from leavingcare.compiled import compiled
from leavingcare.text import TEXT_LIMIT, length_of

from ..analysis.sentences import after_a_colon, join_and
from ..models import Assessment, DraftResponse, Submission
from .edition_links import links_between
from .last_time import newest
from .shown import content
from .shown.wording import labels_of, outcome_words

Kind = Correspondence.Kind
# Of a submission, in the order of `_rows`.
Row = tuple[
    int, str, str, str, int, str, list[content.ScalePoint], dict[str, content.Response]
]
KINDS: dict[str, str] = {
    Kind.SAME: "same wording",
    Kind.REWORDED: "reworded",
    Kind.RELATED: "a similar statement, so the answer may differ",
}
NOT_ASKED = "not asked"
CARRIED_LENGTH = DraftResponse._meta.get_field("carried_from").max_length
# The editions' texts are few and never change; comparing them is slow.
_changes = lru_cache(maxsize=1024)(words.changes)


@dataclass(frozen=True)
class PreviousAnswer:
    """A statement of last time that one of today's continues, and its answer."""

    kind: str
    code: str
    text: str
    now: str  # the statement's wording now
    outcome: str  # in words
    reason: str
    evidence: str
    ideas: str

    @property
    def in_words(self) -> str:
        """The answer and its kind: "Mostly agree (same wording)"."""
        return f"{after_a_colon(self.outcome)} ({self.kind_in_words})"

    @property
    def kind_in_words(self) -> str:
        return KINDS[self.kind]

    @property
    def is_offered(self) -> bool:
        """True if its evidence can be used for the statement of today."""
        return bool(self.evidence) and self.kind != Kind.RELATED

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(name, text) of what was written."""
        named = [("Evidence", self.evidence), ("Ideas", self.ideas)]
        return [(name, text) for name, text in named if text]

    @property
    def longest(self) -> int:
        """The length of its longest text."""
        return max(map(len, (self.reason, self.evidence, self.ideas)))

    @property
    def changes(self) -> words.Changes:
        """The changes from the wording then to the wording now."""
        return _changes(self.text, self.now)


@dataclass(frozen=True)
class PreviousAnswers:
    """The answers of last time to one of today's statements, if there were any."""

    answers: list[PreviousAnswer]
    round: str
    predecessor: str = ""  # the authority that gave them, if it was another

    @cached_property
    def summary(self) -> str:
        """ "Mostly agree (same wording)"; with the codes if there are several."""
        if not self.answers:
            return NOT_ASKED
        after = f", answered by {self.predecessor}" if self.predecessor else ""
        if len(self.answers) == 1:
            [one] = self.answers
            return f"{one.in_words}{after}"
        said = [f"{one.code} {one.in_words}" for one in self.answers]
        return "; ".join(said) + after

    @cached_property
    def offered(self) -> list[PreviousAnswer]:
        return [one for one in self.answers if one.is_offered]

    @property
    def evidence(self) -> str:
        """The text to start from, or ""."""
        return "\n\n".join(one.evidence for one in self.offered)

    @property
    def is_offered(self) -> bool:
        """True if there is a text to start from and a box can hold it."""
        return 0 < length_of(self.evidence) <= TEXT_LIMIT

    @property
    def source(self) -> str:
        """The source of that text: "7h, Autumn 2015"."""
        return source([one.code for one in self.offered], self.round)


@dataclass(frozen=True)
class PreviousSubmission:
    """An earlier submission, with its answers to today's statements."""

    submission: int  # its key
    reference: str
    edition: str
    round: str
    authority: str
    is_predecessors: bool  # of an authority that this one took over from
    labels: content.Labels  # of its scale
    responses: dict[str, content.Response]  # by code, of every area
    by_letter: dict[str, PreviousAnswers] = field(default_factory=dict)  # today's

    def dropped(self, area: Area) -> list[PreviousAnswer]:
        """Return the answers in the area's theme that no statement of today continues."""
        statements = (
            Statement.objects.filter(
                area__theme=area.theme, area__framework__edition=self.edition
            )
            .exclude(area__framework=area.framework_id)
            .select_related("area")
        )
        links = links_between(self.edition, area.framework.edition)
        continued = {link.earlier for link in links}
        return [
            self.answer("", one.code, one.text_md, "")
            for one in statements
            if one.code not in continued
        ]

    def answer(self, kind: str, code: str, then: str, now: str) -> PreviousAnswer:
        """Return the answer to a statement of that time, given its text then and now."""
        nothing: content.Response = {}
        answer = self.responses.get(code, nothing)
        rated: content.Response = {"outcome": "not_rated", **answer}
        return PreviousAnswer(
            kind=kind,
            code=code,
            text=to_plain(then),
            now=to_plain(now),
            outcome=outcome_words(rated, self.labels),
            reason=answer.get("rationale", ""),
            evidence=answer.get("evidence", ""),
            ideas=answer.get("ideas", ""),
        )


def source(codes: Iterable[str], of: str = "") -> str:
    """Return where a text was copied from, short enough to be stored with it."""
    return f"{join_and(codes)}, {of}".removesuffix(", ")[:CARRIED_LENGTH]


def look_back(
    submission: int,
    statements: Collection[Statement],
    framework: Framework,
    *,
    authority: int,
) -> PreviousSubmission:
    """Return the submission with that key, with its answers to the statements.

    `authority` is the key of the authority that looks back.

    Raise Submission.DoesNotExist if there is none. One query if both rounds use the
    same edition, else those of `_links` besides. Only its answers and scale leave the
    database.
    """
    found = _read(_submission(submission), authority)
    if found is None:
        raise Submission.DoesNotExist
    return _with_statements(found, statements, framework)


def look_back_at(
    statement: Statement, assessment: Assessment
) -> PreviousSubmission | None:
    """Return the previous submission with its answers to one statement, or None.

    One query if there is none or both rounds use the same edition, else those of
    `_links` besides.
    """
    authority = assessment.authority_id
    found = _read(_newest(assessment.pk, authority), authority)
    if found is None:
        return None
    return _with_statements(found, [statement], assessment.round.framework)


def _with_statements(
    found: PreviousSubmission, statements: Collection[Statement], framework: Framework
) -> PreviousSubmission:
    links = _links(found, statements, framework)
    for one in statements:
        answers = [
            found.answer(kind, code, text, one.text_md)
            for kind, code, text in links[one.pk]
        ]
        found.by_letter[one.letter] = PreviousAnswers(
            answers, found.round, found.authority if found.is_predecessors else ""
        )
    return found


def _links(
    found: PreviousSubmission, statements: Collection[Statement], framework: Framework
) -> dict[int, list[tuple[str, str, str]]]:
    """Return {pk of a statement: [(kind, code then, text then)]}.

    One query; two if no link leads straight to these, three if one leads through others.
    """
    if found.edition == framework.edition:
        return {one.pk: [(Kind.SAME, one.code, one.text_md)] for one in statements}
    links: dict[int, list[tuple[str, str, str]]] = {one.pk: [] for one in statements}
    earlier = Statement.objects.filter(area__framework__edition=found.edition)
    direct = direct_links(statements, earlier)
    for link in direct:
        links[link.later_id].append(
            (link.kind, link.earlier.code, link.earlier.text_md)
        )
    if direct:
        return links
    keys = {one.code: one.pk for one in statements}
    every = links_between(found.edition, framework.edition)
    if through := [link for link in every if link.later in keys]:
        texts = {one.code: one.text_md for one in earlier.select_related("area")}
        for way in through:
            links[keys[way.later]].append((way.kind, way.earlier, texts[way.earlier]))
    return links


@compiled
def _submission(key: int) -> "QuerySet[Submission, Row]":
    return _rows(Submission.objects.filter(pk=key))


@compiled
def _newest(assessment: int, authority: int) -> "QuerySet[Submission, Row]":
    return _rows(newest(Assessment(pk=assessment, authority_id=authority)))


def _rows(submissions: QuerySet[Submission]) -> "QuerySet[Submission, Row]":
    return submissions.values_list(
        "pk",
        "reference",
        "assessment__round__framework__edition",
        "assessment__round__name",
        "assessment__authority",
        "assessment__authority__name",
        KeyTransform("scale", KeyTransform("framework", "content")),
        KeyTransform("responses", "content"),
    )


def _read(rows: Iterable[Row], authority: int) -> PreviousSubmission | None:
    """Return the submission of one row, without answers to statements.

    None if there is no row. The round of a predecessor's names that authority.
    """
    for pk, reference, edition, name, whose, of, scale, responses in rows:
        is_predecessors = whose != authority
        return PreviousSubmission(
            submission=pk,
            reference=reference,
            edition=edition,
            round=f"{name}, {of}" if is_predecessors else name,
            authority=of,
            is_predecessors=is_predecessors,
            labels=labels_of(scale),
            responses=responses,
        )
    return None
