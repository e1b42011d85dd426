"""Shades for the values of a scale, told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

DARK, LIGHT = 0x1D, 0xD8
WHITE, INK = "#ffffff", "#0b0c0c"


@dataclass(frozen=True)
class Shade:
    """The colour of a part, and that of the number in it."""

    fill: str
    ink: str


def shades_of(values: Sequence[int]) -> dict[int, Shade]:
    """Return {scale value: shade}, darkest for the first."""
    steps = max(len(values) - 1, 1)
    found = {}
    for index, value in enumerate(values):
        grey = DARK + (LIGHT - DARK) * index // steps
        blue = min(grey + 0x28, 0xFF)
        ink = WHITE if grey < (DARK + LIGHT) // 2 else INK
        found[value] = Shade(f"#{grey:02x}{grey:02x}{blue:02x}", ink)
    return found
