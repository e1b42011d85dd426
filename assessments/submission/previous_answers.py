"""What an authority answered the last time, beside what an area asks now.

Last time is its newest submission of an earlier round. Statements are matched by the
curated correspondence of the two editions, and by code where both rounds use one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.conf import settings
from django.db.models.fields.json import KeyTransform

from frameworks import words
from frameworks.light import to_plain
from frameworks.models import Correspondence, Statement
from leavingcare.text import length_of

from ..analysis.sentences import listed
from ..models import DraftResponse, Submission
from .shown.wording import outcome_words

Kind = Correspondence.Kind
IN_WORDS = {
    Kind.SAME: "same wording",
    Kind.REWORDED: "reworded",
    Kind.RELATED: "related, so an answer could differ",
}
NOT_ASKED = "not asked"
CARRIED_LENGTH = DraftResponse._meta.get_field("carried_from").max_length
# The editions' texts are few and never change; comparing two takes a while.
_changes = lru_cache(maxsize=1024)(words.changes)


@dataclass(frozen=True)
class Earlier:
    """A statement of last time that one of today's takes up, and the answer to it."""

    kind: str
    code: str
    text: str
    now: str  # what is asked now
    outcome: str  # in words
    reason: str
    evidence: str
    ideas: str

    @property
    def kind_in_words(self):
        return IN_WORDS[self.kind]

    @property
    def is_offered(self):
        """Whether its evidence may stand for the statement of today."""
        return bool(self.evidence) and self.kind != Kind.RELATED

    @property
    def texts(self):
        """[(name, text)] of what was written."""
        named = [("Evidence", self.evidence), ("Ideas", self.ideas)]
        return [(name, text) for name, text in named if text]

    @property
    def longest(self):
        """The length of its longest text."""
        return max(map(len, (self.reason, self.evidence, self.ideas)))

    @property
    def changes(self):
        """[(kind, words)] from the wording then to the wording now."""
        return _changes(self.text, self.now)


@dataclass(frozen=True)
class Then:
    """What one of today's statements takes up: nothing, or any number of Earlier."""

    earlier: list
    round: str

    @cached_property
    def summary(self):
        """ "Mostly agree, same wording"; with the codes where there are several."""
        if not self.earlier:
            return NOT_ASKED
        if len(self.earlier) == 1:
            [one] = self.earlier
            return f"{one.outcome}, {one.kind_in_words}"
        return "; ".join(
            f"{one.code} {one.outcome}, {one.kind_in_words}" for one in self.earlier
        )

    @cached_property
    def offered(self):
        return [one for one in self.earlier if one.is_offered]

    @property
    def evidence(self):
        """The text to start from, or ""."""
        return "\n\n".join(one.evidence for one in self.offered)

    @property
    def is_offered(self):
        """Whether there is such a text and a box can hold it."""
        return 0 < length_of(self.evidence) <= settings.TEXT_LIMIT

    @property
    def source(self):
        """Where that text is from: "7h, Autumn 2015"."""
        return source([one.code for one in self.offered], self.round)


@dataclass(frozen=True)
class LastTime:
    """A submission as an area looks back at it."""

    submission: int  # its key
    reference: str
    framework: int  # its edition's key
    round: str
    labels: dict  # {value: label} of its scale
    answers: dict  # {code: its answer}, of every area
    by_letter: dict = field(default_factory=dict)  # {letter of today: Then}

    def not_taken_up(self, area):
        """What it asked under the area's theme and no statement of today takes up."""
        statements = (
            Statement.objects.filter(
                area__theme=area.theme,
                area__framework__rounds__assessments__submissions=self.submission,
            )
            .exclude(area__framework=area.framework_id)
            .exclude(later_links__later__area__framework=area.framework_id)
            .select_related("area")
        )
        return [self.earlier("", one.code, one.text_md, "") for one in statements]

    def earlier(self, kind, code, then, now):
        """The Earlier of a statement of that time, given its text then and now."""
        answer = self.answers.get(code, {})
        return Earlier(
            kind=kind,
            code=code,
            text=to_plain(then),
            now=to_plain(now),
            outcome=outcome_words({"outcome": "not_rated"} | answer, self.labels),
            reason=answer.get("rationale", ""),
            evidence=answer.get("evidence", ""),
            ideas=answer.get("ideas", ""),
        )


def source(codes, of=""):
    """Name where a text was copied from, short enough to be kept with it."""
    return f"{listed(codes)}, {of}".removesuffix(", ")[:CARRIED_LENGTH]


def newest(assessment):
    """The submission to look back at, as a queryset of one or none."""
    return Submission.objects.filter(
        assessment__authority=assessment.authority_id,
        assessment__round__opens_on__lt=assessment.round.opens_on,
    ).order_by("-assessment__round__opens_on", "-number", "-pk")[:1]


def look_back(submission, statements, framework):
    """The LastTime of statements of the framework, given the submission's key.

    Two queries, one where both rounds use the same edition. Of the submission's
    document only the answers and the scale leave the database.
    """
    found = _read(Submission.objects.filter(pk=submission))
    return _with_statements(found, statements, framework)


def look_back_at(statement, assessment):
    """The LastTime of one statement of the assessment, or None if there was none.

    Two queries, one where there is nothing to link.
    """
    found = _read(newest(assessment))
    return found and _with_statements(found, [statement], assessment.round.framework)


def _with_statements(found, statements, framework):
    if found.framework == framework.pk:
        links = {one.pk: [(Kind.SAME, one.code, one.text_md)] for one in statements}
    else:
        links = _links(found.submission, statements)
    for one in statements:
        earlier = [
            found.earlier(kind, code, text, one.text_md)
            for kind, code, text in links.get(one.pk, [])
        ]
        found.by_letter[one.letter] = Then(earlier, found.round)
    return found


def _links(submission, statements):
    """{pk of a statement: [(kind, code then, text then)]}."""
    found = defaultdict(list)
    rows = (
        Correspondence.objects.filter(
            later__in=[one.pk for one in statements],
            earlier__area__framework__rounds__assessments__submissions=submission,
        )
        .order_by("earlier__area__number", "earlier__letter")
        .values_list(
            "later_id",
            "kind",
            "earlier__area__number",
            "earlier__letter",
            "earlier__text_md",
        )
    )
    for later, kind, number, letter, text in rows:
        found[later].append((Kind(kind), f"{number}{letter}", text))
    return found


def _read(submissions):
    """The LastTime of a queryset's submission, before anything has looked back at it.

    None if the queryset is empty.
    """
    for *about, scale, answers in submissions.values_list(
        "pk",
        "reference",
        "assessment__round__framework",
        "assessment__round__name",
        KeyTransform("scale", KeyTransform("framework", "content")),
        KeyTransform("responses", "content"),
    ):
        labels = {point["value"]: point["label"] for point in scale}
        return LastTime(*about, labels, answers)
    return None
