"""Which column of an area's table is what, and what counts as a mark.

Columns are told by what their heading says, never by the order or the number of a
scale point, since editions and people differ in both.
"""

import re
from dataclasses import dataclass

from .. import printed_text
from .docx_blocks import EMPTY_BOX
from .wording import key

LEAST_HEADINGS = 2
BLANKS = re.compile(rf"[\s\u200b\ufeff{EMPTY_BOX}□◻⬜]|\[\s*\]|\(\s*\)")
DASHES = re.compile(r"[-–—_.·]+")
NO_RATING = key(printed_text.NO_RATING)
NOT_A_MARK = {"n a", "na", "not applicable", "none", "not rated", "no rating"}
PLAIN_MARK = re.compile(r"\W*(?:x+|yes|tick|ticked|ok|[^\W\d_])\W*|\W+", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Where a table keeps what; places are columns of its grid.

    ratings   [(first column, column after the last, value on the scale)]
    ideas     None if the edition does not ask for ideas
    """

    ratings: list
    evidence: int
    ideas: int | None

    @property
    def first_rating(self):
        return self.ratings[0][0]

    @property
    def after_ratings(self):
        return self.ratings[-1][1]

    def values_of(self, cell):
        """The scale values of the columns a cell lies in."""
        return [
            value
            for start, end, value in self.ratings
            if cell.column < end and start < cell.end
        ]

    def is_statement(self, cell):
        return cell.end <= self.first_rating

    def is_rating(self, cell):
        return cell.column >= self.first_rating and cell.end <= self.after_ratings

    def is_evidence(self, cell):
        return cell.column <= self.evidence < cell.end and not self.values_of(cell)

    def is_ideas(self, cell):
        return self.ideas is not None and cell.column <= self.ideas < cell.end


def headings_of(edition):
    """What a rating column may be headed by: {words: value}."""
    headings = {}
    for point in edition["scale"]:
        printed = point["column_heading"]
        bare = re.sub(r"\s*\d+\s*$", "", printed)
        for text in (point["label"], bare, printed):
            headings[key(text)] = point["value"]
            headings[key(f"{text} {point['value']}")] = point["value"]
    return headings


def read_headings(row, headings, has_ideas):
    """The columns a heading row announces, or None if it is no heading row.

    `headings` are those of `headings_of`; `has_ideas` whether ideas are asked for.
    """
    ratings = sorted(
        (cell.column, cell.end, headings[key(cell.text)])
        for cell in row
        if key(cell.text) in headings
    )
    if len({value for _, _, value in ratings}) < LEAST_HEADINGS:
        return None
    after = sorted(cell.column for cell in row if cell.column >= ratings[-1][1])
    evidence = after[0] if after else ratings[-1][1]
    ideas = after[1] if len(after) > 1 else evidence + 1
    return Columns(ratings, evidence, ideas if has_ideas else None)


def usual_columns(table, edition):
    """The columns of a table without headings, told from the right, or None."""
    width = max((cell.end for row in table.rows for cell in row), default=0)
    ideas = bool(edition.get("ideas_prompt"))
    values = sorted((point["value"] for point in edition["scale"]), reverse=True)
    first = width - len(values) - 1 - ideas
    if first < 1:
        return None
    ratings = [(first + n, first + n + 1, value) for n, value in enumerate(values)]
    evidence = first + len(values)
    return Columns(ratings, evidence, evidence + 1 if ideas else None)


def read_marks(row, columns):
    """The scale values marked in a row, highest first, and words put for a mark.

    Any mark counts. A dash counts only where nothing else in the row is marked: it
    is more often put in the boxes that were not chosen.
    """
    marks, dashes, remarks = set(), set(), []
    for cell in row:
        mark = BLANKS.sub("", cell.text)
        if not mark or not columns.is_rating(cell):
            continue
        values = columns.values_of(cell)
        if key(cell.text) == NO_RATING:
            continue
        if key(cell.text) in NOT_A_MARK:
            remarks.append(cell.text)
        elif DASHES.fullmatch(mark):
            dashes.update(values)
        else:
            marks.update(values)
            if not PLAIN_MARK.fullmatch(mark) and mark not in map(str, values):
                remarks.append(cell.text)
    return sorted(marks or dashes, reverse=True), remarks
