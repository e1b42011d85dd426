"""The paper, styles and foot of the report as a Word file."""

from datetime import datetime
from typing import NamedTuple

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from .. import word_styles

INK, EDGE, SHADE = RGBColor(0x0B, 0x0C, 0x0C), "B1B4B6", "F3F2F1"
PAPER, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
ACROSS = PAPER[0] - 2 * MARGIN
CELL = "Cell"
PADDING = "60"  # twentieths of a point above and below the text in a cell
CELL_SIZE = 9  # points
BETWEEN = "340"  # twentieths of a point between columns


class Look(NamedTuple):
    """A paragraph style; sizes and spaces are in points."""

    name: str
    size: float
    before: float
    after: float
    is_bold: bool


STYLES = [
    Look("Normal", 10, 0, 4, False),
    Look("Title", 24, 0, 6, True),
    Look("Subtitle", 11, 0, 4, False),
    Look("Heading 1", 16, 20, 8, True),
    Look("Heading 2", 11.5, 14, 4, True),
    Look("Heading 3", 10, 10, 4, True),
    Look("Caption", 10, 10, 4, True),
    Look("List Bullet", 10, 0, 2, False),
    Look("Footer", 8, 0, 0, False),
]
DECORATION = {qn(f"w:{name}") for name in ("contextualSpacing", "pBdr", "rPr", "tabs")}


def set_up(document: Document, title: str, foot: str, at: datetime) -> None:
    """Set paper, styles, language and properties; print `foot` on every page."""
    section = document.sections[0]
    word_styles.set_paper(section, PAPER, MARGIN)
    for look in STYLES:
        set_style(document.styles[look.name], look)
    add_cell_style(document)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    set_table_style(document.styles["Table Grid"].element)
    word_styles.describe(document, title, at)
    write_foot(section.footer.paragraphs[0], foot)


def set_style(style: ParagraphStyle, look: Look) -> None:
    """Set a paragraph style, without the colours and lines of Word's own theme."""
    for element in [each for each in style.element.iter() if each.tag in DECORATION]:
        element.getparent().remove(element)
    if look.name == "Subtitle" and style.element.pPr.numPr is not None:
        style.element.pPr.remove(style.element.pPr.numPr)
    font, paragraph = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(look.size), look.is_bold, INK
    font.cs_bold = look.is_bold
    set_scripts(style.element.rPr, look.size)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)


def add_cell_style(document: Document) -> None:
    """Add the style of the text in a table's cells."""
    cell = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = document.styles["Normal"]
    cell.font.size = Pt(CELL_SIZE)
    cell.paragraph_format.space_after = 0
    set_scripts(cell.element.rPr, CELL_SIZE)


def set_scripts(properties: CT_RPr, size: float) -> None:
    """Give text in every script our font, and right-to-left text the same size."""
    word_styles.set_font(properties)
    same = OxmlElement("w:szCs")
    same.set(qn("w:val"), str(int(2 * size)))
    properties.find(qn("w:sz")).addnext(same)


def set_table_style(style: BaseOxmlElement) -> None:
    """Give a table's style light lines and room in its cells."""
    for line in style.find(f".//{qn('w:tblBorders')}"):
        line.set(qn("w:color"), EDGE)
    margins = style.find(f".//{qn('w:tblCellMar')}")
    for side in ("top", "bottom"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), PADDING)


def shade() -> BaseOxmlElement:
    """Return the shading of the cells of a table's header row."""
    element = OxmlElement("w:shd")
    for name, value in [("val", "clear"), ("color", "auto"), ("fill", SHADE)]:
        element.set(qn(f"w:{name}"), value)
    return element


def begin_section(document: Document, columns: int) -> None:
    """Begin a section in so many columns on the same page, with the same foot."""
    section = document.add_section(WD_SECTION.CONTINUOUS)
    break_ = section._sectPr.getprevious()
    break_.getprevious().set_sectPr(break_.pPr.sectPr)
    break_.getparent().remove(break_)
    across = section._sectPr.find(qn("w:cols"))
    across.set(qn("w:num"), str(columns))
    across.set(qn("w:space"), BETWEEN)


def write_foot(paragraph: Paragraph, words: str) -> None:
    """Write the words on the left of a foot and the page number on the right."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\t")
    for before, code in word_styles.PAGE_OF_PAGES:
        paragraph.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
