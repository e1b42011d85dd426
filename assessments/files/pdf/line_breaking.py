"""Text that people wrote, made breakable so that it prints in bounded time."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, Self

from ..text_direction import direction_of, is_right_to_left

BREAK_AFTER = 36  # characters without a space: as many as fit, even of the widest
BREAK = "\u200b"  # zero-width space
JOINER = "\u200d"
MOST_MARKS = 30  # on one letter: each is placed by looking at all before it
CARRIER = "\u00a0"  # of marks that have no letter, as Unicode has it
LONG_WORD = re.compile(rf"[^ \t\n]{{{BREAK_AFTER + 1},}}")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BREAKS = re.compile(f"{BREAK}+")
SPACE_BEFORE = re.compile(
    r"(?<!\s)\s+(<(?:em|span|strong)\b(?![^<>]*\sdir=)[^<>]*>)(?=[^\s<])"
)
MOST_LINES = 8_000  # ended by their author, in one document: some 160 pages
LINE_END = "¶"
LINE = 40  # characters of a line
TOGETHER = 1200  # characters that stay on one page


def spaces_held(page: str) -> str:
    """Return a page of HTML with the space before emphasis or a span within it.

    If what follows a space does not fit on the line, WeasyPrint may end the line after
    its first word, however much room there is.
    """
    return SPACE_BEFORE.sub(r"\1 ", page)


def breaker(
    content: object, piece: int = BREAK_AFTER
) -> "Callable[[str], BreakableText]":
    """Return a function that makes the texts of a document breakable.

    `piece` is the most characters of a long word that stay together: a word that is
    wider than its column takes longest to print.
    """
    return partial(BreakableText, lines=lines_of(content), piece=piece)


def lines_of(content: object) -> int | None:
    """Return how many lines each text of a document may have; None for no limit.

    Printing time grows with the number of lines, however short they are. A document
    with more than MOST_LINES shares that number out: each text keeps its first lines,
    and after them the end of a line is printed as LINE_END. No word is lost.
    """
    ends = sorted(TypedText(text).count("\n") for text in texts_in(content))
    left = MOST_LINES
    for index, count in enumerate(ends):
        share = left // (len(ends) - index)
        if count > share:
            return max(share, 1)
        left -= count
    return None


def texts_in(content: object) -> Iterator[str]:
    """Yield every text in a document, at any depth."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        within = content.values() if isinstance(content, dict) else content
        for each in within:
            yield from texts_in(each)


class DirectedLine(NamedTuple):
    """A line that its author ended, and its direction if it differs from the text's.

    dir       "" if the line runs as the whole text does
    is_apart  a blank line is before it
    is_alone  no line is next to it, so it is a paragraph
    """

    text: str
    dir: str
    is_apart: bool
    is_alone: bool


class Directed(NamedTuple):
    """A text's direction, and its lines."""

    dir: str
    lines: list[DirectedLine]


class TypedText(str):
    """A text as it was typed, but with no more than one blank line at a time."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, BLANK_LINES.sub("\n\n", text))

    @property
    def dir(self) -> str:
        """The value of the dir attribute of the HTML element that holds it."""
        return "rtl" if is_right_to_left(self) else "ltr"

    @property
    def directed(self) -> Directed:
        """The lines, for an element each, and the value of dir as of `dir` above.

        A line without a letter that has a direction runs as the whole text does.
        """
        typed = self.split("\n")
        is_ascii = self.isascii()
        ways = ["" if is_ascii else direction_of(line) for line in typed]
        whole = next(filter(None, ways), "ltr")
        lines: list[DirectedLine] = []
        is_blank = [*(not line.strip() for line in typed), True]  # after the last line
        for place, (line, way) in enumerate(zip(typed, ways, strict=True)):
            if is_blank[place]:
                continue
            is_apart = is_blank[place - 1]  # as before the first line
            lines.append(
                DirectedLine(
                    line,
                    dir="" if way == whole else way,
                    is_apart=is_apart and bool(lines),
                    is_alone=is_apart and is_blank[place + 1],
                )
            )
        return Directed(whole, lines)


class BreakableText(TypedText):
    """A TypedText whose long words can be broken at the end of a line.

    `lines` is the most lines it may have, None for no limit; for `piece` see
    `breaker`.
    """

    __slots__ = ()

    def __new__(
        cls, text: str, lines: int | None = None, piece: int = BREAK_AFTER
    ) -> Self:
        text = TypedText(BREAKS.sub(BREAK, text))
        if lines is not None and text.count("\n") >= lines:
            *first, rest = text.split("\n", lines - 1)
            text = "\n".join([*first, rest.replace("\n", LINE_END)])
        return super().__new__(cls, LONG_WORD.sub(partial(divide, piece=piece), text))


def is_long(*texts: str) -> bool:
    """Return whether these texts are so long that a page may end within them."""
    return sum(len(text) + LINE * text.count("\n") for text in texts) > TOGETHER


def divide(match: re.Match[str], piece: int) -> str:
    """Return a long word with break opportunities, but none within a letter.

    Of more than MOST_MARKS on a letter, those that follow print on a CARRIER.
    """
    word, since = match[0], 0
    pieces: list[str] = []
    if word.isascii():
        return re.sub(rf".{{{piece}}}(?=.)", rf"\g<0>{BREAK}", word)
    for index, char in enumerate(word):
        joined = JOINER in word[max(index - 1, 0) : index + 1]
        mark = is_mark(char)
        if since >= piece + MOST_MARKS * mark and not joined:
            pieces.append(BREAK + CARRIER * mark)
            since = 0
        pieces.append(char)
        since += 1
    return "".join(pieces)


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
