"""The tables of one or many submissions, which are given as `answers` describes.

Wide has one row per submission, long one per statement, areas one per area, groups one
per group's answer. All have the columns of `fields`, in the same order each time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assessments.submission.shown.content import Framework, Labels
from assessments.submission.shown.wording import labels_of

from . import answers, fields
from .columns import Column, DataTable, Kind, Record, label, name_part, table
from .ranked import with_ranks
from .values import Given

IN_MONTHS = "Its month: the year, then the number of the month."


def long(submissions: Sequence[Given]) -> DataTable:
    columns = [*fields.IDENTITY, *fields.STATEMENT_NAME, *_rated(submissions)]
    return table(columns, _each(submissions, answers.statements))


def areas(submissions: Sequence[Given]) -> DataTable:
    columns = [*fields.IDENTITY, *fields.AREA_NAME, *fields.AREA]
    return table(columns, _each(submissions, answers.areas))


def groups(submissions: Sequence[Given]) -> DataTable:
    columns = [*fields.IDENTITY, *fields.STATEMENT_NAME, *fields.GROUP]
    return table(columns, _each(submissions, answers.groups))


def wide(submissions: Sequence[Given]) -> DataTable:
    """Return one row per submission: its totals, its areas and its statements.

    All ratings of an edition are next to each other, as are those of every field, so
    that statistics can name them from the first to the last.
    """
    editions = editions_of(submissions)
    columns = [
        *fields.IDENTITY,
        *fields.SUBMISSION,
        *fields.TOTAL,
        *_area_columns(editions),
        *_statement_columns(editions),
    ]
    return table(columns, map(_wide_record, submissions, with_ranks(submissions)))


def described(column: Column) -> dict[str, str]:
    """Return a column in words: the cells of a row of a codebook."""
    return {
        "name": column.name,
        "label": column.label,
        "kind": str(column.kind),
        "values": _said(column.values),
        "missing": _said(column.missing),
        "about": column.about,
    }


def of_all(column: Column) -> Column:
    """Return a column of the highest possible scores that says what they are of."""
    if column.name != "maximum":
        return column
    return replace(column, label=f"{column.label} of all statements")


def without_words(made: DataTable) -> DataTable:
    """Return the table without the columns that people wrote or that name them."""
    kept = [place for place, each in enumerate(made.columns) if not each.is_personal]
    return DataTable(
        [made.columns[place] for place in kept],
        [[row[place] for place in kept] for row in made.rows],
    )


def in_months(made: DataTable) -> DataTable:
    """Return the table whose dates and times are given as months, as texts."""
    columns = [
        replace(each, kind=Kind.TEXT, about=IN_MONTHS)
        if each.kind in {Kind.DATE, Kind.TIME}
        else each
        for each in made.columns
    ]
    return DataTable(columns, made.rows)


def editions_of(submissions: Iterable[Given]) -> dict[str, Framework]:
    """Return {edition: its framework}, in the order of the submissions."""
    found: dict[str, Framework] = {}
    for each in submissions:
        found.setdefault(each["content"]["edition"], each["content"]["framework"])
    return found


def _each(
    submissions: Iterable[Given], read: Callable[[Given], Iterable[Record]]
) -> Iterator[Record]:
    return (
        answers.identity(each) | record for each in submissions for record in read(each)
    )


def _rated(submissions: Iterable[Given]) -> list[Column]:
    """Return the fields of a statement, with the labels of all the scales."""
    labels: Labels = {}
    for framework in editions_of(submissions).values():
        labels |= labels_of(framework["scale"])
    return [
        *(_labelled(field, labels) for field in fields.STATEMENT),
        fields.ANSWER,
        fields.SAID,
    ]


def _labelled(field: Column, labels: Labels) -> Column:
    return replace(field, values=labels) if field == fields.RATING else field


def _area_columns(editions: Mapping[str, Framework]) -> list[Column]:
    """Return each field of an area, for every theme of any of the editions."""
    titles: dict[str, str] = {}
    for framework in editions.values():
        for area in framework["areas"]:
            titles.setdefault(area["theme"], area["title"])
    return [
        replace(
            field,
            name=f"{field.name}_{of_area(theme)}",
            label=label(f"{field.label}: {title}"),
        )
        for field in _words_last(fields.AREA)
        for theme, title in titles.items()
    ]


def _statement_columns(editions: Mapping[str, Framework]) -> list[Column]:
    """Return each field of a statement, for every statement of any of the editions."""
    scales = {
        edition: labels_of(framework["scale"])
        for edition, framework in editions.items()
    }
    statements = [
        (
            scales[edition],
            of_statement(edition, each["code"]),
            each["code"],
            answers.statement_text(each),
        )
        for edition, framework in editions.items()
        for area in framework["areas"]
        for each in area["statements"]
    ]
    return [
        replace(
            _labelled(field, scale),
            name=f"{field.name}_{end}",
            label=label(f"{code} {field.label}: {text}"),
        )
        for field in _words_last(fields.STATEMENT)
        for scale, end, code, text in statements
    ]


def _words_last(columns: Iterable[Column]) -> list[Column]:
    return sorted(columns, key=lambda column: column.is_personal)


def of_area(theme: str) -> str:
    """Return the end of the names of an area's columns."""
    return name_part(theme)


def of_statement(edition: str, code: str) -> str:
    """Return the end of the names of a statement's columns, unique to the edition."""
    return f"{name_part(edition)}_{name_part(code)}"


def _wide_record(submission: Given, whole: Record) -> Record:
    """Return the cells of one row, of which `whole` are those on all its areas."""
    record = dict(whole)
    for area in answers.areas(submission):
        end = of_area(str(area["theme"]))
        record |= {f"{field.name}_{end}": area[field.name] for field in fields.AREA}
    edition = submission["content"]["edition"]
    for each in answers.statements(submission):
        end = of_statement(edition, str(each["code"]))
        record |= {
            f"{field.name}_{end}": each.get(field.name) for field in fields.STATEMENT
        }
    return record


def _said(values: Mapping[int, str]) -> str:
    """Return "4 Agree; 3 Mostly agree"."""
    return "; ".join(f"{number} {words}" for number, words in values.items())
