"""The part that compares two rounds, of one edition or of two."""

from collections.abc import Iterable, Sequence

from ..analysis import across_editions
from ..analysis.across_editions import Compared, Link, NotCompared, Pairs
from ..analysis.returns import Edition
from . import plots
from .part_scores import of_n
from .reading import RoundData
from .tables import Cell, Column, Table

DIRECTIONS = ["Higher now", "The same", "Lower now"]
CHOOSE = "Choose an earlier round to compare with."
NOBODY = "No authority has answered any of this in both rounds."


def across(data: RoundData) -> list[Table]:
    """Return areas by theme, the same questions, and what is not compared."""
    if data.baseline is None:
        return [Table("across-areas", "Areas in both rounds", [], [], empty=CHOOSE)]
    earlier, later = data.baseline.edition, data.edition
    pairs = across_editions.pairs_of(data.baseline.returns, data.returns)
    is_same = earlier.name == later.name
    links = across_editions.unchanged(later) if is_same else data.links
    areas, statements = _compared(earlier, later, links, pairs)
    who = "authority" if len(pairs) == 1 else "authorities"
    lines = [
        (
            f"{len(pairs)} {who} returned in both rounds: edition {earlier.name} then, "
            f"edition {later.name} now."
        )
    ]
    return [
        _table("across-areas", "Areas in both rounds", areas, lines, 2),
        _table(
            "across-statements",
            "Statements with the same question",
            statements,
            lines,
            3,
            data.later_notes_across,
        ),
        _left_out(
            "across-rest",
            "Statements that are not compared",
            "Statement",
            across_editions.not_compared(earlier, later, links),
        ),
        _left_out(
            "across-authorities",
            "Authorities that are not compared",
            "Authority",
            data.not_compared,
        ),
    ]


def _compared(
    earlier: Edition, later: Edition, links: Iterable[Link], pairs: Pairs
) -> tuple[list[Compared], list[Compared]]:
    """Return the areas and the statements, each if anybody has any of both rounds."""
    areas = across_editions.areas(earlier, later, pairs)
    statements = across_editions.statements(earlier, later, links, pairs)
    return _if_any(areas), _if_any(statements)


def _if_any(rows: list[Compared]) -> list[Compared]:
    return rows if any(each.n for each in rows) else []


def _left_out(
    slug: str, title: str, heading: str, rows: Sequence[NotCompared]
) -> Table:
    return Table(
        slug,
        title,
        [Column(heading), Column("Why")],
        [[each.name, each.why] for each in rows],
        empty="All are compared.",
    )


def _table(
    slug: str,
    title: str,
    rows: Sequence[Compared],
    lines: Sequence[str],
    decimals: int,
    below: Sequence[str] = (),
) -> Table:
    has_wording = any(each.kind for each in rows)
    return Table(
        slug,
        title,
        [
            Column("Now"),
            Column("Then"),
            *([Column("Wording")] if has_wording else []),
            Column("n", 0),
            *[Column(heading, 0) for heading in DIRECTIONS],
            Column("Mean then", decimals),
            Column("Mean now", decimals),
        ],
        [_cells(each, has_wording=has_wording) for each in rows],
        lines=lines,
        below=below,
        plot=_plot(rows) if rows else None,
        empty=NOBODY,
    )


def _cells(each: Compared, *, has_wording: bool) -> list[Cell]:
    return [
        each.name,
        each.earlier,
        *([each.kind] if has_wording else []),
        each.n,
        each.higher,
        each.same,
        each.lower,
        each.then,
        each.now,
    ]


def _plot(rows: Sequence[Compared]) -> plots.Bars:
    return plots.stacked(
        "How many authorities answered higher, the same and lower than before. The "
        "table has every figure.",
        DIRECTIONS,
        [
            plots.BarInput(
                each.name, [each.higher, each.same, each.lower], end=of_n(each.n)
            )
            for each in rows
        ],
        lines=2,
    )
