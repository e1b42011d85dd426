"""Identifies columns by their contents, where the headings alone do not.

Taking an unknown column for the missing one is only a guess, so it is in doubt.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from .docx_blocks import Row
from .docx_values import Text
from .heading_words import HeadingWords, Role
from .layout import NO_HEADINGS, Column, Layout
from .marks import is_mark

KNOWN = {Role.RATING, Role.ONE_RATING, Role.EVIDENCE, Role.IDEAS}


def settle(
    layout: Layout,
    rows: Iterable[Row],
    words: HeadingWords,
    is_of_statement: Callable[[Text], bool],
) -> Layout:
    """Return the layout with its unknown columns identified by the cells below."""
    contents: dict[Column, list[Text]] = {column: [] for column in layout.columns}
    for row in rows:
        for cell in row:
            under = layout.under(cell)
            has_said = (cell.text or cell.shade) and not cell.is_continued
            if len(under) == 1 and has_said:
                contents[under[0]].append(cell.content)
    columns = list(layout.columns)
    headed = {each.value for each in columns if each.role is Role.RATING}
    unknown = [place for place, column in enumerate(columns) if column.role is None]
    first = min(
        (n for n, column in enumerate(columns) if column.role in KNOWN), default=0
    )
    for place in unknown:
        texts = contents[columns[place]]
        is_before = place < first
        is_said = 2 * sum(map(is_of_statement, texts)) >= max(1, len(texts))
        if is_said or (is_before and are_letters(texts)):
            columns[place] = replace(columns[place], role=Role.STATEMENT)
    last = max(
        (n for n, column in enumerate(columns) if column.role is Role.STATEMENT),
        default=-1,
    )
    for place in unknown:
        column, texts = columns[place], contents[layout.columns[place]]
        if column.role is not None:
            continue
        is_label = place < max(last, 1) and not column.heading
        if is_label or (last < 0 and place == 0):
            columns[place] = replace(column, role=Role.STATEMENT)
        else:
            columns[place] = guessed(column, texts, columns, words, headed)
    return Layout(tuple(columns), layout.why)


def are_letters(texts: list[Text]) -> bool:
    """Return whether texts are the letters of statements: one each, in order."""
    said = [each.text.strip("().: ").casefold() for each in texts]
    return (
        len(said) > 1
        and all(len(each) == 1 and each.isalpha() for each in said)
        and said == sorted(set(said))
    )


def guessed(
    column: Column,
    texts: list[Text],
    columns: list[Column],
    words: HeadingWords,
    headed: set[int | None],
) -> Column:
    """Return an unknown column as the missing one, in doubt, or as something else.

    `headed` are the ratings whose headings are known. If more columns of marks are
    unknown than ratings are missing, each of the others may be the last missing one.
    """
    roles = {each.role for each in columns}
    values = {each.value for each in columns if each.role is Role.RATING}
    unheaded = [value for value in words.values if value not in headed]
    missing = [value for value in unheaded if value not in values] or unheaded[-1:]
    wanted = [Role.EVIDENCE, *([Role.IDEAS] if words.has_ideas else [])]
    wanted = [role for role in wanted if role not in roles]
    if not texts:
        return replace(column, role=Role.OTHER)
    if all(is_mark(each.text) for each in texts):
        has_ratings = bool(values) or Role.ONE_RATING not in roles
        if missing and values and has_ratings:
            return replace(column, role=Role.RATING, value=missing[0], is_certain=False)
        return replace(column, role=Role.OTHER)
    if wanted:
        both = len(wanted) > 1
        return replace(column, role=wanted[0], is_certain=False, may_be_ideas=both)
    return replace(column, role=Role.OTHER)


def usual(row: Row, words: HeadingWords) -> Layout | None:
    """Return the printed form's columns for a row without headings, or None.

    They are counted from the right, and none of them is certain.
    """
    after = [Role.EVIDENCE, *([Role.IDEAS] if words.has_ideas else [])]
    before = len(row) - len(words.values) - len(after)
    if before < 1:
        return None
    meanings: list[tuple[Role, int | None]] = [(Role.STATEMENT, None)] * before
    meanings += [(Role.RATING, each) for each in sorted(words.values, reverse=True)]
    meanings += [(role, None) for role in after]
    columns = [
        Column(cell.left, cell.right, "", role, value)
        for cell, (role, value) in zip(row, meanings, strict=True)
    ]
    return Layout(tuple(columns)).doubted(NO_HEADINGS)


def agrees(layout: Layout, rows: Iterable[Row]) -> bool:
    """Return whether contents fit a layout: marks in boxes, and nowhere else."""
    for row in rows:
        for cell in row:
            roles = layout.roles(cell)
            if not cell.text or cell.is_continued or len(roles) != 1:
                continue
            is_box = roles <= {Role.RATING, Role.CANNOT_RATE}
            if is_box and not is_mark(cell.text):
                return False
            if roles <= {Role.EVIDENCE, Role.IDEAS} and is_mark(cell.text):
                return False
    return True
