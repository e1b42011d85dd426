"""The catalogue of all files of a submission.

The page of a submission, its URLs, the commands and the permission tests read it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..models import Submission
from ..round_analysis.beside_others import Results, of_submission
from ..submission import report_choices
from ..submission.previous_submission import previous
from ..submission.shown.content import Document, Supplements
from ..submission.shown.report_choices import ReportChoices
from ..submission.shown.since import Previous
from ..submission.statement_notes import later_notes
from .board_report import report
from .data import files as data
from .data.columns import Record
from .pdf import submission as submission_pdf
from .word_form.writer import forms as word_forms

Make = Callable[[Submission, Supplements], bytes]
ReportParts = tuple[
    Document,
    str,
    Previous | None,
    Supplements,
    ReportChoices | None,
    Results | None,
]


@dataclass(frozen=True)
class Group:
    """The purpose of files: the heading they are listed under, and advice."""

    heading: str
    advice: str = ""


READ = Group("To read, print and send on")
SPREADSHEET = Group(
    "For spreadsheets",
    "To sort, filter and add up. If you are not sure, take the Excel workbook.",
)
STATISTICS = Group(
    "For statistics and other programs",
    "Every text is exactly as it was typed, so do not open these CSV files in a "
    "spreadsheet: it would calculate a text that begins with “=”.",
)
GROUPS = [READ, SPREADSHEET, STATISTICS]


@dataclass(frozen=True)
class Format:
    """One kind of file.

    name     the end of its URL and of its file name: "pdf", "long.csv"
    title    what it is, after "Download": "as PDF"
    use      what it is useful for: "to read and print"
    kind     its media type
    make     returns the bytes of the file of a Submission and its supplements (see
             `submission.supplements`); may raise `jobs.NotMade`
    is_kept  whether it is made once and stored; else it is made each time
    group    its purpose
    """

    name: str
    title: str
    use: str
    kind: str
    make: Make
    is_kept: bool = True
    group: Group = READ


def as_json(submission: Submission, recorded: Supplements) -> bytes:
    """Return the submission's document with its digest and its supplements."""
    document = {**submission.content, "digest": submission.digest, **recorded}
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode()


def as_pdf(submission: Submission, recorded: Supplements) -> bytes:
    notes = later_notes(submission.content["edition"])
    return submission_pdf.make(submission.content, submission.digest, recorded, notes)


def of_report(submission: Submission, recorded: Supplements) -> ReportParts:
    """Return what the report of a submission is made from."""
    choices = report_choices.of(submission.assessment)
    last = previous(submission)
    released = of_submission(submission)
    return submission.content, submission.digest, last, recorded, choices, released


def as_report_pdf(submission: Submission, recorded: Supplements) -> bytes:
    return report.make_pdf(*of_report(submission, recorded))


def as_report_word(submission: Submission, recorded: Supplements) -> bytes:
    return report.make_word(*of_report(submission, recorded))


def as_word(submission: Submission, recorded: Supplements) -> bytes:
    return word_forms.submitted(submission.content, submission.digest, recorded)


def as_data(name: str) -> Make:
    """Return what makes the data file of that name (see `data.files`)."""
    return lambda submission, recorded: data.of_one(
        name, submission.content, submission.digest, recorded, about(submission)
    )


def about(submission: Submission) -> Record:
    """Return what is known of a submission and its authority besides its content."""
    authority = submission.assessment.authority
    return {
        "authority_code": authority.code or None,
        "region": authority.region or None,
        "authority_kind": authority.kind or None,
        "dated_on": submission.dated_on,
        "imported": 1 if submission.is_imported else 2,
    }


PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
SPSS = "application/x-spss-sav"

ROWS = "one row for each"
ONE_ROW = "one row for this submission, to add to others"

ROUND_USES = dict.fromkeys(["csv", "raw.csv"], "one row for each authority")

# Name, title, use and media type. A CSV is quick to make, so it is not stored.
SPREADSHEETS = [
    ("xlsx", "as Excel workbook", "one sheet for each area", EXCEL),
    ("long.csv", "the statements as CSV", ROWS, CSV),
    ("groups.csv", "what each group rated as CSV", ROWS, CSV),
    ("csv", "everything as CSV", ONE_ROW, CSV),
]
PROGRAMS = [
    ("sav", "as SPSS file", "with labels and missing values", SPSS),
    ("long-raw.csv", "the statements as exact CSV", ROWS, CSV),
    ("groups-raw.csv", "what each group rated as exact CSV", ROWS, CSV),
    ("raw.csv", "everything as exact CSV", ONE_ROW, CSV),
]


def data_formats(
    rows: Sequence[tuple[str, str, str, str]], group: Group
) -> list[Format]:
    """Return the formats of some of `data.FILES`."""
    return [
        Format(name, title, use, kind, as_data(name), kind != CSV, group)
        for name, title, use, kind in rows
    ]


FORMATS = {
    format.name: format
    for format in [
        Format("pdf", "as PDF", "to read and print", PDF, as_pdf),
        Format(
            "docx",
            "as Word form",
            "to work on in the paper form’s layout",
            word_forms.KIND,
            as_word,
        ),
        Format(
            "report.pdf",
            "the report for members and board as PDF",
            "what is known, how it is known and what is next",
            PDF,
            as_report_pdf,
        ),
        Format(
            "report.docx",
            "the report for members and board as Word file",
            "the same, to fill in who does what by when",
            word_forms.KIND,
            as_report_word,
        ),
        *data_formats(SPREADSHEETS, SPREADSHEET),
        *data_formats(PROGRAMS, STATISTICS),
        Format(
            "json",
            "as JSON",
            "complete, with its edition, for other programs",
            "application/json",
            as_json,
            is_kept=False,
            group=STATISTICS,
        ),
    ]
}

KEPT = {name: format for name, format in FORMATS.items() if format.is_kept}

# The data files of a whole round.
ROUND_FORMATS = {
    name: replace(FORMATS[name], use=ROUND_USES.get(name, FORMATS[name].use))
    for name in data.FILES
}
