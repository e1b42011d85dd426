"""The direction in which a text is written."""

import unicodedata

LEFT_TO_RIGHT, RIGHT_TO_LEFT = {"L"}, {"R", "AL"}


def is_right_to_left(text: str) -> bool:
    """Return whether its first letter that has a direction runs from right to left.

    HTML's dir="auto" decides in the same way.
    """
    return not text.isascii() and direction_of(text) == "rtl"


def direction_of(text: str) -> str:
    """Return "ltr" or "rtl" by its first letter that has a direction, "" without one."""
    directions = map(unicodedata.bidirectional, text)
    first = next((each for each in directions if is_strong(each)), "")
    return first and ("rtl" if first in RIGHT_TO_LEFT else "ltr")


def is_strong(direction: str) -> bool:
    return direction in LEFT_TO_RIGHT or direction in RIGHT_TO_LEFT
