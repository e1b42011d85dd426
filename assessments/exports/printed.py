"""Text somebody wrote, in a form that prints in bounded time."""

import re
import unicodedata

BREAK_AFTER = 40  # characters without a space
BREAK = "\u200b"  # zero-width space
JOINER = "\u200d"
LONG_WORD = re.compile(rf"[^ \t\n]{{{BREAK_AFTER + 1},}}")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
RIGHT_TO_LEFT = {"R", "AL"}


class Typed(str):
    """A text with its blank lines cut to one at a time."""

    __slots__ = ()

    def __new__(cls, text):
        return super().__new__(cls, BLANK_LINES.sub("\n\n", text))

    @property
    def dir(self):
        """The direction of its first letter that has one, as dir=auto has it."""
        for char in self:
            kind = unicodedata.bidirectional(char)
            if kind in RIGHT_TO_LEFT:
                return "rtl"
            if kind == "L":
                break
        return "ltr"


class Printed(Typed):
    """A Typed text whose long words are divisible."""

    __slots__ = ()

    def __new__(cls, text):
        return super().__new__(cls, LONG_WORD.sub(divisible, text))


def divisible(match):
    """Return a long word with places where a line may end, none within a letter."""
    word, pieces, since = match[0], [], 0
    for place, char in enumerate(word):
        joined = JOINER in word[max(place - 1, 0) : place + 1]
        if since >= BREAK_AFTER and not joined and not is_mark(char):
            pieces.append(BREAK)
            since = 0
        pieces.append(char)
        since += 1
    return "".join(pieces)


def is_mark(char):
    return unicodedata.category(char).startswith("M")
