"""The rows that comparisons are made of. Their SQL is built once."""

from datetime import datetime
from typing import Protocol, TypeVar

from django.db.models import F, QuerySet

from leavingcare.compiled import compiled

from ..access.sealing import drafts_seen
from ..models import AgreedResponse, Draft, DraftResponse, Proposal
from .comparison_columns import dissent, last_way, second_rating

Response = TypeVar("Response", AgreedResponse, DraftResponse)

TEXTS = ["evidence", "ideas"]
# What to read of an answer. Rows, not models: a page can have hundreds.
ANSWER = [
    "pk",
    "statement_id",
    "group",
    "value",
    "not_rated_reason",
    "candidates",
    *TEXTS,
    "carried_from",
    "second",
    "dissent",
]


class NoRating(Protocol):
    """An answer without a rating, or with one."""

    @property
    def not_rated_reason(self) -> str: ...
    @property
    def candidates(self) -> list[int]: ...


class Answer(NoRating, Protocol):
    """An answer with every attribute in ANSWER that a GroupAnswer needs."""

    @property
    def pk(self) -> int: ...
    @property
    def value(self) -> int | None: ...
    @property
    def evidence(self) -> str: ...
    @property
    def ideas(self) -> str: ...
    @property
    def carried_from(self) -> str: ...
    @property
    def second(self) -> int | None: ...
    @property
    def dissent(self) -> str | None: ...


class AnswerRow(Answer, Protocol):
    """The row of an answer, with its group and its statement."""

    @property
    def statement_id(self) -> int: ...
    @property
    def group(self) -> int: ...


class DraftRow(Protocol):
    """The row of a group's draft."""

    @property
    def group_id(self) -> int: ...
    @property
    def group__name(self) -> str: ...
    @property
    def area_id(self) -> int: ...
    @property
    def handed_in_at(self) -> datetime | None: ...
    @property
    def global_score(self) -> int | None: ...


@compiled
def drafts_in(assessment: int, areas: tuple[int, ...]) -> QuerySet[Draft, DraftRow]:
    """Return the drafts of areas, by the names of their groups."""
    return (
        Draft.objects.filter(group__assessment=assessment, area__in=areas)
        .order_by("group__name")
        .values_list(
            "group_id",
            "group__name",
            "area_id",
            "handed_in_at",
            "global_score",
            named=True,
        )
    )


@compiled
def agreed_in(
    assessment: int,
    areas: tuple[int, ...],
    letters: tuple[str, ...],
    statements: tuple[int, ...],
) -> QuerySet[AgreedResponse]:
    """Return the agreed responses of areas, with the way each was last settled.

    Only those of these letters and statements, if there are any.
    """
    agreed = AgreedResponse.objects.filter(
        assessment=assessment, statement__area__in=areas
    ).select_related("statement__area", "rating", "settled_by")
    return _only(agreed.annotate(way=last_way()), letters, statements)


@compiled
def answers_in(
    assessment: int,
    areas: tuple[int, ...],
    letters: tuple[str, ...],
    statements: tuple[int, ...],
    groups: tuple[int, ...],
    *,
    role: str | None,
    to_share: bool = False,
) -> QuerySet[DraftResponse, AnswerRow]:
    """Return the answers handed in that somebody may read, with what is in ANSWER.

    Somebody with this role and in these groups: see `sealing.drafts_seen`. To share
    them, they have no second rating that is hidden from others.
    """
    answers = DraftResponse.objects.filter(
        draft__in=drafts_seen(assessment, role, groups),
        draft__area__in=areas,
        draft__handed_in_at__isnull=False,
    ).order_by()
    return (
        _only(answers, letters, statements)
        .annotate(
            group=F("draft__group"),
            value=F("rating__value"),
            second=second_rating(() if to_share else groups),
            dissent=dissent(assessment),
        )
        .values_list(*ANSWER, named=True)
    )


def _only(
    responses: QuerySet[Response, Response],
    letters: tuple[str, ...],
    statements: tuple[int, ...],
) -> QuerySet[Response, Response]:
    if letters:
        responses = responses.filter(statement__letter__in=letters)
    if statements:
        responses = responses.filter(statement__in=statements)
    return responses


@compiled
def proposals_of(assessment: int, statements: tuple[int, ...]) -> QuerySet[Proposal]:
    """Return what is proposed for these statements, and who proposes it."""
    return Proposal.objects.filter(
        assessment=assessment, kind=Proposal.Kind.SETTLE, statement__in=statements
    ).select_related("by")
