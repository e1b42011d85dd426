"""A table as CSV: for spreadsheets, with formulas defused, or exactly as it is.

UTF-8 with its mark, as Excel wants it, and lines that end in CR LF; line breaks
and tabs inside a text stay in its cell.
"""

import csv
import io
import re

from .columns import Kind

# What makes a spreadsheet calculate, also behind what it does not show.
FORMULA = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@＝＋－＠]|[\t\r\n]")


def write(table, is_exact):
    """Return the bytes of the file; see `defused` for what is not exact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(
            _cell(column, value, is_exact)
            for column, value in zip(table.columns, row, strict=True)
        )
    return out.getvalue().encode("utf-8-sig")


def defused(text):
    """Return the text, after an apostrophe where a spreadsheet would calculate it."""
    return f"'{text}" if FORMULA.match(text) else text


def _cell(column, value, is_exact):
    shown = column.shown(value)
    if shown is None or is_exact or column.kind is not Kind.TEXT:
        return shown
    return defused(shown)
