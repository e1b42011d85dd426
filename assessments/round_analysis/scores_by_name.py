"""The scores of a cluster by name, for those who agreed to show theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from frameworks.models import Area

from ..models import Assessment, Submission
from .records import records_of


@dataclass(frozen=True)
class Column:
    """One authority's scores by area, in the order of the areas."""

    name: str
    scores: list[tuple[Area, int | None]]

    @property
    def given(self) -> list[int]:
        """Return the scores that it gave."""
        return [score for _, score in self.scores if score is not None]

    @property
    def total(self) -> int:
        """Return their sum, which is of these areas alone."""
        return sum(self.given)


@dataclass(frozen=True)
class ScoresByName:
    """The table of a cluster: the own scores first.

    areas     of the round's edition, in their order
    left_out  how many others agreed and are not shown
    is_shown  whether the authority agreed itself; if not, it sees nobody
    """

    areas: list[Area]
    columns: list[Column]
    left_out: int
    is_shown: bool


def scores_by_name(
    own: Assessment, others: Sequence[Assessment], left_out: int, *, is_shown: bool
) -> ScoresByName:
    """Return the scores of the last submission of each. Three queries."""
    every = [own, *others]
    references: dict[int, str] = dict(
        Submission.objects.filter(assessment__in=every)
        .order_by("assessment", "number")
        .values_list("assessment", "reference")
    )
    records = records_of(list(references.values()))
    areas = list(own.round.framework.areas.order_by("number"))
    columns = []
    for each in every:
        figures, _ = records[references[each.pk]]
        scores = [(area, figures["scores"].get(str(area.number))) for area in areas]
        columns.append(Column(each.authority.name, scores))
    return ScoresByName(areas, columns, left_out, is_shown)
