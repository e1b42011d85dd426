"""The groups' handed-in answers, as the agenda needs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Case, F, QuerySet, TextField, Value, When

from ..access import Access
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
    for statement, *answer in (
        handed_in(access)
        .filter(draft__area__in=[area.area_id for area in areas])
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
    ):
        found[statement].append(Answer(*answer))
    return found


def _text_in(areas: Collection[int], name: str) -> Case | Value:
    """Return the text of that name in drafts of these areas, "" in others."""
    blank = Value("", TextField())
    if not areas:
        return blank
    return Case(When(draft__area__in=areas, then=F(name)), default=blank)


def handed_in(access: Access) -> QuerySet[DraftResponse]:
    """Return the answers handed in that the person may read."""
    return DraftResponse.objects.filter(
        draft__in=access.drafts_seen(), draft__handed_in_at__isnull=False
    )
