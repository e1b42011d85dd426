"""The agreed answers and scores of an assessment, fetched once for all uses."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from frameworks.models import Area

from ..models import AgreedArea, AgreedResponse, Assessment
from ..moderation.comparison import settled_as

Outcome = AgreedResponse.Outcome


class Versions(TypedDict):
    """The version of every part of what is agreed, as a sign-off keeps it."""

    statements: dict[str, int]  # by code
    scores: dict[str, int]  # by area number
    cover: int


@dataclass(frozen=True)
class Agreed:
    """The answers and scores of an assessment, settled or not, in printed order."""

    assessment: Assessment
    responses: list[AgreedResponse]  # with their statement, its area, and rating
    areas: list[AgreedArea]  # with their area

    @cached_property
    def labels(self) -> dict[int, str]:
        """{value: label} of the edition's scale, highest first. One query."""
        return self.assessment.labels

    def settled_as(self, response: AgreedResponse) -> str:
        """Return what one of the responses is settled as, in words."""
        return settled_as(response, self.labels)

    @property
    def unsettled(self) -> list[AgreedResponse]:
        return [row for row in self.responses if row.outcome == Outcome.NOT_SETTLED]

    @property
    def without_rating(self) -> list[AgreedResponse]:
        """The responses settled on no rating."""
        no_rating = (Outcome.NOT_AGREED, Outcome.NOT_RATED)
        return [row for row in self.responses if row.outcome in no_rating]

    @property
    def without_score(self) -> list[Area]:
        """The areas that have no global score."""
        return [each.area for each in self.areas if each.global_score is None]

    @property
    def versions(self) -> Versions:
        return {
            "statements": {row.statement.code: row.version for row in self.responses},
            "scores": {str(each.area.number): each.version for each in self.areas},
            "cover": self.assessment.version,
        }


def agreed_of(assessment: Assessment) -> Agreed:
    """Return the Agreed of an assessment just fetched. Two queries."""
    return Agreed(
        assessment,
        list(assessment.agreed_responses.select_related("statement__area", "rating")),
        list(assessment.agreed_areas.select_related("area")),
    )
