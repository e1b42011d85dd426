"""Text somebody wrote, in a form that prints in bounded time."""

import re
import unicodedata
from functools import partial

BREAK_AFTER = 36  # characters without a space: as many as fit, even of the widest
BREAK = "\u200b"  # zero-width space
JOINER = "\u200d"
LONG_WORD = re.compile(rf"[^ \t\n]{{{BREAK_AFTER + 1},}}")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BREAKS = re.compile(f"{BREAK}+")
RIGHT_TO_LEFT = {"R", "AL"}
MOST_LINES = 8_000  # that people ended, of one document: some 160 pages
LINE_END = "¶"
LINE = 40  # characters of a line
TOGETHER = 1200  # characters that are kept on one page


def printer(content, piece=BREAK_AFTER):
    """Return what makes the texts of a document printable.

    `piece` is how many characters of a long word stay together at most: what takes
    longest to print is a word that is wider than its column.
    """
    return partial(Printed, lines=lines_of(content), piece=piece)


def lines_of(content):
    """Return how many lines each text of a document may have; None for all.

    Printing takes time by the line, however short. Where there are more than anybody
    reads, each text keeps as many of its first lines as all can have; from there on
    the end of a line is printed as a sign, and every word is there.
    """
    ends = sorted(Typed(text).count("\n") for text in texts_in(content))
    left = MOST_LINES
    for place, count in enumerate(ends):
        share = left // (len(ends) - place)
        if count > share:
            return max(share, 1)
        left -= count
    return None


def texts_in(content):
    """Yield every text in a document, whatever it is nested in."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        within = content.values() if isinstance(content, dict) else content
        for each in within:
            yield from texts_in(each)


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
    """A Typed text whose long words are divisible.

    `lines` is how many lines it may have, if that is limited; for `piece` see
    `printer`.
    """

    __slots__ = ()

    def __new__(cls, text, lines=None, piece=BREAK_AFTER):
        text = Typed(BREAKS.sub(BREAK, text))
        if lines is not None and text.count("\n") >= lines:
            *kept, rest = text.split("\n", lines - 1)
            text = "\n".join([*kept, rest.replace("\n", LINE_END)])
        return super().__new__(
            cls, LONG_WORD.sub(partial(divisible, piece=piece), text)
        )


def is_long(*texts):
    """Whether a page may end within these texts, as there are many lines of them."""
    return sum(len(text) + LINE * text.count("\n") for text in texts) > TOGETHER


def divisible(match, piece):
    """Return a long word with places where a line may end, none within a letter."""
    word, pieces, since = match[0], [], 0
    if word.isascii():
        return re.sub(rf".{{{piece}}}(?=.)", rf"\g<0>{BREAK}", word)
    for place, char in enumerate(word):
        joined = JOINER in word[max(place - 1, 0) : place + 1]
        if since >= piece and not joined and not is_mark(char):
            pieces.append(BREAK)
            since = 0
        pieces.append(char)
        since += 1
    return "".join(pieces)


def is_mark(char):
    return unicodedata.category(char).startswith("M")
