"""An analysis as plain text, for a terminal."""

from collections.abc import Sequence

from ...round_analysis.parts import PARTS
from ...round_analysis.reading import RoundData
from ...round_analysis.tables import Table

WIDEST = 60  # characters of a column


def in_words(data: RoundData) -> str:
    """Return every table that needs no ratings of groups, one under another."""
    lines = [f"{data.name}, edition {data.edition.name}"]
    if data.baseline:
        lines.append(f"Compared with {data.baseline.name}")
    lines.append(f"{len(data.asked)} asked, {data.n} returned")
    tables = [
        table
        for part in PARTS.values()
        if not part.with_discussion
        for table in part.make(data)
    ]
    return "\n\n".join(["\n".join(lines), *map(_table, tables)])


def _table(table: Table) -> str:
    lines = [table.title, *table.lines]
    if not table.cells:
        return "\n".join([*lines, table.empty])
    rows = [
        [column.heading for column in table.columns],
        *([cell.text for cell in row] for row in table.rows),
    ]
    cut = [[cell[:WIDEST] for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    lines += [_line(table, row, widths) for row in cut]
    return "\n".join([*lines, *table.below])


def _line(table: Table, row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column.is_number else cell.ljust(width)
        for column, cell, width in zip(table.columns, row, widths, strict=True)
    ]
    return "  ".join(cells).rstrip()
