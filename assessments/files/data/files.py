"""The data files of one or many submissions, each made in a child process.

The tables are made here, from submissions as `answers` describes; the child writes
them. `with_words` is whether they contain what people wrote and their names, `is_coded`
whether the submissions are as `submission.shown.coded` makes them.
"""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessments.submission.shown.content import Document, Supplements

from ..bounded import child_process, jobs
from . import sheets, tables
from .columns import DataTable, Record
from .values import Given

HERE = "assessments.files.data"
Args = tuple[object, ...]  # of the function that writes a file

# Not `sav`: every child would hold pandas, 35 MB, for the one file that takes it.
child_process.prepare(f"{HERE}.csvs", f"{HERE}.xlsx")


@dataclass(frozen=True)
class Workbook:
    """The sheets of the submissions, written by `write` of that module."""

    writer: str

    def args(
        self,
        submissions: Sequence[Given],
        title: str,
        *,
        with_words: bool,
        is_coded: bool,
    ) -> Args:
        made = sheets.book(submissions, with_words=with_words, is_coded=is_coded)
        return made, title


@dataclass(frozen=True)
class Csv:
    """One of `tables`, made safe for spreadsheets or exactly as typed."""

    shape: Callable[[Sequence[Given]], DataTable]
    is_exact: bool = False
    writer = "csvs"

    def args(
        self,
        submissions: Sequence[Given],
        _title: str,
        *,
        with_words: bool,
        is_coded: bool,
    ) -> Args:
        return _table(self.shape, submissions, with_words, is_coded), self.is_exact


@dataclass(frozen=True)
class Statistics:
    """The wide table with its labels and missing codes."""

    writer: str

    def args(
        self,
        submissions: Sequence[Given],
        title: str,
        *,
        with_words: bool,
        is_coded: bool,
    ) -> Args:
        return _table(tables.wide, submissions, with_words, is_coded), title


FILES: dict[str, Workbook | Csv | Statistics] = {
    "xlsx": Workbook("xlsx"),
    "csv": Csv(tables.wide),
    "long.csv": Csv(tables.long),
    "groups.csv": Csv(tables.groups),
    "sav": Statistics("sav"),
    "raw.csv": Csv(tables.wide, is_exact=True),
    "long-raw.csv": Csv(tables.long, is_exact=True),
    "groups-raw.csv": Csv(tables.groups, is_exact=True),
}


def of_many(
    name: str,
    submissions: Sequence[Given],
    title: str,
    *,
    with_words: bool,
    is_coded: bool = False,
) -> bytes:
    """Return the bytes of a file; raises as `jobs.run_job` does. `title` names it inside."""
    file = FILES[name]
    args = file.args(submissions, title, with_words=with_words, is_coded=is_coded)
    return jobs.run_job(_work(file), args, title)


def of_one(
    name: str,
    content: Document,
    digest: str,
    beside: Supplements,
    about: Record | None = None,
) -> bytes:
    """Return the whole file of one submission; a CSV is made here, as that is quick."""
    submission: Given = {
        "content": content,
        "digest": digest,
        "beside": beside,
        "about": about or {},
    }
    title = f"{content['authority']['name']}, {content['reference']}"
    file = FILES[name]
    args = file.args([submission], title, with_words=True, is_coded=False)
    if isinstance(file, Csv):
        return bytes(pkgutil.resolve_name(_work(file))(*args))
    return jobs.run_job(_work(file), args, content["reference"])


def _work(file: Workbook | Csv | Statistics) -> str:
    return f"{HERE}.{file.writer}:write"


def _table(
    shape: Callable[[Sequence[Given]], DataTable],
    submissions: Sequence[Given],
    with_words: bool,
    is_coded: bool,
) -> DataTable:
    made = shape(submissions)
    if is_coded:
        made = tables.in_months(made)
    return made if with_words else tables.without_words(made)
