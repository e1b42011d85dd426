"""The direction in which a text is written."""

import unicodedata

LEFT_TO_RIGHT, RIGHT_TO_LEFT = {"L"}, {"R", "AL"}


def is_right_to_left(text: str) -> bool:
    """Return whether its first letter that has a direction runs from right to left.

    HTML's dir="auto" decides in the same way.
    """
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    first = next((each for each in directions if is_strong(each)), "L")
    return first in RIGHT_TO_LEFT


def is_strong(direction: str) -> bool:
    return direction in LEFT_TO_RIGHT or direction in RIGHT_TO_LEFT
