"""The parts on scores and ratings: areas, statements, reliability."""

from ..analysis import round_figures
from ..analysis.figures import rounded
from ..analysis.returns import Area, Edition
from ..analysis.round_figures import AreaFigures, StatementFigures
from ..analysis.scoring import OUT_OF
from . import plots
from .reading import RoundData
from .tables import Cell, Column, Table

HALF = "A quarter of the scores lie below the middle half and a quarter above it."
TIES = "Equal means share a rank, marked =."


def area_name(area: Area) -> str:
    """Return "5. Health"."""
    return f"{area.number}. {area.title}"


def of_n(n: int) -> str:
    """Return "n = 19"."""
    return f"n = {n}"


def scale_columns(edition: Edition) -> list[Column]:
    """Return a column of counts for each point of the scale, the highest first."""
    return [Column(edition.scale[value], 0) for value in sorted(edition.scale)[::-1]]


def areas(data: RoundData) -> list[Table]:
    """Return the areas ranked by mean global score (RR616, Table 5)."""
    found = round_figures.areas(data.edition, data.returns)
    return [
        Table(
            "areas",
            "Areas in order of their mean global score",
            [
                Column("Rank"),
                Column("Area"),
                *scale_columns(data.edition),
                Column("n of scores", 0),
                Column("Mean score", 2),
                Column("Median score", 1),
                Column("Middle half from", 2),
                Column("Middle half to", 2),
                Column("n that rated", 0),
                Column("Mean rating", 2),
            ],
            [_area_cells(each) for each in found],
            lines=[
                (
                    f"The score of an area is out of {OUT_OF}, as authorities gave it. The "
                    "ratings are of all its statements together."
                )
            ],
            below=[
                TIES,
                "The mean rating is the mean, over authorities, of each one’s mean. "
                + HALF,
            ],
            plot=_area_plot(found),
            head=1,
        )
    ]


def _area_cells(each: AreaFigures) -> list[Cell]:
    return [
        str(each.rank or ""),
        area_name(each.area),
        *each.counts.values(),
        each.n,
        each.mean,
        each.median,
        *(each.middle_half or (None, None)),
        each.n_rated,
        each.mean_rating,
    ]


def _area_plot(found: list[AreaFigures]) -> plots.Dots:
    return plots.dots(
        "Mean global score of each area and the middle half of its scores. The table "
        "has every figure.",
        [
            plots.DotInput(
                area_name(each.area),
                each.mean,
                each.middle_half,
                end=f"{rounded(each.mean, 2)}, {of_n(each.n)}",
            )
            for each in found
        ],
        range(0, OUT_OF + 1, 2),
        dot="Mean",
        part="Middle half",
    )


def statements(data: RoundData) -> list[Table]:
    """Return the statements ranked by mean rating (RR616, Tables 6 and 7)."""
    found = round_figures.statements(data.edition, data.returns)
    columns = [
        Column("Rank"),
        Column("Statement"),
        *scale_columns(data.edition),
        Column("Not rated", 0),
        Column("n", 0),
        Column("Mean", 3),
    ]
    return [
        Table(
            "statements",
            "Statements in order of their mean rating",
            columns,
            [_statement_cells(each) for each in found],
            lines=[
                (
                    "How many authorities settled on each rating comes first. The mean is "
                    "given because the evaluation of 2016 gave it."
                )
            ],
            below=[
                TIES + " They are listed in the order of the statements.",
                *data.later_notes,
            ],
            plot=_statement_plot(data.edition, found),
            head=1,
        )
    ]


def _statement_cells(each: StatementFigures) -> list[Cell]:
    return [
        str(each.rank or ""),
        f"{each.statement.code} {each.statement.text}",
        *each.counts.values(),
        each.not_rated,
        each.n,
        each.mean,
    ]


def _statement_plot(edition: Edition, found: list[StatementFigures]) -> plots.Bars:
    return plots.diverging(
        "Ratings of each statement, on the two sides of the line between agreeing and "
        "disagreeing. The table has every figure.",
        edition.scale,
        [
            plots.BarInput(
                f"{each.statement.code} {each.statement.text}",
                list(each.counts.values())[::-1],
                each.not_rated,
                of_n(each.n),
            )
            for each in found
        ],
        "Not rated",
    )


def reliability(data: RoundData) -> list[Table]:
    """Return Cronbach's alpha of each area, in the order of the edition."""
    found = sorted(
        round_figures.areas(data.edition, data.returns),
        key=lambda each: each.area.number,
    )
    drawn = [each for each in found if each.reliability.alpha is not None]
    return [
        Table(
            "reliability",
            "Cronbach’s alpha of each area",
            [
                Column("Area"),
                Column("k", 0),
                Column("n", 0),
                Column("Alpha", 2),
                Column("95% from", 2),
                Column("95% to", 2),
                Column("Mean correlation", 2),
                Column("Why not"),
            ],
            [_alpha_cells(each) for each in found],
            lines=[
                (
                    "Alpha says whether statements go together, not whether they are true. "
                    "k is how many statements the area has, n how many authorities rated "
                    "every one; only these count."
                ),
            ],
            below=["The interval is Feldt’s."],
            plot=_alpha_plot(drawn) if drawn else None,
        )
    ]


def _alpha_cells(each: AreaFigures) -> list[Cell]:
    found = each.reliability
    return [
        area_name(each.area),
        found.statements,
        found.cases,
        found.alpha,
        *(found.interval or (None, None)),
        found.correlation,
        found.refusal.capitalize() if found.refusal else "",
    ]


def _alpha_plot(drawn: list[AreaFigures]) -> plots.Dots:
    return plots.dots(
        "Cronbach’s alpha of each area with its interval. The table has every figure.",
        [
            plots.DotInput(
                area_name(each.area),
                each.reliability.alpha,
                each.reliability.interval,
                end=of_n(each.reliability.cases),
            )
            for each in drawn
        ],
        [0, 0.2, 0.4, 0.6, 0.8, 1],
        dot="Alpha",
        part="95% interval; one that is cut off goes below 0",
    )
