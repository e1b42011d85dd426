"""The tables of a round, as DfE RR616 prints them, from what its authorities returned.

Each function takes an Edition and the Returns, and gives rows in the order in which they
are printed. n is in every row: missing answers are left out, so it differs between rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import scoring
from .figures import counts, given, mean, median, middle_half
from .ranking import APART, Key, Rank, in_order, ranks, tau_b
from .reliability import Reliability, reliability
from .returns import Area, Edition, Return, Statement


@dataclass(frozen=True)
class AreaFigures:
    """An area over the authorities that returned (Table 5).

    mean, median, middle_half  of its global scores, of which there are n
    mean_rating                the mean, over authorities, of each one's mean rating
    n_rated                    how many authorities rated any of its statements
    counts                     {rating: how many were given}, over all its statements
    """

    area: Area
    rank: Rank | None
    n: int
    mean: float | None
    median: float | None
    middle_half: tuple[float, float] | None
    mean_rating: float | None
    n_rated: int
    counts: dict[int, int]
    reliability: Reliability


def areas(edition: Edition, returns: Sequence[Return]) -> list[AreaFigures]:
    """Return the areas ranked by mean global score, the highest first (Table 5)."""
    scores = {
        area.number: given(each.scores.get(area.number) for each in returns)
        for area in edition.areas
    }
    means = {number: mean(found) for number, found in scores.items()}
    placed = ranks(means)
    by_number = {area.number: area for area in edition.areas}
    return [
        _area(by_number[number], edition, returns, scores[number], placed.get(number))
        for number in in_order(means)
    ]


def _area(
    area: Area,
    edition: Edition,
    returns: Sequence[Return],
    scores: list[int],
    rank: Rank | None,
) -> AreaFigures:
    ratings = [given(each.ratings.get(code) for code in area.codes) for each in returns]
    own_means = [found for each in ratings if (found := mean(each)) is not None]
    return AreaFigures(
        area=area,
        rank=rank,
        n=len(scores),
        mean=mean(scores),
        median=median(scores),
        middle_half=middle_half(scores),
        mean_rating=mean(own_means),
        n_rated=len(own_means),
        counts=counts([value for each in ratings for value in each], edition.scale),
        reliability=reliability([each.ratings for each in returns], area.codes),
    )


@dataclass(frozen=True)
class StatementFigures:
    """A statement over the authorities that returned (Tables 6 and 7).

    counts     {rating: how many settled on it}; they come before the mean everywhere
    not_rated  how many returned without a rating of it
    """

    statement: Statement
    rank: Rank | None
    n: int
    counts: dict[int, int]
    not_rated: int
    mean: float | None


def statements(edition: Edition, returns: Sequence[Return]) -> list[StatementFigures]:
    """Return the statements ranked by mean rating, ties in the order of the edition."""
    ratings = {
        each.code: given(one.ratings.get(each.code) for one in returns)
        for each in edition.statements
    }
    means = {code: mean(found) for code, found in ratings.items()}
    placed = ranks(means)
    by_code = {each.code: each for each in edition.statements}
    return [
        StatementFigures(
            statement=by_code[code],
            rank=placed.get(code),
            n=len(ratings[code]),
            counts=counts(ratings[code], edition.scale),
            not_rated=len(returns) - len(ratings[code]),
            mean=means[code],
        )
        for code in in_order(means)
    ]


@dataclass(frozen=True)
class BothRanks:
    """An authority's places by both kinds of score, among those that have both."""

    by_scores: Rank
    by_ratings: Rank

    @property
    def apart(self) -> int:
        """Return by how many places its own score puts it higher than its ratings."""
        return self.by_ratings.number - self.by_scores.number

    @property
    def is_discrepant(self) -> bool:
        """Return whether the two are five places or more apart."""
        return abs(self.apart) >= APART


