"""The rows of a table of figures, and the parts of bars: there may be thousands.

They are written here because a template takes many times as long for each cell.
"""

from django import template
from django.utils.html import escape, format_html_join

from ..round_analysis.plots import Bars
from ..round_analysis.tables import Column, Table

HEAD = '<th scope="row" role="rowheader" dir="auto">{}</th>'
NUMBER = '<td role="cell" data-label="%s" class="app-figures__number">{}</td>'
TEXT = '<td role="cell" data-label="%s">{}</td>'
PART = (
    '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#0b0c0c" '
    'stroke-width="0.6" />'
)
PART_NUMBER = (
    '<text x="{}" y="{}" font-size="11" font-family="Arial, Liberation Sans, sans-serif" '
    'text-anchor="middle" fill="{}">{}</text>'
)

register = template.Library()


@register.simple_tag
def figure_rows(table: Table) -> str:
    """Return the rows of a table for a page; its `head` column names the row."""
    cells = "".join(
        _cell(column, is_head=place == table.head)
        for place, column in enumerate(table.columns)
    )
    shown = [column.shown for column in table.columns]
    return format_html_join(
        "\n",
        f'<tr role="row">{cells}</tr>',
        (
            [in_words(cell) for in_words, cell in zip(shown, row, strict=True)]
            for row in table.cells
        ),
    )


def _cell(column: Column, *, is_head: bool) -> str:
    """Return a column's cell as a format, with {} for what is in it."""
    if is_head:
        return HEAD
    heading = escape(column.heading).replace("{", "{{").replace("}", "}}")
    return (NUMBER if column.is_number else TEXT) % heading


@register.simple_tag
def bar_parts(plot: Bars) -> str:
    """Return the parts of every bar, then the numbers in them."""
    parts = [(row, part) for row in plot.rows for part in row.pieces]
    return format_html_join(
        "",
        PART,
        ((part.x, row.bar_y, part.width, plot.mark, part.fill) for row, part in parts),
    ) + format_html_join(
        "",
        PART_NUMBER,
        (
            (part.middle, row.number_y, part.ink, part.number)
            for row, part in parts
            if part.number
        ),
    )
