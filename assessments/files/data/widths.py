"""The width of a sheet's columns, in characters, and the height of its rows, in lines.

Both are estimates, as the width of a text is only known once a program shows it.
"""

import math
from collections.abc import Iterable

from .columns import Cell, Column, DataTable, Kind

NARROW, USUAL, WIDEST = 8, 36, 150
WIDE = {"evidence": 56, "ideas": 40}
DATES = {Kind.DATE: 18, Kind.TIME: 24}
SPACE = 2
MOST_LINES = 30  # that a row of Excel can show
LINE_END = 0.92  # letters are narrower than digits, but lines end where words do


def widths_of(table: DataTable) -> list[int]:
    """Return the width of each column, wide enough for its texts to fit into a row."""
    return [_width(column, place, table) for place, column in enumerate(table.columns)]


def lines_of(cells: Iterable[Cell], widths: Iterable[int]) -> int:
    """Return the number of lines of the highest cell in a row."""
    texts = zip(cells, widths, strict=True)
    return max(
        (_lines(cell, width) for cell, width in texts if isinstance(cell, str)),
        default=1,
    )


def _width(column: Column, place: int, table: DataTable) -> int:
    if column.kind in DATES:
        return DATES[column.kind]
    least = max(NARROW, SPACE + max(map(len, column.label.split())))
    if column.is_number:
        return least
    texts = [str(column.shown(row[place]) or "") for row in table.rows]
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    width = max(least, min(longest + SPACE, WIDE.get(column.name, USUAL)))
    return min(
        max([width, *(len(each) // MOST_LINES + SPACE for each in texts)]), WIDEST
    )


def _lines(text: str, width: int) -> int:
    lines = text.split("\n")
    return sum(max(1, math.ceil(len(line) * LINE_END / width)) for line in lines)
