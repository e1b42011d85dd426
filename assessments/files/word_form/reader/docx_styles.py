"""What a Word file's styles and lists say of its text.

A run is struck through or hidden, and a paragraph numbered, by itself or by its style.
"""

from dataclasses import dataclass, field, replace

from .docx_safety import Element
from .elements import child, is_on, local_name, number, value

DEEPEST = 10  # styles that build on each other
MAX_LEVEL = 9
MANY = 10_000  # beyond it no list counts
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Look:
    """How a run looks, as far as it changes what its text says."""

    is_struck: bool = False
    is_hidden: bool = False
    is_highlighted: bool = False
    is_bold: bool = False
    font: str = ""

    @property
    def kept_apart(self) -> str:
        """Return why text that looks so is not taken, or ""."""
        if self.is_hidden:
            return "hidden"
        return "struck through" if self.is_struck else ""

    def with_properties(self, properties: Element | None) -> "Look":
        """Return this look with what `w:rPr` changes of it."""
        if properties is None or not len(properties):
            return self
        said = {local_name(each): each for each in properties}
        struck = [said[name] for name in ("strike", "dstrike") if name in said]
        fonts = said.get("rFonts")
        shade = said.get("shd")
        highlight = said.get("highlight")
        return Look(
            is_struck=any(map(is_on, struck)) if struck else self.is_struck,
            is_hidden=is_on(said["vanish"]) if "vanish" in said else self.is_hidden,
            is_highlighted=self.is_highlighted
            or (highlight is not None and value(highlight) not in {"", "none"})
            or (shade is not None and fill_of(shade) != ""),
            is_bold=is_on(said["b"]) if "b" in said else self.is_bold,
            font=self.font
            if fonts is None
            else value(fonts, "ascii") or value(fonts, "hAnsi") or self.font,
        )


PLAIN = Look()
PLAIN_FILLS = {"", "auto", "ffffff", "none"}


def fill_of(shade: Element) -> str:
    """Return the colour of a shading, "" for none or white."""
    fill = value(shade, "fill").lower()
    return "" if fill in PLAIN_FILLS else fill


@dataclass
class Styles:
    """The styles of a document, by their identifiers."""

    styles: dict[str, Element] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: list[Element]) -> "Styles":
        found = [each for root in roots for each in root if local_name(each) == "style"]
        return cls({value(each, "styleId"): each for each in found})

    def look(self, name: str) -> Look:
        """Return how a style's runs look."""
        if name not in self.looks:
            look = PLAIN
            for style in reversed(self._line(name)):
                look = look.with_properties(child(style, "rPr"))
            self.looks[name] = look
        return self.looks[name]

    def list_of(self, name: str) -> Element | None:
        """Return the `w:numPr` a paragraph style gives, or None."""
        for style in self._line(name):
            properties = child(style, "pPr")
            found = None if properties is None else child(properties, "numPr")
            if found is not None:
                return found
        return None

    def _line(self, name: str) -> list[Element]:
        """Return a style and those it builds on, the nearest first."""
        line: list[Element] = []
        while name in self.styles and len(line) < DEEPEST:
            style = self.styles[name]
            line.append(style)
            base = child(style, "basedOn")
            name = "" if base is None else value(base)
        return line


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, in what figures, and how it is shown."""

    start: int = 1
    figures: str = "decimal"
    shown: str = ""


class Numbering:
    """The lists of a document, which count as its paragraphs are read in order."""

    def __init__(self, roots: list[Element]) -> None:
        kinds: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for each in (each for root in roots for each in root):
            if local_name(each) == "abstractNum":
                kinds[value(each, "abstractNumId")] = levels_of(each)
        for each in (each for root in roots for each in root):
            kind = child(each, "abstractNumId")
            if local_name(each) == "num" and kind is not None:
                usual = kinds.get(value(kind), {})
                name, starts = value(each, "numId"), overrides_of(each, usual)
                levels = usual | starts
                # Lists of one kind count on from each other unless one starts anew.
                self.lists[name] = (name if starts else f"kind {value(kind)}", levels)

    def label(self, properties: Element) -> str:
        """Count a paragraph of the list in `w:numPr`; return its number: "2."."""
        level_element, list_element = (
            child(properties, "ilvl"),
            child(properties, "numId"),
        )
        level = 0 if level_element is None else number(level_element, 0)
        name = "" if list_element is None else value(list_element)
        counter, levels = self.lists.get(name, ("", {}))
        if level not in levels:
            return ""
        counts = self.counts.setdefault(counter, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = levels[level].shown
        if levels[level].figures in {"bullet", "none"}:
            return ""
        for each in range(level + 1):
            at = levels.get(each, Level())
            shown = shown.replace(
                f"%{each + 1}", figures(counts.get(each, at.start), at.figures)
            )
        return shown.strip()


def levels_of(element: Element) -> dict[int, Level]:
    """Return {level: Level} of a list's definition."""
    found = {}
    for each in element:
        place = number(each, 0, "ilvl")
        if local_name(each) == "lvl" and place < MAX_LEVEL:
            parts = {local_name(part): part for part in each}
            found[place] = Level(
                start=number(parts["start"], 1) if "start" in parts else 1,
                figures=value(parts["numFmt"]) if "numFmt" in parts else "decimal",
                shown=value(parts["lvlText"]) if "lvlText" in parts else "",
            )
    return found


def overrides_of(element: Element, usual: dict[int, Level]) -> dict[int, Level]:
    """Return the levels that one list of a kind has for itself."""
    found: dict[int, Level] = {}
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
