"""The number of settled statements, and how each of them was settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypedDict

from django.db.models import Count, Q

from leavingcare.models import User

from ..analysis.sentences import settled_as
from ..models import AgreedArea, AgreedResponse, Assessment

IS_SETTLED = ~Q(outcome=AgreedResponse.Outcome.NOT_SETTLED)


class SettledCount(NamedTuple):
    """The statements of an area, and how many of them are settled."""

    statements: int
    settled: int


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
    before: str  # the answer before, if an approver changed it
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
    """Return the answer in a revision's content, in words; "" without content."""
    if not content:
        return ""
    return settled_as(
        content["outcome"], content["rating"], content["candidates"], labels
    )
