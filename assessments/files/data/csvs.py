"""A table as CSV: for spreadsheets, with formulas defused, or exactly as it is.

UTF-8, for spreadsheets with the mark that Excel wants, and lines that end in CR LF;
line breaks and tabs inside a text stay in its cell.
"""

import csv
import io

from .columns import Cell, Column, DataTable, Kind
from .formulas import defused


def write(table: DataTable, is_exact: bool) -> bytes:
    """Return the bytes of the file; see `defused` for what is not exact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(
            _cell(column, value, is_exact)
            for column, value in zip(table.columns, row, strict=True)
        )
    return out.getvalue().encode("utf-8" if is_exact else "utf-8-sig")


def _cell(column: Column, value: Cell, is_exact: bool) -> Cell:
    shown = column.shown(value)
    if is_exact or column.kind is not Kind.TEXT or not isinstance(shown, str):
        return shown
    return defused(shown)