@dataclass(frozen=True)
class AuthorityFigures:
    """One authority's two kinds of score, and its place by each (section 2.4.3).

    cumulative       the sum of its ratings
    band             None if fewer than nine of ten statements are rated
    total            the sum of its global scores, None without any
    areas_scored     over how many areas
    rank_cumulative  among those with a band; None without one
    rank_global      among those that scored every area; None if it did not
    both             both places among those that have both: only these compare
    areas_apart      {area: points by which its global score lies above its ratings},
                     where that is as much as `apart`
    """

    name: str
    reference: str
    cumulative: scoring.CumulativeScore
    total: int | None
    areas_scored: int
    rank_cumulative: Rank | None
    rank_global: Rank | None
    both: BothRanks | None
    areas_apart: dict[int, float]

    @property
    def band(self) -> scoring.Band | None:
        """Return its band by RR616, Table 8."""
        return self.cumulative.band


def authorities(
    edition: Edition, returns: Sequence[Return], apart: int
) -> list[AuthorityFigures]:
    """Return the authorities by cumulative score, the highest first."""
    codes = [each.code for each in edition.statements]
    sums = {one.reference: one.cumulative(codes, edition.scale) for one in returns}
    by_ratings = ranks_by_ratings(sums)
    by_score = ranks_by_scores(
        {
            one.reference: [one.scores.get(area.number) for area in edition.areas]
            for one in returns
        }
    )
    both = _both_ranks(by_score, by_ratings)
    found = {
        one.reference: AuthorityFigures(
            name=one.authority,
            reference=one.reference,
            cumulative=sums[one.reference],
            total=one.global_total,
            areas_scored=one.areas_scored,
            rank_cumulative=by_ratings.get(one.reference),
            rank_global=by_score.get(one.reference),
            both=both.get(one.reference),
            areas_apart=_areas_apart(edition, one, apart),
        )
        for one in sorted(returns, key=lambda one: one.authority)
    }
    return [found[key] for key in in_order({key: sums[key].total for key in found})]


def ranks_by_ratings(
    sums: Mapping[Key, scoring.CumulativeScore],
) -> dict[Key, Rank]:
    """Return the Rank by cumulative score of each that has a band."""
    return ranks({key: each.total if each.band else None for key, each in sums.items()})


def ranks_by_scores(scores: Mapping[Key, Sequence[int | None]]) -> dict[Key, Rank]:
    """Return the Rank by sum of each of which every area has a global score."""
    given_scores = {key: given(each) for key, each in scores.items()}
    return ranks(
        {
            key: sum(found) if len(found) == len(scores[key]) else None
            for key, found in given_scores.items()
        }
    )


def _both_ranks(
    by_scores: Mapping[Key, Rank], by_ratings: Mapping[Key, Rank]
) -> dict[Key, BothRanks]:
    """Return the places in two orders of those in both, counted among these alone."""
    there = by_scores.keys() & by_ratings.keys()
    scores = ranks({key: -by_scores[key].number for key in there})
    ratings = ranks({key: -by_ratings[key].number for key in there})
    return {key: BothRanks(scores[key], ratings[key]) for key in there}


def _areas_apart(edition: Edition, one: Return, apart: int) -> dict[int, float]:
    gaps = {
        area.number: scoring.gap(
            one.scores.get(area.number),
            scoring.OUT_OF,
            one.cumulative(area.codes, edition.scale),
        )
        for area in edition.areas
    }
    return {
        number: gap
        for number, gap in gaps.items()
        if gap is not None and abs(gap) >= apart
    }


def order_agreement(found: Sequence[AuthorityFigures]) -> tuple[float | None, int]:
    """Return (Kendall's tau-b of both scores, over how many authorities)."""
    pairs = [
        (each.total, each.cumulative.total)
        for each in found
        if each.both and each.total is not None
    ]
    return tau_b(pairs), len(pairs)


def bands(
    found: Sequence[AuthorityFigures],
) -> dict[scoring.Band | None, int]:
    """Return {band: how many authorities}, with None for too few ratings (Table 8)."""
    every = [each.band for each in found]
    return {band: every.count(band) for band in [*scoring.Band, None]}
