"""Where moderation stands, area by area, and how a statement came to be settled."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
)

from ..analysis import agreement
from ..models import AgreedArea, AgreedResponse, Draft, DraftResponse
from .comparison import in_words
from .comparison_queries import drafts_by_area, labels_of

IS_SETTLED = ~Q(outcome=AgreedResponse.Outcome.NOT_SETTLED)


@dataclass(frozen=True)
class AreaRow:
    """An area on the agenda."""

    agreed: AgreedArea
    drafts: list
    statements: int
    settled: int
    words: list  # (word, how many statements) in order of the agenda; [] until open
    thin: int  # statements on the agree side with no evidence, where one group rates

    @property
    def area(self):
        return self.agreed.area

    @property
    def is_open(self):
        return self.agreed.discussion_opened_at is not None

    @property
    def is_alone(self):
        """Whether only one group was given the area, so nothing can be compared."""
        return len(self.drafts) == 1

    @property
    def turnout(self):
        """The groups' names by how they stand, as [(words, names)]."""
        stands = {
            "Not handed in yet": [d.group for d in self.drafts if not d.is_handed_in],
            "Handed in late": [d.group for d in self.drafts if d.is_late],
            "Handed in": [
                d.group for d in self.drafts if d.is_handed_in and not d.is_late
            ],
        }
        return [(words, names) for words, names in stands.items() if names]

    @property
    def handed_in(self):
        return sum(draft.is_handed_in for draft in self.drafts)


@dataclass(frozen=True)
class Agenda:
    """What a person may know of the moderation of an assessment."""

    rows: list
    waiting: list  # own drafts that keep the person from seeing an open area
    is_whole: bool  # whether that is every area

    @property
    def statements(self):
        return sum(row.statements for row in self.rows)

    @property
    def settled(self):
        return sum(row.settled for row in self.rows)


def agenda(access):
    """The areas the person may see, in the edition's order. At most six queries."""
    areas = list(
        AgreedArea.objects.filter(assessment=access.assessment)
        .select_related("area", "discussion_opened_by")
        .annotate(is_revealed=Exists(access.areas_revealed().filter(pk=OuterRef("pk"))))
    )
    shown = [area for area in areas if area.is_revealed]
    drafts = drafts_by_area(access, shown)
    counts = settled_counts(access.assessment, shown)
    answers = ratings_by_statement(access, shown)
    scale = list(labels_of(access.assessment.round.framework))
    rows = [
        AreaRow(
            agreed=area,
            drafts=drafts[area.area_id],
            statements=counts[area.area_id][0],
            settled=counts[area.area_id][1],
            words=count_words(answers[area.area_id], scale),
            thin=count_thin(answers[area.area_id], scale),
        )
        for area in shown
    ]
    return Agenda(rows, unfinished_drafts(access, areas), len(shown) == len(areas))


def unfinished_drafts(access, areas):
    """The person's own drafts that are missing in discussions already open."""
    hidden = [
        area.area_id
        for area in areas
        if area.discussion_opened_at and not area.is_revealed
    ]
    if not hidden:
        return []
    return list(
        Draft.objects.filter(
            group__in=access.group_ids, area__in=hidden, handed_in_at=None
        )
        .select_related("group", "area")
        .order_by("area__number", "group__name")
    )


def settled_counts(assessment, areas):
    """{area id: (statements, how many are settled)}. One query."""
    return {
        area: (statements, settled)
        for area, statements, settled in AgreedResponse.objects.filter(
            assessment=assessment,
            statement__area__in=[area.area_id for area in areas],
        )
        .order_by()
        .values_list("statement__area")
        .annotate(statements=Count("pk"), settled=Count("pk", filter=IS_SETTLED))
    }


def ratings_by_statement(access, areas):
    """{area id: {statement id: [(rating or None, has evidence)]}} of open areas.

    Only of drafts that are handed in and that the person may read. One query.
    """
    found = defaultdict(lambda: defaultdict(list))
    for area, statement, rating, has_evidence in DraftResponse.objects.filter(
        draft__in=access.drafts_seen(),
        draft__handed_in_at__isnull=False,
        draft__area__in=[a.area_id for a in areas if a.discussion_opened_at],
    ).values_list(
        "draft__area",
        "statement",
        "rating__value",
        ExpressionWrapper(~Q(evidence=""), output_field=BooleanField()),
    ):
        found[area][statement].append((rating, has_evidence))
    return found


def count_words(answers, scale):
    """How many statements come under each word, as [(word, count)]."""
    words = [
        agreement.describe([rating for rating, _ in given if rating], scale).word
        for given in answers.values()
    ]
    return [(word, words.count(word)) for word in agreement.Word if word in words]


def count_thin(answers, scale):
    return sum(
        any(
            rating and agreement.side(rating, scale) > 0 and not has_evidence
            for rating, has_evidence in given
        )
        for given in answers.values()
    )


@dataclass(frozen=True)
class Settlement:
    """What a statement was settled as at one time, by whom (None: an operator)."""

    answer: str
    way: str  # of AgreedRevision.Way
    before: str  # what it was, where an approver changed it
    by: object
    at: object
    rationale: str
    evidence: str
    ideas: str


def history_of(response, labels):
    """Every Settlement of an agreed response, the latest first. One query."""
    return [
        Settlement(
            answer=_answer(revision.content, labels),
            way=revision.way,
            before=_answer(revision.content.get("before"), labels),
            by=revision.by,
            at=revision.at,
            rationale=revision.content["rationale"],
            evidence=revision.content["evidence"],
            ideas=revision.content["ideas"],
        )
        for revision in response.revisions.select_related("by")
    ]


def _answer(content, labels):
    """What a revision's content settles on, in words; "" of no content."""
    if not content:
        return ""
    return in_words(
        content["outcome"], content["rating"], content["candidates"], labels
    )
