"""The columns of an area's table, from its headings and its contents.

An uncertain column keeps its likeliest meaning and is marked as uncertain.
"""

from dataclasses import dataclass, replace

from .docx_blocks import Cell, Row
from .docx_values import Text
from .heading_words import HeadingWords, Meaning, Role
from .wording import key

MOSTLY = 0.6  # of a column's width, to belong to it
MOST_HEADING_ROWS = 2
ENOUGH_EXACT = 2
ALL = {Role.RATING, Role.EVIDENCE, Role.IDEAS}
NO_HEADINGS = "This table has no headings that identify its columns."


@dataclass(frozen=True)
class Column:
    """A column: its place, its heading, what it holds, and whether that is certain.

    `may_be_ideas` if it seems to hold evidence, but may as well hold ideas.
    """

    left: float
    right: float
    heading: str = ""
    role: Role | None = None
    value: int | None = None
    is_certain: bool = True
    may_be_ideas: bool = False

    def overlap(self, cell: Cell) -> float:
        return max(0.0, min(self.right, cell.right) - max(self.left, cell.left))


@dataclass(frozen=True)
class Layout:
    """The columns of a table from left to right; `why` says why all are in doubt."""

    columns: tuple[Column, ...]
    why: str = ""

    def under(self, cell: Cell) -> list[Column]:
        """Return the columns a cell fills, else the one it is mostly in."""
        filled = [
            column
            for column in self.columns
            if column.overlap(cell) >= MOSTLY * (column.right - column.left)
        ]
        if filled:
            return filled
        best = max(self.columns, key=lambda column: column.overlap(cell), default=None)
        if best is None or best.overlap(cell) < cell.width / 2:
            return []
        return [best]

    def roles(self, cell: Cell) -> set[Role]:
        return {column.role for column in self.under(cell) if column.role}

    def of(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]

    def doubted(self, why: str) -> "Layout":
        return Layout(
            tuple(replace(column, is_certain=False) for column in self.columns), why
        )

    def moved_to(self, row: Row) -> "Layout | None":
        """Return these columns moved to another row, if it has as many cells."""
        if len(row) != len(self.columns):
            return None
        return Layout(
            tuple(
                replace(column, left=cell.left, right=cell.right)
                for column, cell in zip(self.columns, row, strict=True)
            ),
            self.why,
        )


@dataclass(frozen=True)
class Heading:
    """The heading rows of a table: the first, how many, and what they announce."""

    at: int
    count: int
    layout: Layout


def heading_at(rows: list[Row], at: int, words: HeadingWords) -> Heading | None:
    """Return the heading that begins at a row of a table, or None."""
    single = columns_of(rows[at], [], words)
    joined = None
    if at + 1 < len(rows) and len(rows[at]) > 1:
        joined = columns_of(rows[at], rows[at + 1], words)
    found = [
        (sum(is_known(column) for column in columns), -count, columns)
        for count, columns in ((1, single), (2, joined))
        if columns
    ]
    if not found:
        return None
    _, count, columns = max(found, key=lambda each: each[:2])
    return Heading(at, -count, Layout(tuple(columns)))


def is_known(column: Column) -> bool:
    return column.role is not None and column.is_certain


def columns_of(row: Row, below: Row, words: HeadingWords) -> list[Column] | None:
    """Return the columns that one or two heading rows announce, or None."""
    columns, meanings = [], []
    cells = below if len(below) > len(row) else row
    for cell in cells:
        texts = [other.content for other in (*over(cell, row), *over(cell, below))]
        heading = "\n".join(dict.fromkeys(each.bare for each in texts if each.bare))
        tags = tuple(tag for each in texts for tag in each.tags)
        meaning = words.meaning(Text(heading, heading, tags=tags))
        meanings.append(meaning)
        columns.append(headed(cell, heading, meaning))
    is_prompted = any(each and each.role is Role.STATEMENT for each in meanings)
    if not announces(meanings, is_prompted=is_prompted):
        return None
    return in_doubt_where_it_is(columns, meanings, words)


def over(cell: Cell, row: Row) -> list[Cell]:
    """Return the cells of a row that cover most of a cell's width."""
    return [
        other
        for other in row
        if min(other.right, cell.right) - max(other.left, cell.left) >= cell.width / 2
        and not other.is_continued
    ]


def headed(cell: Cell, heading: str, meaning: Meaning | None) -> Column:
    column = Column(cell.left, cell.right, heading)
    if meaning is None:
        return column
    return replace(
        column, role=meaning.role, value=meaning.value, is_certain=meaning.is_certain
    )


def announces(meanings: list[Meaning | None], *, is_prompted: bool) -> bool:
    """Return whether these are headings: evidence may contain "Agree" too."""
    known = [each for each in meanings if each and each.role is not Role.STATEMENT]
    ratings = [each for each in known if each.role is Role.RATING]
    exact = [each for each in known if each.is_exact]
    if is_prompted:
        return len(known) > 0
    return (
        len({each.value for each in exact if each.role is Role.RATING}) >= ENOUGH_EXACT
        or any(each.role in {Role.EVIDENCE, Role.IDEAS} for each in exact)
        or (len(ratings) > ENOUGH_EXACT and len(known) > len(ratings))
    )


def in_doubt_where_it_is(
    columns: list[Column], meanings: list[Meaning | None], words: HeadingWords
) -> list[Column]:
    """Return the columns, doubted where two mean one thing or their order is odd."""
    exact = {
        (each.role, each.value)
        for each in meanings
        if each is not None and each.is_exact
    }
    found = [
        column
        if meaning is None or meaning.is_exact
        else settled(column, meaning, exact, words)
        for column, meaning in zip(columns, meanings, strict=True)
    ]
    said = [(column.role, column.value) for column in found if column.role in ALL]
    doubled = {each for each in said if said.count(each) > 1}
    values = [column.value for column in found if column.role is Role.RATING]
    is_ordered = values in (
        sorted(values, key=rank, reverse=True),
        sorted(values, key=rank),
    )
    return [
        replace(column, is_certain=False)
        if (column.role, column.value) in doubled
        or (
            column.role is Role.RATING
            and not is_ordered
            and not (meaning and meaning.is_exact)
        )
        else column
        for column, meaning in zip(found, meanings, strict=True)
    ]


def rank(value: int | None) -> int:
    return value or 0


def settled(
    column: Column,
    meaning: Meaning,
    exact: set[tuple[Role, int | None]],
    words: HeadingWords,
) -> Column:
    """Return a reworded column, without a meaning if another has it in exact words."""
    has_ratings = any(role is Role.RATING for role, _ in exact)
    if meaning.role is Role.ONE_RATING and has_ratings:
        return replace(column, role=None, is_certain=True)
    if (meaning.role, meaning.value) in exact and meaning.role is not Role.RATING:
        return replace(column, role=None, value=None, is_certain=True)
    if meaning.role is Role.RATING and meaning.value is None:
        side = "disagree" if "disagree" in key(column.heading).split() else "agree"
        left = [
            value
            for value in words.values
            if words.sides[value] == side and (Role.RATING, value) not in exact
        ]
        value = left[0] if left else None
        return replace(column, value=value, is_certain=len(left) == 1)
    return column
