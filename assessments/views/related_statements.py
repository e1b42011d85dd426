"""The group's other statements that are similar to one of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from frameworks.models import Statement
from leavingcare.compiled import compiled

from ..models import Draft, DraftResponse, StatementNote

if TYPE_CHECKING:

    class GroupResponse(DraftResponse):
        """A response from `with_related`."""

        number: int  # of its area
        is_noted: bool  # whether its statement has a note

        class Meta:
            abstract = True


@dataclass(frozen=True)
class RelatedStatement:
    """A similar statement in one of the group's areas, and the group's answer to it."""

    number: int  # of its area
    response: DraftResponse

    @property
    def letter(self) -> str:
        return self.response.statement.letter

    @property
    def code(self) -> str:
        return f"{self.number}{self.letter}"

    @property
    def label(self) -> str:
        """The rating in words, or ""."""
        return self.response.rating.label if self.response.rating else ""

    @property
    def evidence(self) -> str:
        return self.response.evidence


def with_related(draft: Draft) -> "list[GroupResponse]":
    """Return the draft's responses by letter, and the group's other related ones.

    Each has `number`, of its area, and `is_noted`. One query.
    """
    return _responses(draft.group_id, draft.pk, draft.area_id)


@compiled
def _responses(
    group: int, draft: int, area: int
) -> "QuerySet[DraftResponse, GroupResponse]":
    families = Statement.objects.filter(area=area).exclude(family="").values("family")
    responses = (
        DraftResponse.objects.filter(draft__group=group)
        .filter(Q(draft=draft) | Q(statement__family__in=families))
        .select_related("statement", "updated_by")
        .annotate(
            number=F("draft__area__number"),
            is_noted=Exists(
                StatementNote.objects.standing().filter(statement=OuterRef("statement"))
            ),
        )
        .order_by("number", "statement__letter")
    )
    return cast("QuerySet[DraftResponse, GroupResponse]", responses)


def related_to(
    response: DraftResponse, statements: Iterable[RelatedStatement]
) -> list[RelatedStatement]:
    """Return those of the group's statements that are related to a response's own."""
    family = response.statement.family
    return [
        each
        for each in statements
        if family
        and each.response.statement.family == family
        and each.response.pk != response.pk
    ]
