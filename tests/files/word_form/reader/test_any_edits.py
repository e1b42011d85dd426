"""A form that people edited in any way is read correctly, or a person is asked."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import small_edition
from tests.support.word_edits import (
    MARKS,
    Column,
    Row,
    Sheet,
    paragraphs,
    run,
    typed,
    wrong,
)

SMALL = small_edition()
CODES = [s["code"] for area in SMALL["areas"] for s in area["statements"]]
STYLES = [*MARKS, "check box", "printed", "shaded"]
# None of these alone shows that another column is meant.
HEADINGS = ["Never", "", "Comments", "Not sure", "Somewhat", "Rating"]
NEW = ["RAG", "Lead officer", "Evidence 2", "", "Ideas and evidence", "Notes"]
PLACE = st.integers(0, 9)


def styled(sheet, a, b):
    sheet.words = {word for word in sheet.words if not word.startswith("struck")}
    for area, row in sheet.rows():
        if row.code:
            sheet.fill(area, row, STYLES[(a + b) % len(STYLES)])


def reworded(sheet, a, b):
    area = sheet.areas[a % 2]
    column = area.columns[b % len(area.columns)]
    column.heading = HEADINGS[(a * 3 + b) % len(HEADINGS)]
    if column.role == "rating" and a > 4:
        side = "agree" if column.value > 2 else "disagree"
        other = "disagree" if a == 5 else side
        column.heading = f"Rather {other} {column.value}"


def with_column(sheet, a, b):
    area = sheet.areas[a % 2]
    column = Column("other", NEW[(a + b) % len(NEW)])
    area.columns.insert(1 + b % len(area.columns), column)
    for n, row in enumerate(row for row in area.rows if not row.across):
        word = f"other-{a}-{b}-{n}"
        sheet.words.add(word)
        row.cells[id(column)] = typed(word)


def with_marks(sheet, a, b):
    """Add a column that people made, with a mark in some rows."""
    area = sheet.areas[a % 2]
    column = Column("other", ["Priority", "Urgent", ""][b % 3])
    area.columns.insert(1 + b % len(area.columns), column)
    for n, row in enumerate(row for row in area.rows if not row.across):
        row.cells[id(column)] = typed("X" if n % 2 else "")


def without_column(sheet, a, b):
    area = sheet.areas[a % 2]
    if len(area.columns) < 4:
        return
    gone = area.columns.pop(1 + b % (len(area.columns) - 1))
    sheet.words = {word for word in sheet.words if not word.startswith("struck")}
    for row in area.rows:
        truth = sheet.truth.get(row.code)
        if truth and gone.role == "rating" and truth["ratings"] == [gone.value]:
            truth["ratings"] = []
            sheet.fill(area, row, "x")
        elif truth and gone.role in {"evidence", "ideas"}:
            sheet.words -= set(truth[gone.role].split())
            truth[gone.role] = ""
        elif gone.role == "other":
            lost = row.cells.get(id(gone), "")
            sheet.words = {word for word in sheet.words if word not in lost}


def moved(sheet, a, b):
    area = sheet.areas[a % 2]
    area.columns.insert(1, area.columns.pop(1 + b % (len(area.columns) - 1)))


def swapped(sheet, a, b):
    columns = sheet.areas[a % 2].columns
    at = 1 + b % (len(columns) - 2)
    columns[at : at + 2] = reversed(columns[at : at + 2])


def headings(sheet, a, b):
    sheet.areas[a % 2].headings = ["one row", "two rows", "none"][b % 3]


def split(sheet, a, b):
    area = sheet.areas[a % 2]
    area.splits[1 + b % 2] = b > 5


def untitled(sheet, a, b):
    sheet.areas[a % 2].has_title = False


def nested(sheet, a, b):
    sheet.areas[a % 2].is_nested = not sheet.areas[a % 2].splits


def turned(sheet, a, b):
    sheet.areas.reverse()


def own_row(sheet, a, b):
    area = sheet.areas[a % 2]
    word = f"lanterns-{a}-{b}"
    own = Row("", ["", "b", "h", "c"][b % 4], f"Our own line about {word}")
    sheet.words |= {word, f"glow-{a}-{b}"}
    for column in area.columns[1:]:
        own.cells[id(column)] = typed("X" if column.value == 1 + b % 4 else "")
        if column.role == "evidence":
            own.cells[id(column)] = typed(f"glow-{a}-{b}")
    area.rows.insert(1 + b % 3, own)


def relettered(sheet, a, b):
    for row, letter in zip(sheet.areas[a % 2].rows, "bcdefghijk", strict=False):
        row.letter = letter if b % 2 else ""


def comment(sheet, a, b):
    word = f"across-{a}-{b}"
    sheet.words.add(word)
    sheet.areas[a % 2].rows.insert(1 + b % 3, Row("", "", "", across=f"Note {word}"))


def struck(sheet, a, b):
    area, row = sheet.rows()[(a + b) % len(sheet.rows())]
    for column in area.columns:
        if column.role == "evidence" and row.code:
            word = f"struck-{a}-{b}"
            sheet.words.add(word)
            old = row.cells.get(id(column), "")
            row.cells[id(column)] = old + paragraphs(run(word, "<w:strike/>"))


def nudged(sheet, a, b):
    for _, row in sheet.rows():
        row.is_nudged = not row.across


def copied(sheet, a, b):
    sheet.areas[a % 2].copies = 2


EDITS = [
    styled,
    reworded,
    with_column,
    with_marks,
    without_column,
    moved,
    swapped,
    headings,
    split,
    untitled,
]
EDITS += [nested, turned, own_row, relettered, comment, struck, nudged, copied]
STEPS = st.lists(st.tuples(st.sampled_from(EDITS), PLACE, PLACE), max_size=4)


# Where a reader that is a little wrong goes wrong: each is read by one rule alone.
HARD = [
    # A guessed column, between two that could be meant.
    [(with_column, 2, 4), (reworded, 0, 6)],
    [(reworded, 1, 3), (with_column, 3, 3)],
    # A column of marks where one of the ratings is gone.
    [(without_column, 0, 0), (with_marks, 0, 0)],
    [(without_column, 1, 2), (with_marks, 1, 2)],
    # A column of marks before a rating whose heading says nothing.
    [(with_marks, 1, 0), (reworded, 1, 3)],
    # A table without headings, its columns in another order.
    [(moved, 0, 4), (headings, 0, 2)],
    [(moved, 1, 3), (headings, 1, 2), (untitled, 1, 0)],
    [(moved, 0, 2), (split, 0, 0)],
    [(swapped, 0, 0), (headings, 0, 2)],
    [(swapped, 1, 4), (headings, 1, 2)],
    # A rating's heading that says another side than its number.
    [(reworded, 5, 2), (styled, 0, 1)],
    [(reworded, 4, 1)],
    # A column of texts without a heading, evidence or ideas.
    [(without_column, 1, 4), (without_column, 1, 0), (reworded, 1, 4)],
    # Letters that are a neighbour's.
    [(own_row, 0, 1), (relettered, 0, 1)],
    [(relettered, 1, 1), (split, 1, 9)],
    # Rows, marks and texts that belong to nobody, or were struck through.
    [(own_row, 1, 4), (comment, 1, 1), (struck, 0, 0)],
    [(struck, 1, 1), (copied, 1, 0)],
    *[[(styled, n, 0), (nudged, 0, 0)] for n in range(len(STYLES))],
    [(styled, 12, 0), (with_column, 0, 4), (reworded, 0, 2)],
]


def all_examples(test):
    for steps in HARD:
        test = example(steps)(test)
    return test


@settings(max_examples=40, deadline=None)
@given(STEPS)
@all_examples
def test_any_edits_are_read_right_or_asked_about(steps):
    truth = {
        code: {
            "ratings": [4 - n % 4] if n != 2 else [],
            "evidence": f"evidence-{code} stands" if n != 4 else "",
            "ideas": f"idea-{code}" * (n % 2),
        }
        for n, code in enumerate(CODES)
    }
    sheet = Sheet(SMALL, truth)
    for edit, a, b in steps:
        edit(sheet, a, b)
    found = read_form(sheet.data(), [SMALL])
    assert list(wrong(sheet, found)) == []
