"""A table as an SPSS file: labelled, measured, with missing codes and whole texts.

Runs in a child process, so it imports no Django.
"""

import os
from collections.abc import Iterable

import pandas
import pyreadstat

from .columns import Cell, Column, DataTable, Kind, cut

LONGEST_FILE_LABEL = 64  # bytes
TEXT_SHOWN = 30  # characters of a text that its column shows
NUMBER_SHOWN = 8
DATE_SHOWN = 12
FORMATS = {
    Kind.WHOLE: "F8.0",
    Kind.CHOICE: "F8.0",
    Kind.DECIMAL: "F8.3",
    Kind.DATE: "DATE11",
    Kind.TIME: "DATETIME20",
}


def write(table: DataTable, title: str) -> bytes:
    """Return the bytes of the file. A text column is as wide as its longest, in bytes."""
    names = [column.name for column in table.columns]
    frame = pandas.DataFrame(
        {
            column.name: pandas.Series(_cells(column, cells), dtype=_dtype(column))
            for column, cells in zip(table.columns, _columns(table), strict=True)
        },
        columns=names,
    )
    numbers = [each for each in table.columns if each.values or each.missing]
    file = os.memfd_create("sav")  # a file in memory: nothing is left on a disk
    try:
        pyreadstat.write_sav(
            frame,
            f"/proc/self/fd/{file}",
            file_label=cut(title, LONGEST_FILE_LABEL, "…"),
            column_labels=[column.label for column in table.columns],
            row_compress=True,
            variable_value_labels={
                each.name: dict((each.values | each.missing).items())
                for each in numbers
            },
            missing_ranges={
                each.name: list(each.missing) for each in numbers if each.missing
            },
            variable_measure={each.name: _measure(each) for each in table.columns},
            variable_display_width={each.name: _shown(each) for each in table.columns},
            variable_format={
                each.name: FORMATS[each.kind]
                for each in table.columns
                if each.kind in FORMATS
            },
        )
        with open(file, "rb", closefd=False) as written:
            return written.read()
    finally:
        os.close(file)


def _columns(table: DataTable) -> Iterable[tuple[Cell, ...]]:
    return zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)


def _cells(column: Column, cells: Iterable[Cell]) -> list[Cell]:
    if column.kind is Kind.TEXT:
        return [value or "" for value in cells]
    return list(cells)


def _dtype(column: Column) -> type:
    if column.kind is Kind.TEXT or column.kind in {Kind.DATE, Kind.TIME}:
        return object
    return float


def _measure(column: Column) -> str:
    if column.kind is Kind.CHOICE or column.kind is Kind.TEXT:
        return "nominal"
    return "ordinal" if column.values else "scale"


def _shown(column: Column) -> int:
    if column.kind is Kind.TEXT:
        return TEXT_SHOWN
    return DATE_SHOWN if column.kind in {Kind.DATE, Kind.TIME} else NUMBER_SHOWN
