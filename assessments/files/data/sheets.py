"""The sheets of a workbook of one or many submissions.

A summary, the global scores, the answers of each area, how the groups' ratings
differed, what each group rated, the cover sheet and what every column means. Sheets of
one submission do not repeat its authority in every row.
"""

from dataclasses import replace

from assessments.submission.shown.wording import (
    NOT_GIVEN,
    date_words,
    labels_of,
    time_words,
)

from . import answers, fields, tables
from .columns import Column, DataTable, Kind, Sheet, table

LONGEST_TITLE = 31
ANSWERS = [
    "authority",
    "code",
    "statement",
    "answer",
    "rating",
    "evidence",
    "ideas",
    "ideas_progress",
    "reason",
]
AGREEMENT = [
    "authority",
    "area",
    "code",
    "statement",
    "answer",
    "agreement",
    "groups",
    "groups_rated",
    "groups_said",
    "steps",
    "dispersion",
    "dissent_count",
    "dissents",
    "change_count",
    "changes",
    "family",
]
GROUPS = ["authority", "area", "code", "statement"]
SCORES = ["authority", "area", "area_title"]
SUMS = [each.name for each in fields.CUMULATIVE]
ABOUT = (
    "A blank rating or score was not given; it is never 0.",
    "In statistics files a missing value is one of the missing numbers.",
)


def book(submissions, *, with_words=True):
    """Return the sheets, in order; `with_words` if they contain what people wrote.

    Groups' ratings are left out for many submissions: nobody would read so many.
    """
    is_one = len(submissions) == 1
    long, areas = tables.long(submissions), tables.areas(submissions)
    summary = _of_one(submissions[0], areas) if is_one else _of_many(submissions)
    sheets = [
        summary,
        Sheet("Global scores", _scores(submissions, areas), fixed=3),
        *_area_sheets(submissions, long),
        Sheet("Agreement", _picked(long, AGREEMENT), fixed=4),
    ]
    if is_one:
        groups = _picked(tables.groups(submissions), GROUPS + _names(fields.GROUP))
        sheets.append(Sheet("Group ratings", groups, fixed=4))
        sheets.append(Sheet("Cover sheet", _cover(submissions[0])))
    sheets = [_shown(each, is_one, with_words) for each in sheets]
    return [*sheets, Sheet("Columns", _meanings(sheets), ABOUT)]


def _shown(sheet, is_one, with_words):
    """Return the sheet without its authority, if only one, and without hidden words."""
    made = sheet.table if with_words else tables.without_words(sheet.table)
    lines = sheet.lines if made.rows else ("Nothing was recorded.",)
    if not is_one or made.columns[0].name != "authority":
        return replace(sheet, table=made, lines=lines)
    rest = DataTable(made.columns[1:], [row[1:] for row in made.rows])
    return replace(sheet, table=rest, lines=lines, fixed=max(sheet.fixed - 1, 0))


def _names(columns):
    return [column.name for column in columns]


def _picked(made, names):
    """Return the table with the columns of those names, in their order."""
    places = {column.name: place for place, column in enumerate(made.columns)}
    chosen = [places[name] for name in names]
    return DataTable(
        [made.columns[place] for place in chosen],
        [[row[place] for place in chosen] for row in made.rows],
    )


def _of_one(submission, areas):
    """Return the areas of one submission, with how often each answer was given."""
    content = submission["content"]
    labels = labels_of(content["framework"]["scale"])
    counts = [
        fields.whole(f"count_{value}", labels[value], "How many statements.")
        for value in sorted(labels, reverse=True)
    ]
    chosen = _picked(areas, ["area", "area_title", *SUMS, "global_score"])
    rows = []
    for area, row in zip(content["framework"]["areas"], chosen.rows, strict=True):
        responses = [
            content["responses"].get(each["code"], {}) for each in area["statements"]
        ]
        given = [each.get("rating") for each in responses]
        rows.append([*row, *(given.count(value) for value in sorted(labels)[::-1])])
    made = DataTable([*chosen.columns, *counts], rows)
    return Sheet("Summary", made, _in_short(submission), fixed=2)


def _in_short(submission):
    content, record = submission["content"], answers.whole_submission(submission)
    at = time_words(content["submitted_at"])
    total, rated = record["cumulative_total"], record["rated_total"]
    return (
        f"{content['authority']['name']}: {content['round']['name']}",
        f"Submission {content['number']}, {content['reference']}, {at}",
        f"{rated} of {record['statements_total']} statements rated",
        f"Cumulative score: {total if rated else 0} of {record['maximum_total']}",
    )


def _of_many(submissions):
    """Return one row per submission: what it is, its cover sheet and its totals."""
    columns = [
        *fields.IDENTITY,
        *fields.TOTAL,
        *(each for each in fields.SUBMISSION if each.name != "framework"),
    ]
    records = map(answers.whole_submission, submissions)
    return Sheet("Summary", table(columns, records), fixed=1)


def _area_sheets(submissions, long):
    """Return one sheet per area, by its number and its theme."""
    place = [column.name for column in long.columns]
    number, theme = place.index("area"), place.index("theme")
    edition = place.index("edition")
    is_mixed = len(tables.editions_of(submissions)) > 1
    found = {}
    for row in long.rows:
        start = f"{row[edition]} " if is_mixed else ""
        title = f"{start}{row[number]} {row[theme].replace('-', ' ').capitalize()}"
        found.setdefault(title[:LONGEST_TITLE], []).append(row)
    return [
        Sheet(title, _picked(DataTable(long.columns, rows), ANSWERS), fixed=3)
        for title, rows in found.items()
    ]


def _scores(submissions, areas):
    """Return the global scores and supplements, in the order each edition prints."""
    order = {
        (edition, area["number"]): area["rating_order"]
        for edition, framework in tables.editions_of(submissions).items()
        for area in framework["areas"]
    }
    names = _names(areas.columns)
    whose, edition, number = map(names.index, ("reference", "edition", "area"))
    turn = {each["content"]["reference"]: n for n, each in enumerate(submissions)}
    rows = sorted(
        areas.rows, key=lambda row: (turn[row[whose]], order[row[edition], row[number]])
    )
    kept = [name for name in _names(fields.AREA) if name not in SUMS]
    return _picked(DataTable(areas.columns, rows), SCORES + kept)


def _cover(submission):
    """Return the values of one submission as a whole, one per row."""
    record = answers.whole_submission(submission)
    questions = {
        each["key"]: each["question"]
        for each in submission["content"]["framework"]["cover_questions"]
    }
    columns = [Column("question", "Question"), fields.written("answer", "Answer")]
    every = [*fields.IDENTITY, *fields.SUBMISSION]
    return table(
        columns,
        [
            {
                "question": questions.get(each.name, each.label),
                "answer": _in_words(each, record.get(each.name)),
            }
            for each in every
            if each.name in questions or record.get(each.name)
        ],
    )


def _in_words(column, value):
    if column.kind is Kind.DATE:
        return date_words(value and value.isoformat())
    if column.kind is Kind.TIME:
        return time_words(value.isoformat()) if value else NOT_GIVEN
    return str(value or NOT_GIVEN)


def _meanings(sheets):
    """Return a description of every column of the sheets, once."""
    columns = [
        Column("label", "Column"),
        Column("name", "Name in CSV and SPSS"),
        Column("kind", "Kind"),
        Column("values", "Values"),
        Column("missing", "Missing"),
        Column("about", "About"),
    ]
    found = {column.name: column for sheet in sheets for column in sheet.table.columns}
    return table(columns, map(tables.described, found.values()))
