"""The data files of one or many submissions, each made in a child process.

The tables are made here, from submissions as `answers` describes; the child writes
them. `with_words` is whether they contain what people wrote and their names.
"""

import pkgutil
from dataclasses import dataclass

from ..bounded import child_process, jobs
from . import sheets, tables

HERE = "assessments.files.data"

child_process.prepare(f"{HERE}.csvs", f"{HERE}.sav", f"{HERE}.xlsx")


@dataclass(frozen=True)
class Workbook:
    """The sheets of the submissions, written by `write` of that module."""

    writer: str

    def args(self, submissions, title, *, with_words):
        return sheets.book(submissions, with_words=with_words), title


@dataclass(frozen=True)
class Csv:
    """One of `tables`, made safe for spreadsheets or exactly as typed."""

    shape: object
    is_exact: bool = False
    writer = "csvs"

    def args(self, submissions, _title, *, with_words):
        return _table(self.shape, submissions, with_words), self.is_exact


@dataclass(frozen=True)
class Statistics:
    """The wide table with its labels and missing codes."""

    writer: str

    def args(self, submissions, title, *, with_words):
        return _table(tables.wide, submissions, with_words), title


FILES = {
    "xlsx": Workbook("xlsx"),
    "csv": Csv(tables.wide),
    "long.csv": Csv(tables.long),
    "groups.csv": Csv(tables.groups),
    "sav": Statistics("sav"),
    "raw.csv": Csv(tables.wide, is_exact=True),
    "long-raw.csv": Csv(tables.long, is_exact=True),
    "groups-raw.csv": Csv(tables.groups, is_exact=True),
}


def of_many(name, submissions, title, *, with_words):
    """Return the bytes of a file; raises as `jobs.run_job` does. `title` names it inside."""
    file = FILES[name]
    args = file.args(submissions, title, with_words=with_words)
    return jobs.run_job(_work(file), args, title)


def of_one(name, content, digest, beside):
    """Return the whole file of one submission; a CSV is made here, as that is quick."""
    submission = {"content": content, "digest": digest, "beside": beside}
    title = f"{content['authority']['name']}, {content['reference']}"
    file = FILES[name]
    args = file.args([submission], title, with_words=True)
    if isinstance(file, Csv):
        return pkgutil.resolve_name(_work(file))(*args)
    return jobs.run_job(_work(file), args, content["reference"])


def _work(file):
    return f"{HERE}.{file.writer}:write"


def _table(shape, submissions, with_words):
    made = shape(submissions)
    return made if with_words else tables.without_words(made)
