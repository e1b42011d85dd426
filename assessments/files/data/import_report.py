"""The outcome of every file of a batch, as a table for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from assessments.models import PastFile

from .zips import csv_file

COLUMNS = ["File", "Authority", "Round", "Edition", "Submission", "What", "Where"]
COLUMNS += ["Text"]
IMPORTED, NOT_IMPORTED = "Imported", "Not imported"
FAULT, TO_KNOW, UNPLACED = "Error in the file", "Note", "Could not be placed"
DECIDED = "Decided"


class Outcome(Protocol):
    """The facts to report about a file; see `past_import_row.Row`."""

    file: PastFile
    round: str
    problems: list[str]
    notes: list[str]
    decided: Sequence[Sequence[str]]
    unplaced: Sequence[Sequence[str]]

    @property
    def summary(self) -> Mapping[str, object] | None: ...


def table(rows: Iterable[Outcome]) -> bytes:
    """Return the Rows of a batch as CSV for spreadsheets: UTF-8 with its mark.

    Each file has one line, and one more for each note on it. A text that a spreadsheet
    would calculate begins with an apostrophe.
    """
    return csv_file(COLUMNS, [line for row in rows for line in lines(row)])


def lines(row: Outcome) -> Iterator[list[object]]:
    """Yield the lines of one file."""
    submission = row.file.submission
    edition = row.summary["edition"] if row.summary else ""
    begin: list[object] = [row.file.name, row.file.authority, row.round, edition]
    begin.append(submission and submission.reference)
    said = rated(row.summary) if row.summary else ""
    if submission:
        yield [*begin, IMPORTED, "", said]
    else:
        yield [*begin, NOT_IMPORTED, "", " ".join(row.problems) or said]
    for fault in row.file.refusal.get("faults", []):
        yield [*begin, FAULT, *fault.split(": ", 1)]
    for note in row.notes:
        yield [*begin, TO_KNOW, "", note]
    for where, text in row.decided:
        yield [*begin, DECIDED, where, text]
    for where, text in row.unplaced:
        yield [*begin, UNPLACED, where, text]


def rated(summary: Mapping[str, object]) -> str:
    return (
        f"{summary['rated']} of {summary['statements']} statements rated, "
        f"{summary['evidence']} with evidence, {summary['scores']} of "
        f"{summary['areas']} global scores"
    )
