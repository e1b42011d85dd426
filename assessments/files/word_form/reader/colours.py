"""Colours of cells: which of them have a meaning, and their names."""

import colorsys
import re
from collections.abc import Iterable

from .docx_blocks import Row

PALE = 0.12  # saturation below which a colour is grey
# The name of a colour by the end of its part of the wheel, in degrees.
HUES = [(20, "red"), (50, "amber"), (70, "yellow"), (170, "green"), (260, "blue")]
HUES += [(300, "purple"), (345, "pink"), (361, "red")]

Colours = frozenset[tuple[float, str]]


def standing_out(rows: Iterable[Row]) -> Colours:
    """Return (left edge, colour) of the cells that somebody coloured for a reason.

    A colour of a whole column, or of a whole row, is the table's design.
    """
    columns: dict[float, set[str]] = {}
    count = 0
    for row in rows:
        count += 1
        if {cell.shade for cell in row} == {""} or len({c.shade for c in row}) > 1:
            for cell in row:
                columns.setdefault(cell.left, set()).add(cell.shade)
    return frozenset(
        (left, shade)
        for left, shades in columns.items()
        if len(shades) > 1 or count == 1
        for shade in shades
        if shade
    )


def name_of(shade: str) -> str:
    """Return the name of a colour in hexadecimal: "green" for "92d050"."""
    if not re.fullmatch("[0-9a-f]{6}", shade):
        return shade
    red, green, blue = (int(shade[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < PALE:
        return "grey"
    return next(name for end, name in HUES if hue * 360 < end)
