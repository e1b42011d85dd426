"""An analysis as files, all from the same tables as its pages."""

import json
from dataclasses import dataclass
from textwrap import wrap

from django.template.loader import render_to_string

from ...round_analysis.document import document
from ...round_analysis.parts import PARTS, Part
from ...round_analysis.reading import RoundData
from ...round_analysis.rules import RULES, SHORT
from ...round_analysis.tables import Column, Table
from ..bounded import child_process, jobs
from ..data import columns as data_columns
from ..data.zips import csv_file
from ..pdf.printing import render_pdf

CODES = "A code stands for the name of each authority"
LONGEST_LINE = 100  # characters above a table of a sheet
WRITER = "assessments.files.data.xlsx:write"
CSS = """
@page { @bottom-left { content: string(authority); } }
table.figures { font-size: 7.5pt; }
dl + p { margin-top: 6mm; }
.figures thead th.text, .figures td.text { text-align: left; white-space: normal; }
svg.plot { display: block; width: 300pt; margin-bottom: 0; }
svg.plot + svg.plot { margin-top: 0; }
h3 + table, svg.plot + table, .pieces + table { margin-top: 4mm; }
.pieces { columns: 2; column-gap: 12pt; }
.pieces svg.plot { width: 230pt; break-inside: avoid; }
.figures td + td.text { padding-left: 4mm; }
.figures tbody th:first-child { min-width: 36mm; }
.figures td:not(.text), .figures thead th:not(.text) { min-width: 8mm; }
h3 + p, :is(h3, p) + svg, :is(h3, p) + .pieces { break-before: avoid; }
p.before { break-after: avoid; }
"""

child_process.prepare("assessments.files.data.xlsx")


@dataclass(frozen=True)
class Heading:
    """The heading of every file: the round, its submissions, and how many were asked."""

    round: str
    edition: str
    of: str
    narrowed: str
    has_codes: bool
    asked: int
    returned: int

    @property
    def lines(self) -> list[str]:
        """Return it as lines."""
        found = [f"{self.round}, edition {self.edition}", self.of]
        if self.narrowed:
            found.append(f"Only: {self.narrowed}")
        if self.has_codes:
            found.append(CODES)
        found.append(f"{self.asked} asked, {self.returned} returned")
        return found


def parts_of(data: RoundData) -> list[tuple[Part, list[Table]]]:
    """Return every part with its tables."""
    return [(part, part.make(data)) for part in PARTS.values()]


def csv(table: Table) -> bytes:
    """Return a table as CSV for spreadsheets, its figures unrounded."""
    header = [column.heading for column in table.columns]
    return csv_file(
        header, [["" if c is None else c for c in row] for row in table.cells]
    )


def json_file(data: RoundData) -> bytes:
    """Return the figures as JSON, unrounded."""
    return json.dumps(document(data), ensure_ascii=False, indent=1).encode() + b"\n"


def workbook(data: RoundData, heading: Heading) -> bytes:
    """Return every table as a sheet of a workbook; raises as `jobs.run_job` does."""
    sheets = [
        data_columns.Sheet(
            table.slug.replace("-", " ").capitalize(),
            _sheet_table(table),
            _short_lines(table.title, *heading.lines, *table.lines, *table.below),
        )
        for _, tables in parts_of(data)
        for table in tables
    ]
    return jobs.run_job(WRITER, (sheets, heading.round), heading.round)


def _short_lines(*lines: str) -> list[str]:
    """Return lines that fit a page: for a longer one, a sheet is printed smaller."""
    return [part for line in lines for part in wrap(line, LONGEST_LINE)]


def _sheet_table(table: Table) -> data_columns.DataTable:
    columns = [
        data_columns.Column(
            f"c{place}",
            column.heading,
            _kind(column),
            decimals=column.decimals or 0,
        )
        for place, column in enumerate(table.columns)
    ]
    return data_columns.DataTable(columns, [list(row) for row in table.cells])


def _kind(column: Column) -> data_columns.Kind:
    if not column.is_number:
        return data_columns.Kind.TEXT
    return data_columns.Kind.DECIMAL if column.decimals else data_columns.Kind.WHOLE


def pdf(data: RoundData, heading: Heading) -> bytes:
    """Return the whole analysis as a PDF; raises as `jobs.run_job` does."""
    return render_pdf(html(data, heading), heading.round, CSS)


def html(data: RoundData, heading: Heading) -> str:
    """Return the page that is printed, complete in itself."""
    context = {
        "heading": heading,
        "codes": CODES if heading.has_codes else "",
        "rules": SHORT,
        "version": RULES,
        "parts": parts_of(data),
    }
    return render_to_string("analysis/print.html", context)
