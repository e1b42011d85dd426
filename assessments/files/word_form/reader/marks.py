"""The meaning of a row's boxes together: one rating, more than one, or none.

People tick, cross, write a letter, a word or a number, fill every box, shade one or
change their minds, so that no box has a meaning alone. A row that is not clear is
returned with the reason for the doubt.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from leavingcare.signs import EMPTY_BOX

from .. import printed_text
from .docx_values import PICTURE, Text
from .wording import key

BLANKS = re.compile(
    rf"[\s\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f{EMPTY_BOX}□◻⬜▢]|\[\s*\]|\(\s*\)"
)
DASHES = re.compile(r"[-–—_.·/]+")
PRINTED = set(map(key, printed_text.NOT_RATED))  # by us; it says nothing more
NO_RATING = PRINTED | {key(printed_text.CANNOT_RATE)}
NO_RATING |= {"cannot rate", "not rated", "no rating"}
NOT_A_MARK = {"n a", "na", "not applicable", "none"}
OPEN = {"tbc", "tbd", "tba", "to be confirmed", "unsure", "not sure", "don t know"}
OPEN |= {"dont know", "do not know", "unknown", "maybe"}
TICKS = {
    "✓",
    "✔",
    "☑",
    "✅",
    "√",
    "y",
    "yes",
    "tick",
    "ticked",
    "true",
    "ok",
    "ü",
    "👍",
}
CROSSES = {"✗", "✘", "❌", "✖", "🗙", "❎"}
NOS = {"n", "no", "false", "0", "👎", *CROSSES}
X = re.compile(r"[x☒🗵×]+")  # "☒X" too: typed beside a box that was clicked
PLAIN = re.compile(r"[^\w?]+|[^\W\d_]", re.IGNORECASE)
SHORT = 4  # most words of a remark next to a mark

TWO_WAYS = "This row has two kinds of mark, so one may mean “not this”."
ALL_MARKED = "Every box of this row is marked in the same way."
ONLY_NO = "This row contains only “No”."
DOUBTFUL = "The mark is in doubt on the form itself."
WORDS = "A box for a mark contains words."
OTHER_NUMBER = "The number in the box is not the column’s number."
SHADED_TOO = "One box is marked and another is shaded."
SHADED = "The colours do not show which box is chosen."
ONLY_BOLD = "A box is in bold, and nothing else shows which one is chosen."
MERGED = "One box covers more than one rating."
NAMED_TWICE = "The words name one rating, and another box is marked."


@dataclass(frozen=True)
class Box:
    """A cell for marks: the values of the columns it fills, its text and shading."""

    values: tuple[int, ...]
    content: Text
    shade: str = ""

    @property
    def mark(self) -> str:
        """Return the mark without characters that do not belong to it."""
        return bare_mark(self.content.text)


@dataclass(frozen=True)
class Marked:
    """The reading of a row's boxes.

    ratings   values marked, highest first: more than one if two are marked
    doubt     why that is not certain, or ""
    remarks   words in the boxes that are not a mark
    """

    ratings: list[int] = field(default_factory=list)
    doubt: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scale:
    """The values of an edition's ratings and the words that name them."""

    values: tuple[int, ...]
    names: dict[str, int]


def bare_mark(text: str) -> str:
    """Return a mark in lower case, without spaces, empty boxes and brackets."""
    return BLANKS.sub("", text).strip("[](){}").casefold()


def is_mark(text: str) -> bool:
    """Return whether a text could be a mark: a sign, a letter, yes or no, a number."""
    mark = bare_mark(text)
    return (
        not mark
        or mark in TICKS | NOS
        or bool(X.fullmatch(mark) or PLAIN.fullmatch(mark) or DASHES.fullmatch(mark))
        or mark.rstrip("?") in {"x", ""}
        or (mark.isdecimal() and len(mark) == 1)
        or mark == bare_mark(PICTURE)
    )


def read_row(boxes: list[Box], scale: Scale, shades: set[str]) -> Marked:
    """Return the reading of the boxes of a row together.

    `shades` are the colours that mark a choice in this table; others are its design.
    """
    remarks = [box.content.text for box in boxes if is_remark(box)]
    used = [box for box in boxes if box.mark and not is_remark(box)]
    used = without_printed(used, boxes)
    dashes = [box for box in used if DASHES.fullmatch(box.mark)]
    filled = [box for box in used if box not in dashes] or dashes
    shaded = standing_out(boxes, shades)
    found = of_marks(filled, boxes, scale) if filled else of_looks(boxes, shaded)
    if filled and len(shaded) == 1 and not found.doubt and shaded[0] not in filled:
        found = Marked(found.ratings, SHADED_TOO)
    return Marked(sorted(set(found.ratings), reverse=True), found.doubt, remarks)


def is_remark(box: Box) -> bool:
    said = key(box.content.text)
    if said in NO_RATING and said:
        return said not in PRINTED
    return said in NOT_A_MARK


def without_printed(used: list[Box], boxes: list[Box]) -> list[Box]:
    """Return the boxes with more in them than the printed number."""
    if len(boxes) < 2 or any(len(box.values) != 1 for box in boxes):
        return [box for box in used if key(box.content.text) not in NO_RATING]
    if all(box.mark.startswith(str(box.values[0])) for box in boxes):
        rest = [box.mark.removeprefix(str(box.values[0])) for box in boxes]
        return [
            Box(box.values, Text(more, more), box.shade)
            for box, more in zip(boxes, rest, strict=True)
            if more
        ]
    return [box for box in used if key(box.content.text) not in NO_RATING]


