"""The measures that all plots share: their size, their key and their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WIDTH = 340
REACH = WIDTH + 17  # with the page's margin on a screen of 320 pixels
SIZE = 12  # of text
ROW = 36  # a label of one line, a mark and the space below
LINE = 14  # a further line of a label
LABEL = 11  # from the top of a row to the base of its label
KEY = 18  # a line of the key
BEFORE_END = 8  # between a label and what is at the end of its line
# In thousandths of the size of a text, as its letters' widths below: readers may set
# them as far apart (WCAG 1.4.12).
LETTER_SPACING, WORD_SPACING = 120, 160
WIDEST = 1016  # of a letter
LETTERS = {  # the widths of others, as in Arial
    222: "'‘’ijl",
    278: " !,./:;ftI",
    333: "“”()-r",
    500: "cksvxyzJ",
    556: "0123456789–?abdeghnopquL",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "wCDHNRU",
    778: "GOQ",
    833: "mM",
}
WIDTHS = {letter: width for width, letters in LETTERS.items() for letter in letters}


@dataclass(frozen=True)
class LabelLine:
    """A line of a label, with its base at `y`."""

    text: str
    y: int


def width_of(text: str) -> float:
    """Return how wide a text is at most, also if its reader has set it wider."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    spacing = LETTER_SPACING + WORD_SPACING * (letter == " ")
    return (WIDTHS.get(letter, WIDEST) + spacing) * SIZE / 1000


def shortened(label: str, room: float) -> str:
    """Return a label that is no wider than its room."""
    if width_of(label) <= room:
        return label
    left = room - width_of("…")
    fits = sum(end <= left for end in accumulate(map(_width, label)))
    return f"{label[:fits].rstrip()}…"


def wrapped(label: str, end: str, most: int) -> list[str]:
    """Return a label in lines, `most` at most; the last has `end` at its right."""
    room = REACH - (width_of(end) + BEFORE_END if end else 0)
    lines, left = list[str](), label
    while len(lines) < most - 1 and width_of(left) > room:
        words = left.split(" ")
        ends = accumulate(width_of(f"{word} ") for word in words[:-1])
        fits = max(sum(each <= REACH for each in ends), 1)
        lines.append(shortened(" ".join(words[:fits]), REACH))
        left = " ".join(words[fits:])
    return [*lines, shortened(left, room)] if left else lines


def label_lines(lines: Sequence[str], base: int) -> list[LabelLine]:
    """Return lines of which the last has its base at `base`."""
    last = len(lines) - 1
    return [
        LabelLine(line, base - LINE * (last - place))
        for place, line in enumerate(lines)
    ]
