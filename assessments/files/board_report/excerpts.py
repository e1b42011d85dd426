"""The beginnings of texts, in whole lines and sentences."""

import re
from typing import NamedTuple

from assessments.submission.shown.content import Text

ENOUGH = 240  # characters, of more than one line or sentence
SHORT = 120  # the same in a report of little that is rated
MOST = 6  # lines
LONGEST = 480  # of a first sentence that is longer than that
SAYS = re.compile(r"\w")  # a line of "." or "---" says nothing on its own
SENTENCE = re.compile(r"\S.*?(?:[.!?…][)’”\"'\]]*(?=\s)|$)", re.DOTALL)


class Excerpt(NamedTuple):
    """Whole lines, the last of which may be its first sentences only.

    `is_whole` is true if there is no more.
    """

    lines: list[str]
    is_whole: bool

    def printed(self, text: Text) -> "Excerpt":
        return Excerpt([text(line) for line in self.lines], self.is_whole)


def excerpt(text: str, enough: int = ENOUGH, longest: int = LONGEST) -> Excerpt:
    """Return the first lines of a text, about `enough` characters.

    A line that does not fit is left out, but the first is cut after a sentence. There
    is no line at all if its first sentence is longer than `longest`.
    """
    lines = [line.strip() for line in text.splitlines() if SAYS.search(line)]
    taken: list[str] = []
    left = enough
    for line in lines:
        if len(line) > left or len(taken) == MOST:
            break
        taken.append(line)
        left -= len(line)
    if not taken and lines:
        taken = [said] if (said := sentences(lines[0], enough, longest)) else []
    return Excerpt(taken, taken == lines)


def sentences(line: str, enough: int, longest: int) -> str:
    """Return a line's first sentences; "" if the first is longer than `longest`."""
    end = 0
    for found in SENTENCE.finditer(line):
        if found.end() > (enough if end else longest):
            break
        end = found.end()
    return line[:end]