def of_marks(filled: list[Box], boxes: list[Box], scale: Scale) -> Marked:
    """Return the reading of boxes of which at least one is filled."""
    named = [(box, scale.names.get(key(box.content.text))) for box in filled]
    if any(value for _, value in named if value):
        return of_names(named, scale)
    every = [value for box in filled for value in box.values]
    if any("?" in box.mark or key(box.content.text) in OPEN for box in filled):
        sure = [box for box in filled if box.mark.strip("?") and not is_open(box)]
        return Marked([v for box in sure for v in box.values], DOUBTFUL)
    if any(not is_mark(box.content.text) for box in filled):
        short = all(len(key(box.content.text).split()) <= SHORT for box in filled)
        return Marked(every if short else [], WORDS)
    if any(len(box.values) > 1 for box in filled):
        return Marked(every, MERGED)
    odd = odd_one_out(filled, boxes)
    if odd:
        return odd
    is_same = len({box.mark for box in filled}) == 1
    if is_same and len(filled) == len(boxes) > 2 and filled[0].mark not in NOS:
        return Marked(every, ALL_MARKED)
    return of_kinds(filled, every, scale)


def is_open(box: Box) -> bool:
    return key(box.content.text) in OPEN


def of_names(named: list[tuple[Box, int | None]], scale: Scale) -> Marked:
    """Return the reading of boxes that name ratings in words."""
    names = [value for _, value in named if value]
    own = all(value in box.values for box, value in named if value)
    if len(names) == len(named) and (len(names) == 1 or not own):
        return Marked(names, "" if len(names) == 1 else NAMED_TWICE)
    if len(names) == len(named) == len(scale.values):
        return Marked([])  # each box has its own rating's name printed
    every = names + [v for box, value in named if not value for v in box.values]
    return Marked(every, "" if len(set(every)) == 1 else NAMED_TWICE)


def odd_one_out(filled: list[Box], boxes: list[Box]) -> Marked | None:
    """Return the reading of a row with all boxes filled, one differently."""
    counts = Counter(box.mark for box in filled)
    if len(filled) < len(boxes) or len(counts) != 2 or len(filled) < 3:
        return None
    (usual, _), (odd, once) = counts.most_common()
    if once != 1:
        return None
    values = [v for box in filled if box.mark == odd for v in box.values]
    is_turned = (odd in NOS and usual not in NOS) or (
        usual in TICKS and odd not in TICKS
    )
    return Marked(values, TWO_WAYS if is_turned else "")


def of_kinds(filled: list[Box], every: list[int], scale: Scale) -> Marked:
    """Return the reading of clear marks, without those that mean no."""
    noes = [box for box in filled if box.mark in NOS]
    ticks = [box for box in filled if box.mark in TICKS]
    crosses = [box for box in filled if X.fullmatch(box.mark)]
    only_no = {box.mark for box in noes} - CROSSES
    if len(noes) == len(filled) and only_no:
        return Marked([], ONLY_NO)
    if ticks and crosses:
        return Marked(every, TWO_WAYS)
    yes = [box for box in filled if box not in noes] or noes
    if len(yes) == len(noes) and len(noes) > 2:
        return Marked(every, TWO_WAYS)
    for box in yes:
        if box.mark.isdecimal() and int(box.mark) not in box.values:
            is_other = int(box.mark) in scale.values
            return Marked(
                [int(box.mark)] if is_other and len(yes) == 1 else every, OTHER_NUMBER
            )
    return Marked([v for box in yes for v in box.values])


def of_looks(boxes: list[Box], shaded: list[Box]) -> Marked:
    """Return the reading of boxes with highlighting, shading or bold but no marks."""
    lit = [box for box in boxes if box.content.is_highlighted] or shaded
    if len(lit) == 1 and len(lit[0].values) == 1:
        return Marked(list(lit[0].values))
    if 1 < len(lit) < len(boxes):
        return Marked([v for box in lit for v in box.values], SHADED)
    tinted = [box for box in boxes if box.shade]
    if len(tinted) == 1 and len(boxes) > 1:
        return Marked(list(tinted[0].values), SHADED)
    bold = [box for box in boxes if box.content.is_bold]
    if len(bold) == 1 and len(boxes) > 1 and all(box.content.text for box in boxes):
        return Marked(list(bold[0].values), ONLY_BOLD)
    return Marked()


def standing_out(boxes: list[Box], shades: set[str]) -> list[Box]:
    """Return the boxes that are shaded to choose them."""
    return [box for box in boxes if box.shade in shades]


def choosing_shades(rows: list[list[Box]]) -> set[str]:
    """Return the colours that mark a choice rather than being the table's design.

    Design is a row whose boxes all have one colour, or a column that has its colour
    in every row.
    """
    found: set[str] = set()
    for row in rows:
        colours = {box.shade for box in row}
        if len(colours) > 1:
            found |= colours - {""}
    columns: dict[tuple[int, ...], set[str]] = {}
    for row in rows:
        for box in row:
            columns.setdefault(box.values, set()).add(box.shade)
    if len(rows) > 1:
        for colours in columns.values():
            if len(colours) == 1:
                found -= colours
    return found


def read_one(content: Text, scale: Scale) -> Marked:
    """Return the reading of a row in a table with a single rating column."""
    said = key(content.text)
    if not BLANKS.sub("", content.text) or DASHES.fullmatch(content.text.strip()):
        return Marked()
    if said in scale.names:
        return Marked([scale.names[said]])
    if said in NOT_A_MARK | NO_RATING:
        return Marked([], "", [content.text])
    numbers = [int(word) for word in said.split() if word.isdecimal()]
    values = [number for number in numbers if number in scale.values]
    is_alone = len(numbers) == 1 and len(said.split()) == 1 and "?" not in content.text
    return Marked(values[:1], "" if values and is_alone and "½" not in said else WORDS)
