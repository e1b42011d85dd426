"""The lists of a Word file: the number or bullet that Word shows before a paragraph.

A paragraph names a list, a list its kind, and a kind has levels. A list may restart
a level or have levels of its own, and a kind may take its levels from a style.
"""

import re
from dataclasses import dataclass, replace

from .docx_safety import Element
from .elements import child, local_name, number, value

BULLET = "•"
MAX_LEVEL = 9
MANY = 10_000  # the highest number a list counts to
LONGEST = 40  # characters of a number
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
POINTS = re.compile(
    r"\b(?:points?|items?|bullets?|numbers?|nos?\.?)\s+"
    r"(\d{1,2}(?:(?:\s*,\s*|\s*(?:,\s*)?(?:and|&|or|to|[-–])\s*)\d{1,2})*)\b"
    r"(?!\s+(?:of|in|on|from)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, in what figures, and how it is shown."""

    start: int = 1
    figures: str = "decimal"
    shown: str = ""


Levels = dict[int, Level]


class Numbering:
    """The lists of a document, which count as its paragraphs are read in order."""

    def __init__(self, roots: list[Element]) -> None:
        parts = [each for root in roots for each in root]
        kinds = kinds_of([p for p in parts if local_name(p) == "abstractNum"])
        self.lists: dict[str, tuple[str, Levels]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.labels: dict[Element, str] = {}
        for each in parts:
            kind = child(each, "abstractNumId")
            if local_name(each) == "num" and kind is not None:
                usual = kinds.get(value(kind), {})
                name, own = value(each, "numId"), overrides_of(each, usual)
                # Lists of one kind continue from each other unless one starts again.
                counter = name if own else f"kind {value(kind)}"
                self.lists[name] = (counter, usual | own)

    def label(self, paragraph: Element, name: str, level: int) -> str:
        """Return the number or bullet before a paragraph at a level of a list.

        "2.", "iii)", BULLET, or "" if there is none. Each paragraph counts once.
        """
        if name not in self.lists:
            return ""
        if paragraph not in self.labels:
            self.labels[paragraph] = self._counted(name, level)
        return self.labels[paragraph]

    def _counted(self, name: str, level: int) -> str:
        counter, levels = self.lists[name]
        if level not in levels:
            return ""
        counts = self.counts.setdefault(counter, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        kind, shown = levels[level].figures, levels[level].shown
        if kind in {"bullet", "none"}:
            return BULLET if kind == "bullet" else ""
        for each in range(level + 1):
            at = levels.get(each, Level())
            count = figures(counts.get(each, at.start), at.figures)
            shown = shown.replace(f"%{each + 1}", count)
        return shown.strip()[:LONGEST]


def kinds_of(elements: list[Element]) -> dict[str, Levels]:
    """Return {kind: Levels}; those that name a list style have that style's levels."""
    found, styles, linked = {}, {}, {}
    for each in elements:
        name = value(each, "abstractNumId")
        found[name] = levels_of(each)
        defines, follows = child(each, "styleLink"), child(each, "numStyleLink")
        if defines is not None:
            styles[value(defines)] = found[name]
        if follows is not None:
            linked[name] = value(follows)
    return found | {name: styles.get(style, {}) for name, style in linked.items()}


def levels_of(element: Element) -> Levels:
    """Return {level: Level} of a list's definition."""
    found = {}
    for each in element:
        place = number(each, 0, "ilvl")
        if local_name(each) == "lvl" and place < MAX_LEVEL:
            parts = {local_name(part): part for part in each}
            found[place] = Level(
                start=number(parts["start"], 1) if "start" in parts else 1,
                figures=value(parts["numFmt"]) if "numFmt" in parts else "decimal",
                shown=value(parts["lvlText"])[:LONGEST] if "lvlText" in parts else "",
            )
    return found


def overrides_of(element: Element, usual: Levels) -> Levels:
    """Return the levels that one list of a kind defines itself."""
    found: Levels = {}
    for each in element:
        if local_name(each) == "lvlOverride":
            place, start = number(each, 0, "ilvl"), child(each, "startOverride")
            own = levels_of(each)
            if start is not None and place < MAX_LEVEL:
                level = own.get(place, usual.get(place, Level()))
                own[place] = replace(level, start=number(start, 1))
            found |= own
    return found


def figures(count: int, kind: str) -> str:
    """Return a number in the figures of a list: "3", "c", "iii"."""
    if not 0 < count < MANY:
        return str(count)
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"} and count < 40:
        said = ""
        for worth, sign in ROMAN:
            said += sign * (count // worth)
            count %= worth
        return said if kind == "lowerRoman" else said.upper()
    return str(count)


def counts_points(text: str, bullets: int) -> bool:
    """Return whether a text refers by number to any of this many bullets.

    "Points 2 and 3 are new" does, and "point 2 of the strategy" does not.
    """
    named = [
        int(count)
        for match in POINTS.finditer(text)
        for count in re.findall(r"\d+", match[1])
    ]
    return bool(named) and min(named) > 0 and max(named) <= bullets
