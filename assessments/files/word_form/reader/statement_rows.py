"""A row of a statement and its columns: the role of each cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from .colours import Colours
from .docx_blocks import Cell, Row
from .heading_words import Role
from .layout import Column, Layout
from .marks import Box, Scale
from .matching import Match, Said

TEXTS = {Role.EVIDENCE, Role.IDEAS}


@dataclass(frozen=True)
class StatementRow:
    """A row to read: its statement, the words in it, and its columns.

    `colours` are those that mean something in its table.
    """

    match: Match
    said: Said
    row: Row
    layout: Layout
    colours: Colours = frozenset()


def place_in_words(code: str, columns: Iterable[Column]) -> str:
    """Return the place of a cell that is not an answer: "1a, RAG"."""
    columns = list(columns)
    if len(columns) == 1 and columns[0].role is Role.OTHER and columns[0].heading:
        return f"{code}, {' '.join(columns[0].heading.split())}"
    if len(columns) == 1 and columns[0].role in TEXTS:
        return f"{code}, {columns[0].role.value}"
    if len(columns) == 1 and columns[0].role is Role.STATEMENT:
        return f"{code}, beside the statement"
    return f"{code}, across the columns"


def cells_of(place: StatementRow, role: Role) -> list[tuple[Column, Cell]]:
    """Return the cells of a row in columns of a role, with their column."""
    found = []
    for cell in place.row:
        columns = place.layout.under(cell)
        roles = {column.role for column in columns}
        mine = [column for column in columns if column.role is role]
        beyond = roles & {Role.STATEMENT, Role.RATING, Role.ONE_RATING}
        # A cell across both texts is taken once, as evidence.
        is_second = role is Role.IDEAS and Role.EVIDENCE in roles
        if mine and not is_second and (not beyond or role not in TEXTS):
            found.append((mine[0], cell))
    return found


def boxes_of(row: Row, layout: Layout) -> list[Box]:
    """Return a row's boxes for marks."""
    found = []
    for cell in row:
        columns = layout.under(cell)
        if columns and all(column.role is Role.RATING for column in columns):
            values = tuple(each.value for each in columns if each.value is not None)
            found.append(Box(values, cell.content, cell.shade))
    return found


def doubted_in(place: StatementRow) -> list[Column]:
    """Return the rating columns of a row that are in doubt."""
    return [column for column in place.layout.of(Role.RATING) if not column.is_certain]


def seen_in(place: StatementRow, scale: Scale) -> str:
    """Return the contents of a row's boxes, with the ratings: "Agree: X?"."""
    labels = {value: name for name, value in reversed(scale.names.items())}
    seen = []
    for column, cell in [
        *cells_of(place, Role.RATING),
        *cells_of(place, Role.ONE_RATING),
    ]:
        said = cell.text or ("shaded" if cell.shade else "")
        if said:
            label = labels.get(column.value or 0, column.heading)
            seen.append(f"{label.capitalize()}: {said}")
    return "; ".join(seen)


def is_across(cell: Cell, layout: Layout) -> bool:
    """Return whether a cell covers the statement's column and others."""
    roles = layout.roles(cell)
    return Role.STATEMENT in roles and len(roles) > 1
