"""Sheets as an Excel workbook: typed cells, text always as text, ready to print.

Runs in a child process, so it imports no Django.
"""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..bar_chart import Bars, stacked_bars
from .columns import Cell, Column, Kind, Sheet
from .formulas import TEXT_ONLY
from .widths import MOST_LINES, lines_of, widths_of

A4 = 9
FONT: dict[str, object] = {"font_name": "Arial", "font_size": 10}
LINE = 12.75  # points
WHAT_IS_DRAWN = (
    "The share of each rating in each area; the figures are how many statements"
)
HEADING: dict[str, object] = {
    "bold": True,
    "text_wrap": True,
    "valign": "top",
    "bg_color": "#e5e5e5",
}
CELL = {**FONT, "valign": "top", "border": 1, "border_color": "#b1b4b6"}
SHOWN: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True, "num_format": "@"},
    Kind.CHOICE: {"text_wrap": True, "num_format": "@"},
    Kind.WHOLE: {"num_format": "0", "align": "center"},
    Kind.DECIMAL: {"align": "center"},
    Kind.DATE: {"num_format": "d mmmm yyyy", "align": "left"},
    Kind.TIME: {"num_format": "d mmmm yyyy hh:mm", "align": "left"},
}


class Formats:
    """The formats of a workbook, each added to it when it is first needed."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._cells: dict[tuple[Kind, int, bool], Format] = {}
        self.heading = workbook.add_format(CELL | HEADING)
        self.line = workbook.add_format(FONT | {"bold": True})

    def of(self, column: Column, *, is_total: bool = False) -> Format:
        """Return the format of a column's cells."""
        key = column.kind, column.decimals, is_total
        if key not in self._cells:
            shown = CELL | SHOWN[column.kind] | {"bold": is_total}
            if column.kind is Kind.DECIMAL:
                shown["num_format"] = f"0.{'0' * column.decimals}"
            self._cells[key] = self._workbook.add_format(shown)
        return self._cells[key]


def write(sheets: Iterable[Sheet], title: str) -> bytes:
    """Return the bytes of a workbook of these `columns.Sheet`s."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXT_ONLY}) as workbook:
        workbook.set_properties({"title": title})
        formats = Formats(workbook)
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.title)
            top = _write_sheet(page, sheet, formats)
            if sheet.bars:
                _add_chart(workbook, page, sheet, top)
    return out.getvalue()


def _add_chart(
    workbook: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet, top: int
) -> None:
    """Draw the sheet's bars below its table, as wide as a page."""
    rows, first = len(sheet.table.rows), len(sheet.table.columns) - len(sheet.bars)
    bars = Bars(top, rows, sheet.fixed - 1, first, sheet.bars)
    chart = stacked_bars(workbook, sheet.title, bars)
    chart.set_title({"name": WHAT_IS_DRAWN, "name_font": {"name": "Arial", "size": 10}})
    chart.set_size({"width": 900, "height": 150 + 24 * rows})
    described = {"description": f"{WHAT_IS_DRAWN}, from the last columns of the table."}
    page.insert_chart(top + rows + bool(sheet.total) + 2, 0, chart, described)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Formats) -> int:
    """Write the sheet, and return the row of its headings."""
    columns, rows = sheet.table.columns, sheet.table.rows
    for place, line in enumerate(sheet.lines):
        page.write_string(place, 0, line, formats.line)
    top = len(sheet.lines) + bool(sheet.lines)
    widths = widths_of(sheet.table)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(top, place, column.label, formats.heading)
    _set_height(page, top, [column.label for column in columns], widths)
    for below, row in enumerate(rows, top + 1):
        cells = [each.shown(value) for each, value in zip(columns, row, strict=True)]
        _set_height(page, below, cells, widths)
        for place, (column, value) in enumerate(zip(columns, cells, strict=True)):
            _write_cell(page, below, place, column, value, formats.of(column))
    for place, (column, value) in enumerate(zip(columns, sheet.total, strict=False)):
        shown = formats.of(column, is_total=True)
        _write_cell(page, top + len(rows) + 1, place, column, value, shown)
    page.freeze_panes(top + 1, sheet.fixed)
    if rows:
        page.autofilter(top, 0, top + len(rows), len(columns) - 1)
    _ready_to_print(page, sheet, top)
    return top


def _set_height(
    page: Worksheet, row: int, cells: Sequence[Cell], widths: Sequence[int]
) -> None:
    page.set_row(row, LINE * min(lines_of(cells, widths), MOST_LINES) + 2)


def _write_cell(
    page: Worksheet,
    row: int,
    place: int,
    column: Column,
    value: Cell,
    shown: Format,
) -> None:
    if value is None or value == "":
        page.write_blank(row, place, None, shown)
    elif column.is_number:
        page.write_number(row, place, value, shown)
    elif column.kind in {Kind.DATE, Kind.TIME}:
        page.write_datetime(row, place, value, shown)
    else:
        page.write_string(row, place, value, shown)


def _ready_to_print(page: Worksheet, sheet: Sheet, top: int) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{sheet.title}&RPage &P of &N")
