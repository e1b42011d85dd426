"""The columns of a data file, and the plain tables that are written.

Nothing here needs Django: the child process that writes a file gets only these.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import cast

Cell = str | int | float | date | None  # a time is a date too
Record = dict[str, Cell]  # by the column's name

LONGEST = 32_767  # bytes; what a cell of Excel and a text of SPSS can hold
CUT = " … (cut here; the JSON file has the whole text)"
LONGEST_LABEL = 250  # bytes, of the 256 that SPSS allows


class Kind(StrEnum):
    """The kind of value in the cells of a column."""

    TEXT = "text"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    CHOICE = "one of a few answers"  # a number here, words in a spreadsheet
    DATE = "date"
    TIME = "date and time"


@dataclass(frozen=True)
class Column:
    """One column: described once, and written the same in every format.

    name         stable, the same for the same question in every round and edition;
                 a name of SPSS: letters, digits and "_", at most 64
    label        its name for people
    kind         the kind of its cells; a cell without a value is None
    about        a sentence with more information, or ""
    values       {number: words} of a scale or a choice
    missing      {number: words}: numbers that say why there is no value
    is_personal  whether people wrote it or it names them
    decimals     how many a spreadsheet shows of a decimal number
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    about: str = ""
    values: dict[int, str] = field(default_factory=dict)
    missing: dict[int, str] = field(default_factory=dict)
    is_personal: bool = False
    decimals: int = 2

    @property
    def is_number(self) -> bool:
        return self.kind in {Kind.WHOLE, Kind.DECIMAL}

    def shown(self, value: Cell) -> Cell:
        """Return the cell as a spreadsheet has it: blank where missing, a choice in words."""
        if value is None or value in self.missing:
            return None
        if self.kind is Kind.CHOICE:
            return self.values[cast("int", value)]
        return value


@dataclass(frozen=True)
class DataTable:
    """Rows of cells, with one cell for each column."""

    columns: list[Column]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Sheet:
    """A table as one sheet of a workbook.

    title   its name, at most 31 characters, unlike any other of its workbook
    lines   the lines above the table
    fixed   how many columns stay in view when scrolling sideways
    total   a row below the table that no filter hides, one cell per column
    bars    [(label, fill, colour of the figures on it)]: its last columns, which a chart
            below the table shows with the names in the column before `fixed`
    """

    title: str
    table: DataTable
    lines: Sequence[str] = ()
    fixed: int = 0
    total: Sequence[Cell] = ()
    bars: Sequence[tuple[str, str, str]] = ()


def whole(
    name: str, label: str, about: str = "", *, missing: dict[int, str] | None = None
) -> Column:
    return Column(name, label, Kind.WHOLE, about, missing=missing or {})


def decimal(
    name: str, label: str, about: str = "", *, missing: dict[int, str] | None = None
) -> Column:
    return Column(name, label, Kind.DECIMAL, about, missing=missing or {})


def written(name: str, label: str, about: str = "") -> Column:
    return Column(name, label, about=about, is_personal=True)


def table(columns: list[Column], records: Iterable[Mapping[str, Cell]]) -> DataTable:
    """Return the table of dictionaries {column's name: cell}; a missing cell is None."""
    return DataTable(
        columns,
        [[_fitting(each.get(column.name)) for column in columns] for each in records],
    )


def name_part(text: str) -> str:
    """Return a text as part of a column's name: "day-to-day" is "day_to_day"."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def label(text: str) -> str:
    """Return a text that SPSS takes as a label, cut where it is too long."""
    return cut(text, LONGEST_LABEL, "…")


def cut(text: str, longest: int, sign: str) -> str:
    """Return the text, or its beginning and the sign, in `longest` bytes of UTF-8."""
    encoded = text.encode()
    if len(encoded) <= longest:
        return text
    return encoded[: longest - len(sign.encode())].decode(errors="ignore") + sign


def _fitting(cell: Cell) -> Cell:
    """Return the cell, cut to the longest text that all our formats can hold.

    No text that somebody types is that long; one joined from many can be.
    """
    return cut(cell, LONGEST, CUT) if isinstance(cell, str) else cell
