"""A bar chart of the shares of a sheet's figures, as Excel and Word draw it themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

FONT = {"name": "Arial", "size": 8}
NO_NOUGHT = "0;;"


@dataclass(frozen=True)
class Bars:
    """The place of the figures in a sheet: one bar per row, one column per part.

    top    the row of the headings; the bars are the `rows` rows below it
    names  the column of the bars' names
    first  the column of the first part
    parts  [(label, fill, colour of the figures on it)], in the order of the columns
    """

    top: int
    rows: int
    names: int
    first: int
    parts: Sequence[tuple[str, str, str]]


def stacked_bars(
    book: xlsxwriter.Workbook, sheet: str, bars: Bars
) -> "xlsxwriter.chart_bar.ChartBar":
    """Return a chart of the bars in a sheet of the book, the first bar on top.

    All bars are as long as each other: their parts are shares, labelled with counts.
    """
    drawn = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    start, end = bars.top + 1, bars.top + bars.rows
    for place, (label, fill, ink) in enumerate(bars.parts, bars.first):
        drawn.add_series(
            {
                "name": label,
                "categories": [sheet, start, bars.names, end, bars.names],
                "values": [sheet, start, place, end, place],
                "fill": {"color": fill},
                "border": {"color": "#0b0c0c", "width": 0.5},
                "gap": 40,
                "data_labels": {
                    "value": True,
                    "num_format": NO_NOUGHT,
                    "font": FONT | {"color": ink},
                },
            }
        )
    drawn.set_y_axis(
        {"reverse": True, "num_font": FONT, "interval_unit": 1, "crossing": "max"}
    )
    drawn.set_x_axis(
        {
            "num_font": FONT,
            "max": 1,
            "major_unit": 0.25,
            "major_gridlines": {"visible": False},
        }
    )
    drawn.set_legend({"position": "top", "font": FONT})
    return drawn
