"""Plots on paper: a long one is drawn in pieces that fit a page."""

from dataclasses import replace
from typing import TypeVar

from .bars import Bars
from .dots import Dots
from .slopes import Slopes

ROWS = 6  # of a piece, so that little of a page stays blank before one
LINES = 45  # of a plot of slopes that can be read on one page
InRows = TypeVar("InRows", Bars, Dots)


def on_paper(plot: Bars | Dots | Slopes | None) -> list[Bars | Dots | Slopes]:
    """Return the plot in pieces; nothing if it cannot be read on a page."""
    if plot is None:
        return []
    if isinstance(plot, Slopes):
        return [plot] if len(plot.rows) <= LINES else []
    if isinstance(plot, Bars):
        return list(_pieces(plot))
    return list(_pieces(plot))


def _pieces(plot: InRows) -> list[InRows]:
    """Return some rows each, where they are drawn; only the first has the key."""
    found = []
    for first in range(0, len(plot.rows), ROWS):
        rows = plot.rows[first : first + ROWS]
        height = len(rows) * plot.row
        if first:
            y = plot.top + first * plot.row
            found.append(replace(plot, rows=rows, key=[], y=y, height=height))
        else:
            found.append(replace(plot, rows=rows, height=plot.top + height))
    return found
