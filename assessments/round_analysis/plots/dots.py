"""Marks on one axis: a dot, perhaps a square, and a thick part of the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from .common import (
    KEY,
    LABEL,
    LINE,
    ROW,
    SIZE,
    WIDTH,
    LabelLine,
    label_lines,
    wrapped,
)

LINES = 2  # of a label
EDGE = 8  # of the axis, so that marks at its ends are whole


@dataclass(frozen=True)
class KeyMark:
    """A mark of the key, "dot", "square" or "part", and what it is."""

    kind: str
    words: str
    top: int
    middle: int
    text_y: int


@dataclass(frozen=True)
class Tick:
    """A number of the axis."""

    x: float
    text: str


@dataclass(frozen=True)
class DotRow:
    """A line with its marks: a dot, perhaps a square, and a thick part."""

    label: list[LabelLine]
    end: str
    text_y: int
    y: int  # of the line
    tick_y: int
    square_y: int
    dot: float | None
    square: float | None
    part_x: float | None
    part_y: int
    part_width: float


@dataclass(frozen=True)
class Dots:
    """Rows of marks on one axis; `key` says what the marks are."""

    title: str
    height: int
    key: list[KeyMark]
    ticks: list[Tick]
    rows: list[DotRow]
    axis_y: int
    top: int  # of the first row
    row: int  # how high a row is
    y: int = 0  # where it begins; see `common.split`
    template = "analysis/_dots.html"
    width = WIDTH
    size = SIZE


@dataclass(frozen=True)
class DotInput:
    """The values of one row of marks."""

    label: str
    dot: float | None
    part: tuple[float, float] | None = None
    square: float | None = None
    end: str = ""


def dots(
    title: str,
    rows: Sequence[DotInput],
    axis: Sequence[float],
    *,
    dot: str,
    part: str = "",
    square: str = "",
) -> Dots:
    """Return marks on an axis whose numbers are `axis`, from the lowest to the highest.

    `dot`, `part` and `square` say what the marks are; "" if there are none.
    """
    names = [("dot", dot), ("square", square), ("part", part)]
    key = [
        KeyMark(mark, words, index * KEY + 3, index * KEY + 8, index * KEY + 12)
        for index, (mark, words) in enumerate(each for each in names if each[1])
    ]
    axis_y = KEY * len(key) + 14
    top = axis_y + 6
    labels = [wrapped(row.label, row.end, LINES) for row in rows]
    height = ROW + LINE * (max(map(len, labels), default=1) - 1)
    return Dots(
        title=title,
        height=top + len(rows) * height,
        key=key,
        ticks=[Tick(_x(value, axis), f"{value:g}".replace("-", "−")) for value in axis],
        rows=[
            _row(row, label, axis, top + (index + 1) * height - ROW)
            for index, (row, label) in enumerate(zip(rows, labels, strict=True))
        ],
        axis_y=axis_y,
        top=top,
        row=height,
    )


def _x(value: float, axis: Sequence[float]) -> float:
    """Return where a value lies; one off the axis lies at its end."""
    low, high = axis[0], axis[-1]
    share = (min(max(value, low), high) - low) / (high - low)
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _row(
    row: DotInput, label: Sequence[str], axis: Sequence[float], top: int
) -> DotRow:
    """Return a row with the last line of its label at `top`."""
    ends = [_x(value, axis) for value in row.part] if row.part else None
    return DotRow(
        label=label_lines(label, top + LABEL),
        end=row.end,
        text_y=top + LABEL,
        y=top + 23,
        tick_y=top + 20,
        square_y=top + 18,
        dot=None if row.dot is None else _x(row.dot, axis),
        square=None if row.square is None else round(_x(row.square, axis) - 5, 1),
        part_x=ends[0] if ends else None,
        part_y=top + 19,
        part_width=max(round(ends[1] - ends[0], 1), 2) if ends else 0,
    )
