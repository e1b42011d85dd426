"""The figures of each area side by side, and of the whole assessment.

Takes submissions as `document.shape` has them; nothing here reads the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.analysis import agreement, scoring
from assessments.analysis.change import Change
from assessments.submission.shown.content import Area, Document, Supplements
from assessments.submission.shown.highlights import scored_by_both
from assessments.submission.shown.since import ratings_of
from assessments.submission.shown.wording import labels_of, short_name

NONE = "–"


@dataclass(frozen=True)
class AreaFigures:
    """An area's figures as a table prints them; "–" for a missing one.

    name     its theme in a word or two
    agreed   how many statements are rated on the agree side, of those rated
    mean     of those rated
    service  the global score
    young    young people's score
    moved    how many ratings went up and down since last time
    """

    number: int
    title: str
    name: str
    rated: str
    agreed: str
    mean: str
    service: str
    young: str
    moved: str

    @property
    def has_any(self) -> bool:
        """False if the row would say nothing."""
        return any(
            each != NONE for each in (self.agreed, self.service, self.young, self.moved)
        )


@dataclass(frozen=True)
class Figures:
    """The rows, the figures of all areas, and which columns are not empty."""

    areas: list[AreaFigures]
    score: scoring.CumulativeScore
    agreed: str
    mean: str
    moved: str
    has_service: bool
    has_young: bool
    has_moved: bool


def figures_of(
    content: Document, change: Change, young: Mapping[str, int | None]
) -> Figures:
    """Return the figures of a submission; `young` are young people's {area: score}."""
    ratings = ratings_of(content)
    own = content["global_scores"]
    areas = [
        area_figures(area, content, change, young)
        for area in content["framework"]["areas"]
    ]
    score = scoring.cumulative(ratings, list(labels_of(content["framework"]["scale"])))
    return Figures(
        areas=areas,
        score=score,
        agreed=on_agree_side(ratings, content),
        mean=scoring.mean_in_figures(score),
        moved=moved(change, list(ratings)),
        has_service=any(score is not None for score in own.values()),
        has_young=any(score is not None for score in young.values()),
        has_moved=bool(change.compared),
    )


def area_figures(
    area: Area, content: Document, change: Change, young: Mapping[str, int | None]
) -> AreaFigures:
    codes = [statement["code"] for statement in area["statements"]]
    every = ratings_of(content)
    ratings = {code: every[code] for code in codes}
    values = list(labels_of(content["framework"]["scale"]))
    score = scoring.cumulative(ratings, values)
    key = str(area["number"])
    return AreaFigures(
        number=area["number"],
        title=area["title"],
        name=short_name(area),
        rated=f"{score.rated} of {score.statements}",
        agreed=on_agree_side(ratings, content),
        mean=scoring.mean_in_figures(score),
        service=given(content["global_scores"].get(key)),
        young=given(young.get(key)),
        moved=moved(change, codes),
    )


def on_agree_side(ratings: Mapping[str, int | None], content: Document) -> str:
    """Return how many of the ratings given are on the agree side: "7 of 10"."""
    values = list(labels_of(content["framework"]["scale"]))
    found = [rating for rating in ratings.values() if rating is not None]
    if not found:
        return NONE
    return f"{sum(agreement.side(each, values) > 0 for each in found)} of {len(found)}"


def given(score: int | None) -> str:
    return NONE if score is None else str(score)


def moved(change: Change, codes: list[str]) -> str:
    """Return "2 up, 1 down", or "–" if none of the statements can be compared."""
    up, down, same = (
        sum(pair.code in codes for pair in pairs)
        for pairs in (change.up, change.down, change.same)
    )
    return f"{up} up, {down} down" if up or down or same else NONE


@dataclass(frozen=True)
class Gap:
    """An area's score by young people and by the service, both out of ten."""

    number: int
    name: str
    young: int
    own: int

    @property
    def is_lower(self) -> bool:
        """True if young people score it lower than the service does."""
        return self.young < self.own


def gaps_of(content: Document, young: Mapping[str, int | None]) -> list[Gap]:
    """Return the areas with both scores, those furthest below the service's first."""
    scores: Supplements = {
        "young_people_scores": {key: {"score": each} for key, each in young.items()}
    }
    names = {area["number"]: short_name(area) for area in content["framework"]["areas"]}
    found = [
        Gap(number, names[number], theirs, own)
        for number, (theirs, own) in scored_by_both(content, scores).items()
    ]
    return sorted(found, key=lambda gap: (gap.young - gap.own, gap.number))
