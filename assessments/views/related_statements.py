"""The statements of a group's own areas that ask the same as one of a draft."""

from dataclasses import dataclass

from django.db.models import F, Q

from frameworks.models import Statement

from ..models import DraftResponse


@dataclass(frozen=True)
class RelatedStatement:
    """A statement of the group's own that asks the same, and what it says there."""

    number: int  # of its area
    response: DraftResponse

    @property
    def letter(self):
        return self.response.statement.letter

    @property
    def code(self):
        return f"{self.number}{self.letter}"

    @property
    def label(self):
        return self.response.rating.label if self.response.rating else ""

    @property
    def evidence(self):
        return self.response.evidence


def with_related(draft):
    """The draft's responses by letter, and the group's own others of their families.

    One query.
    """
    families = (
        Statement.objects.filter(area=draft.area_id).exclude(family="").values("family")
    )
    return (
        DraftResponse.objects.filter(draft__group=draft.group_id)
        .filter(Q(draft=draft.pk) | Q(statement__family__in=families))
        .select_related("statement", "updated_by")
        .annotate(number=F("draft__area__number"))
        .order_by("number", "statement__letter")
    )


def related_to(response, responses, area):
    """The RelatedStatements of a response of an area among the group's responses."""
    family = response.statement.family
    if not family:
        return []
    return [
        RelatedStatement(
            area.number if one.statement.area_id == area.pk else one.number, one
        )
        for one in responses
        if one.statement.family == family and one.pk != response.pk
    ]
