"""Sheets as an Excel workbook: typed cells, text always as text, ready to print.

Runs in a child process, so it imports no Django.
"""

import io

import xlsxwriter

from .columns import Kind
from .widths import MOST_LINES, lines_of, widths_of

A4 = 9
FONT = {"font_name": "Arial", "font_size": 10}
LINE = 12.75  # points
HEADING = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e5e5e5"}
CELL = FONT | {"valign": "top", "border": 1, "border_color": "#b1b4b6"}
SHOWN = {
    Kind.TEXT: {"text_wrap": True, "num_format": "@"},
    Kind.CHOICE: {"text_wrap": True, "num_format": "@"},
    Kind.WHOLE: {"num_format": "0", "align": "center"},
    Kind.DECIMAL: {"num_format": "0.00", "align": "center"},
    Kind.DATE: {"num_format": "d mmmm yyyy", "align": "left"},
    Kind.TIME: {"num_format": "d mmmm yyyy hh:mm", "align": "left"},
}


def write(sheets, title):
    """Return the bytes of a workbook of these `columns.Sheet`s."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": title})
        formats = {
            kind: workbook.add_format(CELL | shown) for kind, shown in SHOWN.items()
        }
        formats["heading"] = workbook.add_format(CELL | HEADING)
        formats["line"] = workbook.add_format(FONT | {"bold": True})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.title), sheet, formats)
    return out.getvalue()


def _write_sheet(page, sheet, formats):
    columns, rows = sheet.table.columns, sheet.table.rows
    for place, line in enumerate(sheet.lines):
        page.write_string(place, 0, line, formats["line"])
    top = len(sheet.lines) + bool(sheet.lines)
    widths = widths_of(sheet.table)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(top, place, column.label, formats["heading"])
    _set_height(page, top, [column.label for column in columns], widths)
    for below, row in enumerate(rows, top + 1):
        cells = [each.shown(value) for each, value in zip(columns, row, strict=True)]
        _set_height(page, below, cells, widths)
        for place, (column, value) in enumerate(zip(columns, cells, strict=True)):
            _write_cell(page, below, place, column, value, formats)
    page.freeze_panes(top + 1, sheet.fixed)
    if rows:
        page.autofilter(top, 0, top + len(rows), len(columns) - 1)
    _ready_to_print(page, sheet, top)


def _set_height(page, row, cells, widths):
    page.set_row(row, LINE * min(lines_of(cells, widths), MOST_LINES) + 2)


def _write_cell(page, row, place, column, value, formats):
    shown = formats[column.kind]
    if value is None or value == "":
        page.write_blank(row, place, None, shown)
    elif column.is_number:
        page.write_number(row, place, value, shown)
    elif column.kind in {Kind.DATE, Kind.TIME}:
        page.write_datetime(row, place, value, shown)
    else:
        page.write_string(row, place, value, shown)


def _ready_to_print(page, sheet, top):
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{sheet.title}&RPage &P of &N")
