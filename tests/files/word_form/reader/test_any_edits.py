"""Whatever people do to a form, it is read right or asked about: never wrong, never silent."""

from hypothesis import given, settings
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
# None of these says by itself that another column is meant.
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
    without_column,
    moved,
    headings,
    split,
    untitled,
]
EDITS += [nested, turned, own_row, relettered, comment, struck, nudged, copied]
STEPS = st.lists(st.tuples(st.sampled_from(EDITS), PLACE, PLACE), max_size=4)


@settings(max_examples=60, deadline=None)
@given(STEPS)
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
