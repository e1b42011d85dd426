"""The tables of one or many submissions, which are given as `answers` describes.

Wide has one row per submission, long one per statement, areas one per area, groups one
per group's answer. All have the columns of `fields`, in the same order each time.
"""

from dataclasses import replace

from assessments.submission.shown.wording import labels_of

from . import answers, fields
from .columns import DataTable, label, name_part, table


def long(submissions):
    columns = [*fields.IDENTITY, *fields.STATEMENT_NAME, *_rated(submissions)]
    return table(columns, _each(submissions, answers.statements))


def areas(submissions):
    columns = [*fields.IDENTITY, *fields.AREA_NAME, *fields.AREA]
    return table(columns, _each(submissions, answers.areas))


def groups(submissions):
    columns = [*fields.IDENTITY, *fields.STATEMENT_NAME, *fields.GROUP]
    return table(columns, _each(submissions, answers.groups))


def wide(submissions):
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
    return table(columns, map(_wide_record, submissions))


def described(column):
    """Return a column in words: the cells of a row of a codebook."""
    return {
        "name": column.name,
        "label": column.label,
        "kind": str(column.kind),
        "values": _said(column.values),
        "missing": _said(column.missing),
        "about": column.about,
    }


def without_words(made):
    """Return the table without the columns that people wrote or that name them."""
    kept = [place for place, each in enumerate(made.columns) if not each.is_personal]
    return DataTable(
        [made.columns[place] for place in kept],
        [[row[place] for place in kept] for row in made.rows],
    )


def editions_of(submissions):
    """Return {edition: its framework}, in the order of the submissions."""
    found = {}
    for each in submissions:
        found.setdefault(each["content"]["edition"], each["content"]["framework"])
    return found


def _each(submissions, read):
    return (
        answers.identity(each) | record for each in submissions for record in read(each)
    )


def _rated(submissions):
    """Return the fields of a statement, with the labels of all the scales."""
    labels = {}
    for framework in editions_of(submissions).values():
        labels |= labels_of(framework["scale"])
    return [
        *(_labelled(field, labels) for field in fields.STATEMENT),
        fields.ANSWER,
        fields.SAID,
    ]


def _labelled(field, labels):
    return replace(field, values=labels) if field == fields.RATING else field


def _area_columns(editions):
    """Return each field of an area, for every theme of any of the editions."""
    titles = {}
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


def _statement_columns(editions):
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


def _words_last(columns):
    return sorted(columns, key=lambda column: column.is_personal)


def of_area(theme):
    """Return the end of the names of an area's columns."""
    return name_part(theme)


def of_statement(edition, code):
    """Return the end of the names of a statement's columns, unique to the edition."""
    return f"{name_part(edition)}_{name_part(code)}"


def _wide_record(submission):
    record = answers.whole_submission(submission)
    for area in answers.areas(submission):
        end = of_area(area["theme"])
        record |= {f"{field.name}_{end}": area[field.name] for field in fields.AREA}
    edition = submission["content"]["edition"]
    for each in answers.statements(submission):
        end = of_statement(edition, each["code"])
        record |= {
            f"{field.name}_{end}": each.get(field.name) for field in fields.STATEMENT
        }
    return record


def _said(values):
    """Return "4 Agree; 3 Mostly agree"."""
    return "; ".join(f"{number} {words}" for number, words in values.items())
