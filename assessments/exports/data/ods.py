"""Sheets as an OpenDocument workbook, with all that `xlsx` gives them.

Written as the standard (ODF 1.3) says, as it is little: a ZIP of a few XML files. Runs
in a child process, so it imports no Django.
"""

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from .columns import Kind
from .ods_parts import (
    COLUMN_STYLE,
    CONTENT_END,
    CONTENT_MIDDLE,
    CONTENT_START,
    HEADINGS,
    MANIFEST,
    META,
    MIMETYPE,
    RANGE,
    RANGES_START,
    ROW_STYLE,
    SETTINGS,
    SHEET_SETTINGS,
    STYLES,
    TABLE_END,
    TABLE_START,
)
from .widths import MOST_LINES, lines_of, widths_of

MADE = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same sheets
CENTIMETRES = 0.19  # of a character
LINE = 0.45  # centimetres
SPACES = re.compile(" {2,}|^ |\t")


def write(sheets, title):
    """The bytes of the workbook of these `columns.Sheet`s."""
    widths = [widths_of(sheet.table) for sheet in sheets]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "mimetype", MIMETYPE, zipfile.ZIP_STORED)
        _add(package, "META-INF/manifest.xml", MANIFEST)
        _add(package, "meta.xml", META.format(title=escape(title)))
        _add(package, "styles.xml", STYLES)
        _add(package, "settings.xml", _settings(sheets))
        with package.open(_part("content.xml"), "w") as part:
            for piece in _content(sheets, widths):
                part.write(piece.encode())
    return out.getvalue()


def _add(package, name, text, compression=zipfile.ZIP_DEFLATED):
    package.writestr(_part(name), text, compression)


def _part(name):
    part = zipfile.ZipInfo(name, MADE)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _content(sheets, widths):
    """Yield the pieces of the file, so that it is never in memory as a whole."""
    yield CONTENT_START
    for width in sorted({width for each in widths for width in each}):
        centimetres = f"{width * CENTIMETRES:.2f}"
        yield COLUMN_STYLE.format(name=f"w{width}", width=centimetres)
    for lines in range(1, MOST_LINES + 1):
        yield ROW_STYLE.format(name=f"h{lines}", height=f"{lines * LINE + 0.1:.2f}")
    yield CONTENT_MIDDLE
    for sheet, each in zip(sheets, widths, strict=True):
        yield from _table(sheet, each)
    yield RANGES_START
    for place, sheet in enumerate(sheets):
        if sheet.table.rows:
            name = f"__Anonymous_Sheet_DB__{place}"
            yield RANGE.format(name=name, address=_address(sheet))
    yield CONTENT_END


def _top(sheet):
    """How many rows there are above the headings."""
    return len(sheet.lines) + bool(sheet.lines)


def _address(sheet):
    """The headings and the rows below them, as a filter names them."""
    name = sheet.title.replace("'", "''")
    last = _top(sheet) + 1 + len(sheet.table.rows)
    letter = _letters(len(sheet.table.columns))
    return escape(f"'{name}'.A{_top(sheet) + 1}:'{name}'.{letter}{last}")


def _letters(number):
    """What a spreadsheet calls its column of that number: 1 is A, 27 is AA."""
    before, last = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


def _table(sheet, widths):
    columns = sheet.table.columns
    yield TABLE_START.format(name=quoteattr(sheet.title))
    for width in widths:
        yield f'<table:table-column table:style-name="w{width}"/>'
    for line in sheet.lines:
        yield _row([_text(line, "line")], 1)
    if sheet.lines:
        yield _row(["<table:table-cell/>"], 1)
    labels = [column.label for column in columns]
    headings = _row(
        [_text(each, "heading") for each in labels], lines_of(labels, widths)
    )
    yield HEADINGS.format(headings)
    for row in sheet.table.rows:
        cells = [each.shown(value) for each, value in zip(columns, row, strict=True)]
        made = [_cell(*each) for each in zip(columns, cells, strict=True)]
        yield _row(made, lines_of(cells, widths))
    yield TABLE_END


def _row(cells, lines):
    style = f"h{min(lines, MOST_LINES)}"
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def _cell(column, value):
    if value is None or value == "":
        return '<table:table-cell table:style-name="text"/>'
    if column.is_number:
        style = "whole" if column.kind is Kind.WHOLE else "decimal"
        return _typed(style, "float", "value", value)
    if column.kind in {Kind.DATE, Kind.TIME}:
        style = "date" if column.kind is Kind.DATE else "time"
        return _typed(style, "date", "date-value", value.isoformat())
    return _text(value, "text")


def _typed(style, kind, attribute, value):
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" '
        f'office:{attribute}="{value}"/>'
    )


def _text(text, style):
    lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{lines}</table:table-cell>"
    )


def _line(line):
    return SPACES.sub(_space, escape(line))


def _space(match):
    found = match[0]
    return "<text:tab/>" if found == "\t" else f'<text:s text:c="{len(found)}"/>'


def _settings(sheets):
    return SETTINGS.format(
        sheets="".join(
            SHEET_SETTINGS.format(
                name=quoteattr(sheet.title),
                columns=sheet.fixed,
                rows=_top(sheet) + 1,
                mode=2 if sheet.fixed else 0,
            )
            for sheet in sheets
        )
    )
