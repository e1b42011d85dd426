"""Lines from one scale at the left to another at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...analysis.authority_names import own_name
from ...analysis.figures import rounded
from .common import REACH, SIZE, WIDTH, shortened, width_of

STEP = 15  # between two labels
HEAD = 24
RIGHT = 119  # where the labels at the right begin


@dataclass(frozen=True)
class Slope:
    """A line from the left to the right, with its value at each end and then its name."""

    y1: float
    y2: float
    left: str
    right: str
    left_y: float
    right_y: float
    left_line: float
    right_line: float
    is_heavy: bool


@dataclass(frozen=True)
class Slopes:
    """Lines between two scales, one at the left and one at the right."""

    title: str
    height: int
    heads: tuple[str, str]
    rows: list[Slope]
    x1 = 44
    x2 = 112
    left_x = 34  # where the line to a label ends
    right_x = 117
    left_text_x = 32
    right_text_x = RIGHT
    y = 0
    template = "analysis/_slopes.html"
    width = WIDTH
    size = SIZE


@dataclass(frozen=True)
class SlopeInput:
    """The values of one line, named for an authority; a heavy one stands out."""

    label: str
    left: float
    right: float
    is_heavy: bool = False


def slopes(
    title: str,
    heads: tuple[str, str],
    rows: Sequence[SlopeInput],
    *,
    is_rank: bool = False,
    decimals: int = 0,
) -> Slopes:
    """Return lines between two scales, the highest value at the top; ranks from 1 down."""
    values = [value for row in rows for value in (row.left, row.right)]
    low, high = min(values, default=0), max(values, default=1)
    room = max(len(rows) * STEP, 120)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEAD + room * (share if is_rank else 1 - share), 1)

    left = _spread([y(row.left) for row in rows], room)
    right = _spread([y(row.right) for row in rows], room)
    return Slopes(
        title=title,
        height=HEAD + room + STEP,
        heads=heads,
        rows=[
            Slope(
                y1=y(row.left),
                y2=y(row.right),
                left=rounded(row.left, decimals),
                right=_right(rounded(row.right, decimals), row.label),
                left_y=left[index],
                right_y=right[index],
                left_line=left[index] - 4,
                right_line=right[index] - 4,
                is_heavy=row.is_heavy,
            )
            for index, row in enumerate(rows)
        ],
    )


def _right(value: str, name: str) -> str:
    """Return a value and a name, in its own words alone if there is no room for it."""
    label, room = f"{value} {name}", REACH - RIGHT
    if width_of(label) > room:
        label = f"{value} {own_name(name)}"
    return shortened(label, room)


def _spread(wanted: Sequence[float], room: int) -> list[float]:
    """Return the places of labels, each near where it is wanted and none on another."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    last = HEAD - float(STEP)
    for index in order:
        last = placed[index] = max(wanted[index], last + STEP)
    limit = HEAD + room + 0.0
    for index in reversed(order):
        limit = placed[index] = min(placed[index], limit)
        limit -= STEP
    return [round(each + 4, 1) for each in placed]
