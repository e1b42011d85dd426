"""The statements and requests of a report's first page, and the room for its chart.

The room is reckoned in lines, as both files are made from one page of HTML before
either is laid out.
"""

from collections.abc import Iterable, Sequence
from math import ceil

from assessments.submission.shown.content import Text
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.highlights import RULE
from assessments.submission.shown.report_choices import ACROSS

from .basis import statements_of
from .choices import Chosen

ROOM = 48  # lines below the first two paragraphs
IN_COLUMN = 50  # characters in a line of a column
HEADING = 2  # lines, with the space before
BOX = 3  # lines of the heading and the edges of a box
BETWEEN = 0.25  # of a line, between the items of a list
CHART = 2  # lines of a chart's key, and of the space around it
BAR = 1.4  # lines of an area in the chart


class Named(StatementShown):
    """A statement and why it was suggested, "" if the moderator chose it."""

    why: str


def first(
    shaped: AgreedShown, chosen: Chosen, paragraphs: Iterable[str], text: Text
) -> dict[str, object]:
    """Return the statements and requests of the first page.

    `paragraphs` are the others that have a heading of their own there.
    """
    sides = [
        named(shaped, chosen, codes) for codes in (chosen.strengths, chosen.priorities)
    ]
    lines = CHART + BAR * len(shaped["areas"])
    lines += HEADING + max(listed(map(words_of, side), IN_COLUMN) for side in sides)
    lines += sum(HEADING + ceil(len(each) / ACROSS) for each in paragraphs)
    if chosen.asked:
        lines += BOX + listed(chosen.asked, ACROSS)
    return {
        "chosen": chosen,
        "strengths": sides[0],
        "priorities": sides[1],
        "asked": [text(line) for line in chosen.asked],
        "rule": RULE,
        "has_room_for_chart": lines <= ROOM,
    }


def named(shaped: AgreedShown, chosen: Chosen, codes: Sequence[str]) -> list[Named]:
    """Return these statements in this order."""
    found = {each["code"]: each for each in statements_of(shaped)}
    return [
        {**found[code], "why": chosen.reasons.get(code, "")}
        for code in codes
        if code in found
    ]


def listed(items: Iterable[str], width: int) -> float:
    """Return the lines that a list takes."""
    return sum(ceil(len(each) / width) + BETWEEN for each in items)


def words_of(each: Named) -> str:
    """Return a statement as the first page prints it."""
    said = "".join(text for text, _ in each["runs"])
    return f"{each['code']} {said} ({each['why'] or each['outcome']})"
