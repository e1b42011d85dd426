"""The parts on authorities: bands, and rank against rank."""

from collections.abc import Mapping, Sequence

from ..analysis import round_figures
from ..analysis.figures import rounded, share_in_words
from ..analysis.ranking import APART
from ..analysis.returns import Edition
from ..analysis.round_figures import AuthorityFigures
from ..analysis.scoring import FAR_APART, Band
from . import plots
from .part_scores import of_n
from .reading import RoundData
from .tables import Cell, Column, Table

FEW = "Fewer than 9 in 10 rated"


def bands(data: RoundData) -> list[Table]:
    """Return how many authorities are in each band, and each one's (Table 8)."""
    found = round_figures.authorities(data.edition, data.returns, FAR_APART)
    heading = _band_heading(data.edition)
    return [
        _band_counts(round_figures.bands(found), heading, data.n),
        _band_of_each(found, heading),
    ]


def _band_heading(edition: Edition) -> str:
    """Return "Band", with what it is not on an edition it was not printed for."""
    note = edition.bands_note
    return f"Band ({note})" if note else "Band"


def _band_counts(counted: Mapping[Band | None, int], heading: str, n: int) -> Table:
    names = {band: band.capitalize() if band else FEW for band in counted}
    return Table(
        "bands",
        "How many authorities are in each band",
        [Column(heading), Column("Authorities", 0), Column("Of those that returned")],
        [
            [names[band], number, share_in_words(number, n)]
            for band, number in counted.items()
        ],
        plot=plots.stacked(
            f"How many of {n} authorities are in each band. The table has every figure.",
            ["Authorities"],
            [
                plots.BarInput(names[band], [number], end=str(number))
                for band, number in counted.items()
            ],
        ),
    )


def _band_of_each(found: Sequence[AuthorityFigures], heading: str) -> Table:
    return Table(
        "authorities",
        "The cumulative score of each authority",
        [
            Column("Authority"),
            Column("Score", 0),
            Column("Of", 0),
            Column("Statements rated", 0),
            Column(heading),
        ],
        [
            [
                each.name,
                each.cumulative.total,
                each.cumulative.maximum,
                each.cumulative.rated,
                each.band.capitalize() if each.band else None,
            ]
            for each in found
        ],
        below=["Statements that are not rated add nothing to a score."],
    )


def ranks(data: RoundData) -> list[Table]:
    """Return rank by own score against rank by ratings (RR616, section 2.4.3)."""
    found = round_figures.authorities(data.edition, data.returns, FAR_APART)
    heavy = sum(each.both.is_discrepant for each in found if each.both)
    plot = _rank_plot(found)
    return [
        Table(
            "ranks",
            "Rank by own scores against rank by ratings",
            [
                Column("Authority"),
                Column("Own scores, total", 0),
                Column("Areas scored", 0),
                Column("Rank by own scores"),
                Column("Ratings, total", 0),
                Column("Rank by ratings"),
                Column("Places higher by own scores", 0),
                Column("Areas apart"),
            ],
            [_rank_cells(each) for each in found],
            lines=_order_lines(found),
            below=[
                *(
                    [
                        f"Ranks {APART} places or more apart have a heavy line: {heavy} here."
                    ]
                    if plot
                    else []
                ),
                (
                    f"An area is apart if its score lies {FAR_APART} points or more from "
                    "its ratings, with both put on the same range."
                ),
            ],
            plot=plot,
        )
    ]


def _rank_cells(each: AuthorityFigures) -> list[Cell]:
    both = each.both
    return [
        each.name,
        each.total,
        each.areas_scored,
        str(both.by_scores) if both else None,
        each.cumulative.total,
        str(both.by_ratings) if both else None,
        both.apart if both else None,
        ", ".join(map(str, each.areas_apart)) or None,
    ]


def _order_lines(found: Sequence[AuthorityFigures]) -> list[str]:
    tau, n = round_figures.order_agreement(found)
    whole = "scored every area and rated nine in ten statements"
    if not n:
        return [f"No authority {whole}, so none is ranked."]
    lines = [
        f"Only the {n} authorities that {whole} are ranked, both times among themselves."
        if n > 1
        else f"Only one authority {whole}, so only one is ranked."
    ]
    if tau is not None:
        lines.append(f"Kendall’s tau-b of both orders: {rounded(tau, 2)} ({of_n(n)}).")
    return lines


def _rank_plot(found: Sequence[AuthorityFigures]) -> plots.Slopes | None:
    rows = [
        plots.SlopeInput(
            each.name,
            each.both.by_scores.number,
            each.both.by_ratings.number,
            each.both.is_discrepant,
        )
        for each in found
        if each.both
    ]
    title = (
        "Rank of each authority by its own scores and by its ratings. The table has "
        "every figure."
    )
    heads = ("By own scores", "By ratings")
    return plots.slopes(title, heads, rows, is_rank=True) if rows else None
