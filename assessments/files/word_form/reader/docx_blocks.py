"""A Word document as plain paragraphs and tables.

Elements are told by their local names, so both kinds of .docx (transitional and
strict) read the same. Tracked deletions are left out and insertions kept; the text
of content controls, links, text boxes and nested tables is kept where it stands.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

TICKED, EMPTY_BOX, PICTURE = "☒", "☐", "[picture]"
# Characters of the Wingdings fonts, which a tick put in as a symbol is made of.
SYMBOLS = {"FB": "✗", "FC": "✓", "FD": TICKED, "FE": "☑", "6F": EMPTY_BOX}
SYMBOLS |= {"A8": EMPTY_BOX, "50": "✓", "52": "☑", "51": TICKED, "A3": EMPTY_BOX}
LEFT_OUT = {"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "Fallback"}
HYPHENS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
ENDS_LINE = {"br", "cr"}
DRAWN = {"drawing", "pict", "object"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside any table."""

    text: str


@dataclass(frozen=True)
class Cell:
    """A cell: its text, its first column in the grid and how many columns it spans."""

    text: str
    column: int
    span: int = 1

    @property
    def end(self):
        return self.column + self.span


@dataclass(frozen=True)
class Table:
    """Rows of cells. A cell that only continues the one above it has no text."""

    rows: list = field(default_factory=list)


def blocks(root):
    """The paragraphs and tables of a part in order, given its root element."""
    for element in root:
        name = local_name(element)
        if name == "p":
            yield Paragraph(text_of(element))
        elif name == "tbl":
            yield Table([cells_of(row) for row in children(element, "tr")])
        elif name == "altChunk":
            yield Paragraph("[another document, which cannot be read]")
        elif name not in LEFT_OUT:
            yield from blocks(element)


def cells_of(row):
    """The cells of a table row, placed on the table's grid."""
    cells = []
    column = number_in(row, "trPr", "gridBefore", default=0)
    for element in children(row, "tc"):
        span = max(1, number_in(element, "tcPr", "gridSpan", default=1))
        cells.append(Cell(text_of(element), column, span))
        column += span
    return cells


def children(element, name):
    """Children of one name, also those inside content controls and insertions."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in {"sdt", "sdtContent", "ins", "customXml", "moveTo"}:
            yield from children(child, name)


def text_of(element):
    """The text of a paragraph or cell as typed, its paragraphs joined by "\\n"."""
    pieces = []
    collect(element, pieces)
    return "".join(pieces).strip()


def collect(element, pieces):
    """Add the text of an element and all within it to `pieces`."""
    name = local_name(element)
    if name in LEFT_OUT:
        return
    if name == "p" and pieces:
        pieces.append("\n")
    if name in DRAWN and next(element.iter("{*}t"), None) is None:
        pieces.append(PICTURE)
        return
    pieces.append(characters(element, name))
    for child in element:
        collect(child, pieces)
    if name == "p" and local_name(element.getparent()) == "txbxContent":
        pieces.append("\n")


def characters(element, name):
    """What one element by itself contributes to the text."""
    if name == "t":
        return element.text or ""
    if name in ENDS_LINE:
        return "\n"
    if name in {"tab", "ptab"}:
        return "\t"
    if name in HYPHENS:
        return HYPHENS[name]
    if name == "sym":
        return SYMBOLS.get(attribute(element, "char", "").upper()[-2:], "�")
    if name == "checkBox" and local_name(element.getparent()) == "ffData":
        return TICKED if is_checked(element) else EMPTY_BOX
    return ""


def is_checked(box):
    """Whether a form field's box is ticked: what it says itself, or its default."""
    said = {local_name(child): attribute(child, "val", "1") for child in box}
    return said.get("checked", said.get("default", "0")) not in {"0", "false", "off"}


def number_in(element, *path, default):
    for name in path:
        element = next((part for part in element if local_name(part) == name), None)
        if element is None:
            return default
    value = attribute(element, "val", "")
    return int(value) if re.fullmatch("[0-9]{1,3}", value) else default


def attribute(element, name, default):
    return next(
        (
            value
            for key, value in element.attrib.items()
            if etree.QName(key).localname == name
        ),
        default,
    )


def local_name(element):
    return etree.QName(element).localname
