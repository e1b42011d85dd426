"""What an assessment has agreed as it stands, fetched once for all who ask."""

from dataclasses import dataclass
from functools import cached_property

from ..models import AgreedResponse, Assessment
from ..moderation.comparison import in_words
from ..moderation.comparison_queries import labels_of

Outcome = AgreedResponse.Outcome


@dataclass(frozen=True)
class Agreed:
    """The answers and scores of an assessment, settled or not, in printed order."""

    assessment: Assessment
    responses: list  # AgreedResponses with their statement, its area, and rating
    areas: list  # AgreedAreas with their area

    @cached_property
    def labels(self):
        """{value: label} of the edition's scale, highest first. One query."""
        return labels_of(self.assessment.round.framework)

    def in_words(self, response):
        """What one of the responses is settled as."""
        rating = response.rating and response.rating.value
        return in_words(response.outcome, rating, response.candidates, self.labels)

    @property
    def unsettled(self):
        return [row for row in self.responses if row.outcome == Outcome.NOT_SETTLED]

    @property
    def without_rating(self):
        """The responses settled on no rating."""
        no_rating = (Outcome.NOT_AGREED, Outcome.NOT_RATED)
        return [row for row in self.responses if row.outcome in no_rating]

    @property
    def without_score(self):
        """The areas that have no global score."""
        return [each.area for each in self.areas if each.global_score is None]

    @property
    def versions(self):
        """The version of every part of it.

        {"statements": {code: version}, "scores": {area number: version}, "cover":
        version}
        """
        return {
            "statements": {row.statement.code: row.version for row in self.responses},
            "scores": {str(each.area.number): each.version for each in self.areas},
            "cover": self.assessment.version,
        }


def agreed_of(assessment):
    """The Agreed of an assessment just fetched. Two queries."""
    return Agreed(
        assessment,
        list(assessment.agreed_responses.select_related("statement__area", "rating")),
        list(assessment.agreed_areas.select_related("area")),
    )
