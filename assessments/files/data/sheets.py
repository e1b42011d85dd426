"""The sheets of a workbook of one or many submissions.

A summary, the global scores, the answers of each area, how the groups' ratings
differed, what each group rated, the cover sheet and what every column means. Sheets of
one submission do not repeat its authority in every row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from assessments.submission.shown import document
from assessments.submission.shown.content import Response
from assessments.submission.shown.wording import (
    NOT_GIVEN,
    date_words,
    labels_of,
    received_words,
    time_words,
    when_words,
)

from ..pdf import chart
from . import answers, fields, supplements, tables
from .columns import (
    Cell,
    Column,
    DataTable,
    Kind,
    Record,
    Sheet,
    table,
    whole,
    written,
)
from .ranked import with_ranks
from .values import Given

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
IDEAS = ["area", "code", "statement", "answer", "ideas"]
GROUPS = ["authority", "area", "code", "statement"]
SCORES = ["authority", "area", "area_title"]
SUMS = [each.name for each in fields.CUMULATIVE]
COUNTED = "How many statements."
ABOUT = (
    "A blank rating or score was not given; it is never 0.",
    "In statistics files a missing value is one of the missing numbers.",
)


def book(
    submissions: Sequence[Given], *, with_words: bool = True, is_coded: bool = False
) -> list[Sheet]:
    """Return the sheets, in order; `with_words` if they contain what people wrote.

    Groups' ratings are left out for many submissions: nobody would read so many. With
    `is_coded`, one submission has the sheets of many, each row with its code.
    """
    is_one = len(submissions) == 1 and not is_coded
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
        plan = submissions[0]["beside"].get("action_plan") or []
        if plan:
            sheets.append(Sheet("Action plan", supplements.action_plan(plan), fixed=2))
        elif (ideas := _ideas(long)).rows:
            sheets.append(Sheet("Ideas for a plan", ideas, fixed=3))
    sheets = [_shown(each, is_one, with_words) for each in sheets]
    if is_coded:
        sheets = [replace(each, table=tables.in_months(each.table)) for each in sheets]
    return [*sheets, Sheet("Columns", _meanings(sheets), ABOUT)]


def _shown(sheet: Sheet, is_one: bool, with_words: bool) -> Sheet:
    """Return the sheet without its authority, if only one, and without hidden words."""
    made = sheet.table if with_words else tables.without_words(sheet.table)
    lines = sheet.lines if made.rows else ("Nothing was recorded.",)
    if not is_one or made.columns[0].name != "authority":
        return replace(sheet, table=made, lines=lines)
    rest = DataTable(made.columns[1:], [row[1:] for row in made.rows])
    return replace(sheet, table=rest, lines=lines, fixed=max(sheet.fixed - 1, 0))


def _names(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]


def _picked(made: DataTable, names: Iterable[str]) -> DataTable:
    """Return the table with the columns of those names, in their order."""
    places = {column.name: place for place, column in enumerate(made.columns)}
    chosen = [places[name] for name in names]
    return DataTable(
        [made.columns[place] for place in chosen],
        [[row[place] for place in chosen] for row in made.rows],
    )


def _of_one(submission: Given, areas: DataTable) -> Sheet:
    """Return the areas of one submission, with how often each answer was given."""
    content = submission["content"]
    labels = labels_of(content["framework"]["scale"])
    values = sorted(labels, reverse=True)
    counts = [
        *(whole(f"count_{each}", labels[each], COUNTED) for each in values),
        whole("count_none", "No single rating", COUNTED),
    ]
    chosen = _picked(areas, ["area", "area_title", *SUMS, "global_score"])
    rows = []
    for area, row in zip(content["framework"]["areas"], chosen.rows, strict=True):
        responses: list[Response] = [
            content["responses"].get(each["code"], {}) for each in area["statements"]
        ]
        given = [each.get("rating") for each in responses]
        each = [given.count(value) for value in values]
        rows.append([*row, *each, len(given) - sum(each)])
    made = DataTable([*map(tables.of_all, chosen.columns), *counts], rows)
    return Sheet(
        "Summary",
        made,
        _in_short(submission),
        fixed=2,
        total=_total(made, answers.whole_submission(submission)),
        bars=chart.bars_of(document.shape(content), content["framework"])["parts"],
    )


def _total(made: DataTable, record: Record) -> list[Cell]:
    """Return the row of all areas; no score of theirs unless each area has one."""
    found: dict[str, Cell] = {
        column.name: sum(cast("int", row[place]) for row in made.rows)
        for place, column in enumerate(made.columns)
        if column.name.startswith("count_") or column.name in {"statements", "maximum"}
    }
    rated = record["rated_total"]
    found |= {"area_title": "All areas", "rated": rated}
    if rated:
        found |= {
            name: record[f"{name}_total"] for name in ("cumulative", "mean_rating")
        }
    if record["global_scores_given"] == len(made.rows):
        found["global_score"] = record["global_score_total"]
    return [found.get(name) for name in _names(made.columns)]


def _in_short(submission: Given) -> Sequence[str]:
    content = submission["content"]
    score = answers.cumulative_of(content)
    received = received_words(content.get("origin")).lower()
    at = f"{received} {when_words(content['submitted_at'])}"
    return (
        f"{content['authority']['name']}: {content['round']['name']}",
        f"Submission {content['number']}, {content['reference']}, {at}",
        f"{score.rated} of {score.statements} statements rated",
        answers.sum_line(score),
    )


def _of_many(submissions: Sequence[Given]) -> Sheet:
    """Return one row per submission: what it is, its cover sheet and its totals."""
    columns = [
        *fields.IDENTITY,
        *fields.TOTAL,
        *(each for each in fields.SUBMISSION if each.name != "framework"),
    ]
    return Sheet("Summary", table(columns, with_ranks(submissions)), fixed=1)


def _area_sheets(submissions: Iterable[Given], long: DataTable) -> list[Sheet]:
    """Return one sheet per area, by its number and its theme."""
    place = [column.name for column in long.columns]
    number, theme = place.index("area"), place.index("theme")
    edition = place.index("edition")
    is_mixed = len(tables.editions_of(submissions)) > 1
    found: dict[str, list[list[Cell]]] = {}
    for row in long.rows:
        start = f"{row[edition]} " if is_mixed else ""
        title = f"{start}{row[number]} {str(row[theme]).replace('-', ' ').capitalize()}"
        found.setdefault(title[:LONGEST_TITLE], []).append(row)
    return [
        Sheet(title, _picked(DataTable(long.columns, rows), ANSWERS), fixed=3)
        for title, rows in found.items()
    ]


def _scores(submissions: Sequence[Given], areas: DataTable) -> DataTable:
    """Return the global scores and supplements, in the order each edition prints."""
    order: dict[tuple[Cell, Cell], int] = {
        (edition, area["number"]): area["rating_order"]
        for edition, framework in tables.editions_of(submissions).items()
        for area in framework["areas"]
    }
    names = _names(areas.columns)
    whose, edition, number = map(names.index, ("reference", "edition", "area"))
    turn: dict[Cell, int] = {
        each["content"]["reference"]: n for n, each in enumerate(submissions)
    }
    rows = sorted(
        areas.rows, key=lambda row: (turn[row[whose]], order[row[edition], row[number]])
    )
    kept = [name for name in _names(fields.AREA) if name not in SUMS]
    return _picked(DataTable(areas.columns, rows), SCORES + kept)


def _ideas(long: DataTable) -> DataTable:
    """Return the statements that have ideas, with columns to plan them."""
    made = _picked(long, ["authority", *IDEAS])
    names = {"owner", "due_on", "measure"}
    to_fill = [each for each in supplements.ACTIONS if each.name in names]
    blank: list[Cell] = [None] * len(to_fill)
    rows = [[*row, *blank] for row in made.rows if row[-1]]
    return DataTable([*made.columns, *to_fill], rows)


def _cover(submission: Given) -> DataTable:
    """Return the values of one submission as a whole, one per row."""
    record = answers.whole_submission(submission)
    questions = {
        each["key"]: each["question"]
        for each in submission["content"]["framework"]["cover_questions"]
    }
    received = received_words(submission["content"].get("origin"))
    labels = {"submitted_at": received, "submitted_by": f"{received} by"} | questions
    columns = [Column("question", "Question"), written("answer", "Answer")]
    every = [each for each in fields.IDENTITY if each.name != "round"]
    every += fields.SUBMISSION
    return table(
        columns,
        [
            {
                "question": labels.get(each.name, each.label),
                "answer": _in_words(each, record.get(each.name)),
            }
            for each in every
            if each.name in questions or record.get(each.name)
        ],
    )


def _in_words(column: Column, value: Cell) -> str:
    if column.kind is Kind.DATE:
        return date_words(value.isoformat() if isinstance(value, date) else None)
    if column.kind is Kind.TIME:
        return (
            time_words(value.isoformat()) if isinstance(value, datetime) else NOT_GIVEN
        )
    return str(column.shown(value) or NOT_GIVEN)


def _meanings(sheets: Iterable[Sheet]) -> DataTable:
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
