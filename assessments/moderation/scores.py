"""Global scores: what groups gave an area out of ten, and what was settled."""

from collections.abc import Iterable
from dataclasses import dataclass

from frameworks.models import Area

from ..access import Access
from ..analysis import scoring, sentences
from ..analysis.scoring import FAR_APART, OUT_OF
from ..models import AgreedArea, AgreedResponse, Assessment
from .comparison import GroupDraft
from .comparison_queries import drafts_by_area, waiting_of


@dataclass(frozen=True)
class Dot:
    """One position of the dot line, and the groups that gave this score."""

    score: int
    groups: list[GroupDraft]


@dataclass(frozen=True)
class ScoreRow:
    """An area on the page of global scores."""

    agreed: AgreedArea
    drafts: list[GroupDraft]
    cumulative: scoring.CumulativeScore | None  # None until the score is settled

    @property
    def area(self) -> Area:
        return self.agreed.area

    @property
    def is_settled(self) -> bool:
        return self.agreed.scored_at is not None

    @property
    def line(self) -> list[Dot]:
        """All positions from 0 to 10."""
        return [
            Dot(score, [d for d in self.drafts if d.score == score])
            for score in range(OUT_OF + 1)
        ]

    @property
    def given(self) -> list[Dot]:
        """The positions that groups chose, lowest first."""
        return [dot for dot in self.line if dot.groups]

    @property
    def gave_none(self) -> list[str]:
        """The groups that handed in without a score."""
        return [
            draft.group
            for draft in self.drafts
            if draft.is_handed_in and draft.score is None
        ]

    @property
    def spread(self) -> int:
        given = self.given
        return given[-1].score - given[0].score if given else 0

    @property
    def is_far_apart(self) -> bool:
        return self.spread >= FAR_APART

    @property
    def beside_ratings(self) -> str:
        """The settled score compared with the ratings: "high", "low" or ""."""
        if not self.cumulative:
            return ""
        return compared_with_ratings(self.agreed.global_score, self.cumulative)

    @property
    def sentence(self) -> str:
        """The scores in words: "Lowest 4 (Housing), highest 9 (Legal): 5 apart.".

        It names the groups that have not handed in.
        """
        waiting = sentences.waiting_line(waiting_of(self.drafts))
        return f"{self._given_sentence} {waiting}".strip()

    @property
    def _given_sentence(self) -> str:
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


def _names(dot: Dot) -> str:
    return sentences.join_and([draft.group for draft in dot.groups])


def compared_with_ratings(
    score: int | None, cumulative: scoring.CumulativeScore
) -> str:
    """Return "high" or "low" if a score is far from the statements' ratings, or ""."""
    gap = scoring.gap(score, OUT_OF, cumulative)
    if gap is None or abs(gap) < FAR_APART:
        return ""
    return "high" if gap > 0 else "low"


def score_rows(access: Access) -> list[ScoreRow]:
    """Return a ScoreRow for each area the person may see, in printed order.

    Four queries.
    """
    areas = list(
        access.areas_revealed()
        .select_related("area", "scored_by")
        .order_by("area__rating_order")
    )
    drafts = drafts_by_area(access, areas)
    scale = list(access.assessment.labels)
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


def settled_ratings(
    assessment: Assessment, areas: Iterable[AgreedArea]
) -> dict[int, dict[str, int | None]]:
    """Return {area id: {letter: rating or None}} of what is settled. One query."""
    found: dict[int, dict[str, int | None]] = {area.area_id: {} for area in areas}
    for area, letter, rating in AgreedResponse.objects.filter(
        assessment=assessment, statement__area__in=found
    ).values_list("statement__area", "statement__letter", "rating__value"):
        found[area][letter] = rating
    return found
