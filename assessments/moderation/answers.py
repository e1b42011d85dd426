"""The groups' handed-in answers, as the agenda needs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Case, F, QuerySet, TextField, Value, When

from leavingcare.compiled import compiled

from ..access import Access
from ..access.sealing import drafts_seen
from ..models import AgreedArea, DraftResponse


class Answer(NamedTuple):
    """A group's handed-in answer to a statement, as the agenda reads it."""

    group: int  # its id
    rating: int | None
    reason: str  # of DraftResponse.NotRated, or ""
    evidence: str = ""  # texts only if the group rates alone
    ideas: str = ""


def answers_by_statement(
    access: Access, areas: Iterable[AgreedArea], alone: Collection[int] = ()
) -> dict[int, list[Answer]]:
    """Return {statement id: its Answers, by name of the group}. One query.

    `alone` are the ids of areas that one group rates: evidence and ideas are read in
    those only.
    """
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    ids = tuple(area.area_id for area in areas)
    for row in _handed_in(
        access.assessment.pk, ids, tuple(alone), access.groups, role=access.role
    ):
        found[row[0]].append(Answer(*row[1:]))
    return found


@compiled
def _handed_in(
    assessment: int,
    areas: tuple[int, ...],
    alone: tuple[int, ...],
    groups: tuple[int, ...],
    *,
    role: str | None,
) -> QuerySet[DraftResponse, tuple[int, int, int | None, str, str, str]]:
    """Return the answers handed in that the person may read: a statement, an Answer."""
    return (
        DraftResponse.objects.filter(
            draft__in=drafts_seen(assessment, role, groups),
            draft__handed_in_at__isnull=False,
            draft__area__in=areas,
        )
        .order_by("draft__group__name")
        .annotate(
            evidence_alone=_text_in(alone, "evidence"),
            ideas_alone=_text_in(alone, "ideas"),
        )
        .values_list(
            "statement",
            "draft__group",
            "rating__value",
            "not_rated_reason",
            "evidence_alone",
            "ideas_alone",
        )
    )


def _text_in(areas: Collection[int], name: str) -> Case | Value:
    """Return the text of that name in drafts of these areas, "" in others."""
    blank = Value("", TextField())
    if not areas:
        return blank
    return Case(When(draft__area__in=areas, then=F(name)), default=blank)
