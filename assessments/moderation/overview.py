"""The progress of moderation, area by area, and the history of what was settled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict, cast

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
)

from frameworks.models import Area
from leavingcare.models import User

from ..access import Access
from ..analysis import agreement
from ..analysis.sentences import settled_as
from ..models import AgreedArea, AgreedResponse, Assessment, Draft, DraftResponse
from .comparison import GroupDraft
from .comparison_queries import drafts_by_area, labels_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

IS_SETTLED = ~Q(outcome=AgreedResponse.Outcome.NOT_SETTLED)


class Rated(NamedTuple):
    """One group's rating of a statement, and whether it gave evidence."""

    rating: int | None
    has_evidence: bool


class Revealed(TypedDict):
    """The addition of a query to an area: whether the person may see it."""

    is_revealed: bool


class SettledCount(NamedTuple):
    """The statements of an area, and how many of them are settled."""

    statements: int
    settled: int


WordCounts = list[tuple[agreement.Word, int]]


@dataclass(frozen=True)
class AreaRow:
    """An area in the overview."""

    agreed: AgreedArea
    drafts: list[GroupDraft]
    statements: int
    settled: int
    words: WordCounts  # in order of the agenda; [] until the discussion is open
    missing_evidence: int  # statements a group rated on the agree side without any

    @property
    def area(self) -> Area:
        return self.agreed.area

    @property
    def is_open(self) -> bool:
        return self.agreed.discussion_opened_at is not None

    @property
    def is_alone(self) -> bool:
        """True if only one group was given the area, so nothing can be compared."""
        return len(self.drafts) == 1

    @property
    def turnout(self) -> list[tuple[str, list[str]]]:
        """The groups' names by whether they handed in, as [(words, names)]."""
        by_state = {
            "Not handed in yet": [d.group for d in self.drafts if not d.is_handed_in],
            "Handed in late": [d.group for d in self.drafts if d.is_late],
            "Handed in": [
                d.group for d in self.drafts if d.is_handed_in and not d.is_late
            ],
        }
        return [(words, names) for words, names in by_state.items() if names]

    @property
    def handed_in(self) -> int:
        return sum(draft.is_handed_in for draft in self.drafts)


@dataclass(frozen=True)
class Overview:
    """The moderation of an assessment, as far as a person may see it."""

    rows: list[AreaRow]
    waiting: list[Draft]  # their own drafts that hide an open area from them
    is_whole: bool  # they may see every area

    @property
    def statements(self) -> int:
        return sum(row.statements for row in self.rows)

    @property
    def settled(self) -> int:
        return sum(row.settled for row in self.rows)


def overview_of(access: Access) -> Overview:
    """Return the areas the person may see, in the edition's order.

    Six queries at most.
    """
    found = (
        AgreedArea.objects.filter(assessment=access.assessment)
        .select_related("area", "discussion_opened_by")
        .annotate(is_revealed=Exists(access.areas_revealed().filter(pk=OuterRef("pk"))))
    )
    areas = cast("list[WithAnnotations[AgreedArea, Revealed]]", list(found))
    shown = [area for area in areas if area.is_revealed]
    drafts = drafts_by_area(access, shown)
    counts = settled_counts(access.assessment, shown)
    answers = ratings_by_statement(access, shown)
    scale = list(labels_of(access.assessment.round.framework))
    rows = [
        AreaRow(
            agreed=area,
            drafts=drafts[area.area_id],
            statements=counts[area.area_id].statements,
            settled=counts[area.area_id].settled,
            words=count_words(answers.get(area.area_id, {}), scale),
            missing_evidence=count_missing_evidence(
                answers.get(area.area_id, {}), scale
            ),
        )
        for area in shown
    ]
    hidden = [
        area.area_id
        for area in areas
        if area.discussion_opened_at and not area.is_revealed
    ]
    return Overview(rows, unfinished_drafts(access, hidden), len(shown) == len(areas))


def unfinished_drafts(access: Access, hidden: Collection[int]) -> list[Draft]:
    """Return the person's own drafts that hide open areas (`hidden`) from them."""
    if not hidden:
        return []
    return list(
        Draft.objects.filter(
            group__in=access.group_ids, area__in=hidden, handed_in_at=None
        )
        .select_related("group", "area")
        .order_by("area__number", "group__name")
    )


def settled_counts(
    assessment: Assessment, areas: Iterable[AgreedArea]
) -> dict[int, SettledCount]:
    """Return {area id: its SettledCount}. One query."""
    return {
        area: SettledCount(statements, settled)
        for area, statements, settled in AgreedResponse.objects.filter(
            assessment=assessment,
            statement__area__in=[area.area_id for area in areas],
        )
        .order_by()
        .values_list("statement__area")
        .annotate(
            statements=Count("pk"),
            settled=Count("pk", filter=IS_SETTLED),
        )
    }


def ratings_by_statement(
    access: Access, areas: Iterable[AgreedArea]
) -> dict[int, dict[int, list[Rated]]]:
    """Return {area id: {statement id: what each group Rated it}} of open areas.

    Only drafts that are handed in and that the person may read count. One query.
    """
    found: defaultdict[int, defaultdict[int, list[Rated]]] = defaultdict(
        lambda: defaultdict(list)
    )
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
        found[area][statement].append(Rated(rating, has_evidence))
    return {area: dict(statements) for area, statements in found.items()}


def count_words(
    answers: Mapping[int, list[Rated]], scale: Collection[int]
) -> WordCounts:
    """Return the number of statements under each word: [(word, count)]."""
    words = [
        agreement.describe(
            [each.rating for each in given if each.rating is not None], scale
        ).word
        for given in answers.values()
    ]
    return [(word, words.count(word)) for word in agreement.Word if word in words]


def count_missing_evidence(
    answers: Mapping[int, list[Rated]], scale: Collection[int]
) -> int:
    """Return the number of statements that some group agrees with, without evidence."""
    return sum(
        any(
            agreement.lacks_evidence(each.rating, scale, has_evidence=each.has_evidence)
            for each in given
        )
        for given in answers.values()
    )


class Outcome(TypedDict):
    """The answer in a revision's content."""

    outcome: str
    rating: int | None
    candidates: list[int]


@dataclass(frozen=True)
class Settlement:
    """The answer a statement was settled on at one time."""

    answer: str
    way: str  # one of AgreedRevision.Way
    before: str  # what it was, if an approver changed it
    by: User | None  # None if an operator did it
    at: datetime
    rationale: str
    evidence: str
    ideas: str


def history_of(response: AgreedResponse, labels: Mapping[int, str]) -> list[Settlement]:
    """Return every Settlement of an agreed response, the latest first. One query."""
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


def _answer(content: Outcome | None, labels: Mapping[int, str]) -> str:
    """Return what a revision's content settles on, in words; "" without content."""
    if not content:
        return ""
    return settled_as(
        content["outcome"], content["rating"], content["candidates"], labels
    )
