"""The statements and requests of a report's first page, and the room for its chart.

The room is reckoned in lines, as both files are made from one page of HTML before
either is laid out.
"""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from assessments.submission.shown.content import Text
from assessments.submission.shown.document import (
    AgreedShown,
    StatementShown,
    SubmissionShown,
)
from assessments.submission.shown.highlights import RULE
from assessments.submission.shown.report_choices import ACROSS

from .basis import statements_of
from .choices import Chosen

ROOM = 58  # lines, with one of the title
IN_COLUMN = 54  # characters in a line of a column
IN_TITLE = 30  # characters in a line of the title
TITLE = 2.2  # lines of a line of the title
BEGINNING = (
    "This is the authority’s own assessment of its service for care leavers, of "
)
HEADING = 2  # lines, with the space before
BOX = 3  # lines of the heading and the edges of a box
BETWEEN = 0.25  # of a line, between the items of a list
CHART = 2  # lines of a chart's key, and of the space around it
BAR = 1.4  # lines of an area in the chart


class Named(StatementShown):
    """A statement and why it was suggested, "" if the moderator chose it."""

    why: str


def first(
    shaped: SubmissionShown,
    chosen: Chosen,
    above: Sequence[str],
    headed: Sequence[str],
    text: Text,
) -> dict[str, object]:
    """Return the statements and requests of the first page.

    above   what is said above the chart, in two paragraphs
    headed  the paragraphs that have a heading of their own
    """
    sides = [
        named(shaped, chosen, codes) for codes in (chosen.strengths, chosen.priorities)
    ]
    made_by, figures = above
    lines = TITLE * across([shaped["authority"]], IN_TITLE)
    lines += across([f"{BEGINNING}{shaped['title']}. {made_by}", figures, *headed])
    lines += CHART + BAR * len(shaped["areas"]) + HEADING * len(headed)
    lines += HEADING + max(listed([*map(words_of, side)], IN_COLUMN) for side in sides)
    lines += not chosen.is_chosen
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


def across(paragraphs: Iterable[str], width: int = ACROSS) -> float:
    """Return the lines that paragraphs take."""
    return sum(len(wrap(each, width)) for each in paragraphs)


def listed(items: Sequence[str], width: int) -> float:
    """Return the lines that a list takes."""
    return across(items, width) + BETWEEN * len(items)


def words_of(each: Named) -> str:
    """Return a statement as the first page prints it."""
    said = "".join(text for text, _ in each["runs"])
    return f"{each['code']} {said} ({each['why'] or each['outcome']})"
