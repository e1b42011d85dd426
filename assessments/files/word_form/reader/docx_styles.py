"""The styles of a Word file: how they make text look, and which list they put it in.

A run is struck through or hidden, and a paragraph numbered, by its own properties or
by its style's.
"""

from dataclasses import dataclass, field

from .docx_safety import Element
from .elements import child, is_on, local_name, number, value

DEEPEST = 10  # styles that build on each other


@dataclass(frozen=True)
class Look:
    """The look of a run, where that changes the meaning of its text."""

    is_struck: bool = False
    is_hidden: bool = False
    is_highlighted: bool = False
    is_bold: bool = False
    font: str = ""

    @property
    def kept_apart(self) -> str:
        """Return why text with this look is not taken, or ""."""
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
    lists: dict[str, list[Element | None]] = field(default_factory=dict)

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

    def list_of(self, name: str, properties: Element | None) -> tuple[str, int]:
        """Return the list and level of a paragraph, by its properties or its style.

        `properties` are its own `w:numPr`; the list is "" if it is in none.
        """
        said = [properties, *self._lists_of(name)]
        lists = (None if each is None else child(each, "numId") for each in said)
        levels = (None if each is None else child(each, "ilvl") for each in said)
        numbered = next((each for each in lists if each is not None), None)
        level = next((each for each in levels if each is not None), None)
        return (
            "" if numbered is None else value(numbered),
            0 if level is None else number(level, 0),
        )

    def _lists_of(self, name: str) -> list[Element | None]:
        if name not in self.lists:
            styles = self._line(name)
            self.lists[name] = [child(style, "pPr", "numPr") for style in styles]
        return self.lists[name]

    def _line(self, name: str) -> list[Element]:
        """Return a style and those it builds on, the nearest first."""
        line: list[Element] = []
        while name in self.styles and len(line) < DEEPEST:
            style = self.styles[name]
            line.append(style)
            base = child(style, "basedOn")
            name = "" if base is None else value(base)
        return line
