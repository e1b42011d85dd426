"""The outcome of every file of a batch, as a table for spreadsheets."""

from .zips import csv_file

COLUMNS = ["File", "Authority", "Round", "Edition", "Submission", "What", "Where"]
COLUMNS += ["Text"]
IMPORTED, NOT_IMPORTED = "Imported", "Not imported"
FAULT, TO_KNOW, UNPLACED = "Error in the file", "Note", "Could not be placed"


def table(rows):
    """Return `past_import_batch.Row`s as CSV for spreadsheets: UTF-8 with its mark.

    Each file has one line, and one more for each note on it. A text that a spreadsheet
    would calculate begins with an apostrophe.
    """
    return csv_file(COLUMNS, [line for row in rows for line in lines(row)])


def lines(row):
    submission = row.file.submission
    begin = [row.file.name, row.file.authority, row.round]
    begin += [row.summary.get("edition", ""), submission and submission.reference]
    if submission:
        yield [*begin, IMPORTED, "", rated(row.summary)]
    else:
        why = " ".join(row.problems) or rated(row.summary)
        yield [*begin, NOT_IMPORTED, "", why]
    for fault in row.file.refusal.get("faults", []):
        yield [*begin, FAULT, *fault.split(": ", 1)]
    for note in row.notes:
        yield [*begin, TO_KNOW, "", note]
    for where, text in row.unplaced:
        yield [*begin, UNPLACED, where, text]


def rated(summary):
    return (
        f"{summary['rated']} of {summary['statements']} statements rated, "
        f"{summary['evidence']} with evidence, {summary['scores']} of "
        f"{summary['areas']} global scores"
    )
