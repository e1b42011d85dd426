"""Young people's scores beside the services' own, over areas that both scored."""

from collections.abc import Sequence
from dataclasses import dataclass

from .figures import mean, median
from .returns import Area, Edition, Return


@dataclass(frozen=True)
class Beside:
    """An area that young people and their service both scored, over n authorities.

    higher, same, lower  how often young people's score is that, beside the service's
    median               of their score less the service's
    """

    area: Area
    n: int
    service: float | None
    young_people: float | None
    higher: int
    same: int
    lower: int
    median: float | None


def beside(edition: Edition, returns: Sequence[Return]) -> list[Beside]:
    """Return each area of the edition; n is 0 where nobody has both scores."""
    return [_of_area(area, returns) for area in edition.areas]


def _of_area(area: Area, returns: Sequence[Return]) -> Beside:
    pairs = [
        (own, young)
        for each in returns
        if (own := each.scores.get(area.number)) is not None
        and (young := each.young_people.get(area.number)) is not None
    ]
    apart = [young - own for own, young in pairs]
    return Beside(
        area=area,
        n=len(pairs),
        service=mean([own for own, _ in pairs]),
        young_people=mean([young for _, young in pairs]),
        higher=sum(each > 0 for each in apart),
        same=apart.count(0),
        lower=sum(each < 0 for each in apart),
        median=median(apart),
    )
