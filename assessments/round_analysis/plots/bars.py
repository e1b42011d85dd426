"""Bars in parts, from the left or centred on the line between two sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...analysis.shades import INK, WHITE, Shade, shades_of
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

MARK = 14  # how high a bar is
BAR = 15  # from the top of a row to its bar
NUMBER = 9  # the width from which a part can hold one digit
GAP = 12  # before what is apart
EDGE = 1  # at each side, so that the line around a bar is whole
ACROSS = WIDTH - 2 * EDGE


@dataclass(frozen=True)
class KeyBox:
    """A box of the key and what its shade means, `y` from the top."""

    y: int
    text_y: int
    fill: str
    label: str


@dataclass(frozen=True)
class Piece:
    """A part of a bar."""

    x: float
    width: float
    middle: float
    number: str  # "" where there is no room for it
    fill: str
    ink: str


@dataclass(frozen=True)
class BarRow:
    """A bar with its label above it."""

    label: list[LabelLine]
    end: str  # at the right, above the bar
    text_y: int
    bar_y: int
    line_top: int
    number_y: int
    pieces: list[Piece]


@dataclass(frozen=True)
class Bars:
    """Bars in parts; with a line through all of them if they are centred on it."""

    title: str
    height: int
    key: list[KeyBox]
    rows: list[BarRow]
    line: float | None
    top: int  # of the first row
    row: int = ROW  # how high a row is
    y: int = 0  # where it begins; see `common.split`
    template = "analysis/_bars.html"
    width = WIDTH
    size = SIZE
    mark = MARK


@dataclass(frozen=True)
class BarInput:
    """The values of one bar: its label, its parts in order, and what is apart."""

    label: str
    parts: Sequence[int]
    apart: int = 0
    end: str = ""


def diverging(
    title: str, scale: Mapping[int, str], rows: Sequence[BarInput], apart: str
) -> Bars:
    """Return bars centred on the line between the agree and the disagree side.

    `parts` of each row are in the order of the scale from the lowest, and `apart` names
    what is drawn at the right, away from both sides. The middle of an odd scale lies on
    the line.
    """
    values = sorted(scale)
    shades = shades_of(values[::-1])
    below = [_before(values, row.parts) for row in rows]
    above = [sum(row.parts) - b for row, b in zip(rows, below, strict=True)]
    reach = max([*below, *above, 0.5])
    away = max((row.apart for row in rows), default=0)
    gap = GAP if away else 0
    unit = (ACROSS - gap) / (2 * reach + away)
    centre = EDGE + reach * unit
    found = []
    top = KEY * (len(values) + bool(away)) + 6
    for index, (row, before) in enumerate(zip(rows, below, strict=True)):
        x = centre - before * unit
        pieces = _pieces(x, unit, row.parts, [shades[value] for value in values])
        if row.apart:
            start = EDGE + 2 * reach * unit + gap
            pieces += _pieces(start, unit, [row.apart], [Shade(WHITE, INK)])
        label = wrapped(row.label, row.end, 1)
        found.append(_row(row, label, top + index * ROW, pieces))
    key = [(shades[value].fill, scale[value]) for value in reversed(values)]
    if away:
        key.append((WHITE, apart))
    return Bars(title, top + len(rows) * ROW, _key(key), found, round(centre, 1), top)


def _before(values: Sequence[int], parts: Sequence[int]) -> float:
    """Return how much of a bar lies before the line; half of what is in the middle."""
    middle = values[0] + values[-1]
    return sum(
        part if 2 * value < middle else part / 2 if 2 * value == middle else 0
        for value, part in zip(values, parts, strict=True)
    )


def stacked(
    title: str, names: Sequence[str], rows: Sequence[BarInput], *, lines: int = 1
) -> Bars:
    """Return bars from the left, each with its parts in the order of `names`.

    A label has so many `lines` at most.
    """
    labels = [wrapped(row.label, row.end, lines) for row in rows]
    height = ROW + LINE * (max(map(len, labels), default=1) - 1)
    shades = list(shades_of(range(len(names))).values())
    most = max((sum(row.parts) for row in rows), default=0) or 1
    top = KEY * len(names) + 6 if len(names) > 1 else 0
    found = [
        _row(
            row,
            label,
            top + (index + 1) * height - ROW,
            _pieces(EDGE, ACROSS / most, row.parts, shades),
        )
        for index, (row, label) in enumerate(zip(rows, labels, strict=True))
    ]
    key = _key([(s.fill, name) for s, name in zip(shades, names, strict=True)])
    shown = key if len(names) > 1 else []
    return Bars(title, top + len(rows) * height, shown, found, None, top, height)


def _key(boxes: Sequence[tuple[str, str]]) -> list[KeyBox]:
    return [
        KeyBox(index * KEY + 1, index * KEY + 12, fill, label)
        for index, (fill, label) in enumerate(boxes)
    ]


def _row(row: BarInput, label: Sequence[str], top: int, pieces: list[Piece]) -> BarRow:
    """Return a row with the last line of its label at `top`."""
    return BarRow(
        label=label_lines(label, top + LABEL),
        end=row.end,
        text_y=top + LABEL,
        bar_y=top + BAR,
        line_top=top + BAR - 3,
        number_y=top + BAR + 11,
        pieces=pieces,
    )


def _pieces(
    x: float, unit: float, parts: Sequence[int], shades: Sequence[Shade]
) -> list[Piece]:
    found = []
    for part, shade in zip(parts, shades, strict=True):
        width = part * unit
        if part:
            number = str(part) if width >= NUMBER * len(str(part)) else ""
            found.append(
                Piece(
                    round(x, 1),
                    round(width, 1),
                    round(x + width / 2, 1),
                    number,
                    shade.fill,
                    shade.ink,
                )
            )
        x += width
    return found
