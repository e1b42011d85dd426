"""Global scores: what groups gave an area out of ten, and what was settled."""

from dataclasses import dataclass

from ..analysis import scoring, sentences
from ..models import AgreedArea, AgreedResponse
from .comparison_queries import drafts_by_area, labels_of

OUT_OF = 10
FAR_APART = 3


@dataclass(frozen=True)
class Mark:
    """One position of the dot line, and the groups that gave this score."""

    score: int
    groups: list


@dataclass(frozen=True)
class ScoreRow:
    """An area on the page of global scores."""

    agreed: AgreedArea
    drafts: list
    cumulative: scoring.CumulativeScore | None  # None until the score is settled

    @property
    def area(self):
        return self.agreed.area

    @property
    def is_settled(self):
        return self.agreed.scored_at is not None

    @property
    def line(self):
        """All positions from nought to ten."""
        return [
            Mark(score, [d for d in self.drafts if d.score == score])
            for score in range(OUT_OF + 1)
        ]

    @property
    def given(self):
        """The positions somebody chose, lowest first."""
        return [mark for mark in self.line if mark.groups]

    @property
    def gave_none(self):
        """Groups that handed in without a score."""
        return [
            draft.group
            for draft in self.drafts
            if draft.is_handed_in and draft.score is None
        ]

    @property
    def spread(self):
        given = self.given
        return given[-1].score - given[0].score if given else 0

    @property
    def is_far_apart(self):
        return self.spread >= FAR_APART

    @property
    def beside_ratings(self):
        """Say "high" or "low" where the settled score is far from the ratings."""
        if not self.cumulative:
            return ""
        return beside_ratings(self.agreed.global_score, self.cumulative)

    @property
    def sentence(self):
        """The scores in words: "Lowest 4 (Housing), highest 9 (Legal): 5 apart." """
        given = self.given
        if not given:
            return "No group gave this area a score."
        lowest, highest = given[0], given[-1]
        if lowest is highest:
            return f"{_names(lowest)} gave {lowest.score}."
        return (
            f"Lowest {lowest.score} ({_names(lowest)}), highest {highest.score} "
            f"({_names(highest)}): {self.spread} apart."
        )


def _names(mark):
    return sentences.listed([draft.group for draft in mark.groups])


def beside_ratings(score, cumulative):
    """Say "high" or "low" if a score is far from how the statements are rated."""
    apart = scoring.apart(score, OUT_OF, cumulative)
    if apart is None or abs(apart) < FAR_APART:
        return ""
    return "high" if apart > 0 else "low"


def score_rows(access):
    """A ScoreRow for each area the person may see, in printed order. Four queries."""
    areas = list(
        access.areas_revealed()
        .select_related("area", "scored_by")
        .order_by("area__rating_order")
    )
    drafts = drafts_by_area(access, areas)
    scale = list(labels_of(access.assessment.round.framework))
    ratings = settled_ratings(access.assessment, [a for a in areas if a.scored_at])
    return [
        ScoreRow(
            agreed=area,
            drafts=drafts[area.area_id],
            cumulative=scoring.cumulative(ratings[area.area_id], scale)
            if area.scored_at
            else None,
        )
        for area in areas
    ]


def settled_ratings(assessment, areas):
    """{area id: {letter: rating or None}} of what has been settled. One query."""
    found = {area.area_id: {} for area in areas}
    for area, letter, rating in AgreedResponse.objects.filter(
        assessment=assessment, statement__area__in=found
    ).values_list("statement__area", "statement__letter", "rating__value"):
        found[area][letter] = rating
    return found
