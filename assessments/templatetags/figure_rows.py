"""The rows of a table of figures, which may have thousands of cells.

They are written here because a template takes many times as long for each cell.
"""

from django import template
from django.utils.html import format_html, format_html_join

from ..round_analysis.tables import Column, Table

HEAD = '<th scope="row" role="rowheader" dir="auto">{}'
NUMBER = '<td role="cell" data-label="{}" class="app-figures__number">'
TEXT = '<td role="cell" data-label="{}">'

register = template.Library()


@register.simple_tag
def figure_rows(table: Table) -> str:
    """Return the rows of a table for a page; its `head` column names the row."""
    columns = [
        (*_tags(column, is_head=place == table.head), column.shown)
        for place, column in enumerate(table.columns)
    ]
    rows = (
        format_html_join(
            "",
            "{}{}{}",
            (
                (begin, shown(cell), end)
                for (begin, end, shown), cell in zip(columns, row, strict=True)
            ),
        )
        for row in table.cells
    )
    return format_html_join("\n", '<tr role="row">{}</tr>', ((row,) for row in rows))


def _tags(column: Column, *, is_head: bool) -> tuple[str, str]:
    """Return what stands before and after the text of a column's cells."""
    if is_head:
        return format_html(HEAD, ""), format_html("</{}>", "th")
    begin = NUMBER if column.is_number else TEXT
    return format_html(begin, column.heading), format_html("</{}>", "td")
