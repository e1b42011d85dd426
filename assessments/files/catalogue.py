"""Every file that can be had of a submission: the one list of them.

The page of a submission, its addresses, the commands and the permission tests read it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..submission.previous_submission import previous
from .board_report import report
from .data import files as data
from .pdf import submission as submission_pdf
from .word_form.writer import forms as word_forms


@dataclass(frozen=True)
class Group:
    """What files are for: the heading they are listed under, and advice."""

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

    name     the end of its address and of its file's name: "pdf", "long.csv"
    title    what it is, after "Download": "as PDF"
    use      what it is good for: "to read and print"
    kind     its media type
    make     the bytes of a file of a Submission and of what stands beside it (see
             `submission.supplements`); may raise `jobs.NotMade`
    is_kept  whether it is made once and kept; else it is made in a moment, each time
    group    what it is for
    """

    name: str
    title: str
    use: str
    kind: str
    make: Callable
    is_kept: bool = True
    group: Group = READ


def as_json(submission, beside):
    """The submission's document with its digest, and what stands beside it."""
    document = submission.content | {"digest": submission.digest} | beside
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode()


def as_pdf(submission, beside):
    return submission_pdf.make(submission.content, submission.digest, beside)


def as_report_pdf(submission, beside):
    last = previous(submission)
    return report.make_pdf(submission.content, submission.digest, last, beside)


def as_report_word(submission, beside):
    last = previous(submission)
    return report.make_word(submission.content, submission.digest, last, beside)


def as_word(submission, beside):
    return word_forms.submitted(submission.content, submission.digest, beside)


def as_data(name):
    """What makes the data file of that name (see `data.files`) of a Submission."""
    return lambda submission, beside: data.of_one(
        name, submission.content, submission.digest, beside
    )


PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
SPSS = "application/x-spss-sav"

ROWS = "a row for each"
ONE_ROW = "a row for this submission, to put below others"

ROUND_USES = dict.fromkeys(["csv", "raw.csv"], "a row for each authority")

# Name, title, use and media type. A CSV takes a moment, so it is not kept.
SPREADSHEETS = [
    ("xlsx", "as Excel workbook", "a sheet for each area", EXCEL),
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


def data_formats(rows, group):
    """The formats of some of `data.FILES`."""
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

# The data files of a whole round.
ROUND_FORMATS = {
    name: replace(FORMATS[name], use=ROUND_USES.get(name, FORMATS[name].use))
    for name in data.FILES
}
