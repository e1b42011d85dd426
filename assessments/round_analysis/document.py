"""The figures of a round as JSON types, unrounded: the file, the command and the digest."""

from typing import TypedDict

from ..analysis import round_figures
from ..analysis.round_figures import AreaFigures, AuthorityFigures, StatementFigures
from ..analysis.scoring import FAR_APART
from .part_change import score_changes
from .reading import RoundData
from .rules import RULES

Json = dict[str, object]


class Document(TypedDict):
    """The figures of a round; see DATA in `docs/analysis.md`."""

    round: str
    edition: str
    baseline: str | None
    rules: int
    asked: int
    n: int
    areas: list[Json]
    statements: list[Json]
    bands_note: str
    authorities: list[Json]
    change: list[Json]


def document(data: RoundData) -> Document:
    """Return the figures of a round, in the order in which they are ranked."""
    authorities = round_figures.authorities(data.edition, data.returns, FAR_APART)
    return {
        "round": data.slug,
        "edition": data.edition.name,
        "baseline": data.baseline.slug if data.baseline else None,
        "rules": RULES,
        "asked": len(data.asked),
        "n": data.n,
        "areas": [
            _area(each) for each in round_figures.areas(data.edition, data.returns)
        ],
        "statements": [
            _statement(each)
            for each in round_figures.statements(data.edition, data.returns)
        ],
        "bands_note": data.edition.bands_note,
        "authorities": [
            _authority(each, has_codes=data.has_codes) for each in authorities
        ],
        "change": [
            {
                "name": one.authority,
                "baseline": each.baseline,
                "follow_up": each.follow_up,
                "change": each.change,
                "direction": str(each.direction),
                "areas": each.areas,
            }
            for one, each in score_changes(data)
        ],
    }


def _area(each: AreaFigures) -> Json:
    found = each.reliability
    return {
        "number": each.area.number,
        "title": each.area.title,
        "rank": each.rank and each.rank.number,
        "mean_global_score": each.mean,
        "median_global_score": each.median,
        "middle_half": each.middle_half and list(each.middle_half),
        "n_global": each.n,
        "mean_rating": each.mean_rating,
        "n": each.n_rated,
        "counts": _counts(each.counts),
        "alpha": found.alpha,
        "alpha_interval": found.interval and list(found.interval),
        "n_alpha": found.cases,
    }


def _statement(each: StatementFigures) -> Json:
    return {
        "code": each.statement.code,
        "rank": each.rank and each.rank.number,
        "mean": each.mean,
        "n": each.n,
        "counts": _counts(each.counts),
        "not_rated": each.not_rated,
    }


def _counts(counts: dict[int, int]) -> dict[str, int]:
    return {str(value): number for value, number in counts.items()}


def _authority(each: AuthorityFigures, *, has_codes: bool) -> Json:
    """Return its figures; beside a code no reference, which leads to its name."""
    return {
        "name": each.name,
        "reference": "" if has_codes else each.reference,
        "cumulative": each.cumulative.total,
        "rated": each.cumulative.rated,
        "maximum": each.cumulative.maximum,
        "band": each.band and str(each.band),
        "global_total": each.total,
        "areas_scored": each.areas_scored,
        "rank_cumulative": each.rank_cumulative and each.rank_cumulative.number,
        "rank_global": each.rank_global and each.rank_global.number,
    }
