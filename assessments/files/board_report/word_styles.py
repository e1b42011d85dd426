"""Paper, styles, language and foot of a Word file for people to read."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..word_form.writer.properties import describe

FONT = "Arial"
INK, EDGE, SHADE = RGBColor(0x0B, 0x0C, 0x0C), "B1B4B6", "F3F2F1"
PAPER, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
ACROSS = PAPER[0] - 2 * MARGIN
CELL = "Cell"
PADDING = "60"  # twentieths of a point above and below what stands in a cell
STYLES = [  # name, size and space before and after in points, whether bold
    ("Normal", 10, 0, 4, False),
    ("Title", 28, 12, 8, True),
    ("Subtitle", 13, 0, 10, False),
    ("Heading 1", 18, 24, 8, True),
    ("Heading 2", 14, 16, 6, True),
    ("Heading 3", 11, 12, 4, True),
    ("Caption", 10, 10, 4, True),
    ("List Bullet", 10, 0, 2, False),
    ("Footer", 8, 0, 0, False),
]
DECORATION = {qn(f"w:{name}") for name in ("contextualSpacing", "pBdr", "rPr", "tabs")}


def set_up(document, title, foot, at):
    """Set paper, styles, language and properties; `foot` stands on every page."""
    section = document.sections[0]
    section.page_width, section.page_height = PAPER
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", MARGIN)
    for name, size, before, after, is_bold in STYLES:
        set_style(document.styles[name], size, before, after, is_bold=is_bold)
    cell = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = document.styles["Normal"]
    cell.font.name, cell.font.size = FONT, Pt(9)
    cell.paragraph_format.space_after = 0
    for_other_scripts(cell.element.rPr, 9)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    set_table_style(document.styles["Table Grid"].element)
    describe(document, title, at)
    write_foot(section.footer.paragraphs[0], foot)


def set_style(style, size, before, after, *, is_bold):
    """Set a paragraph style, free of the colours and lines of Word's own theme."""
    for element in [each for each in style.element.iter() if each.tag in DECORATION]:
        element.getparent().remove(element)
    if style.name == "Subtitle" and style.element.pPr.numPr is not None:
        style.element.pPr.remove(style.element.pPr.numPr)
    font, paragraph = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), is_bold, INK
    font.cs_bold = is_bold
    for_other_scripts(style.element.rPr, size)
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)


def for_other_scripts(properties, size):
    """Have text that runs from right to left look as the other does."""
    properties.rFonts.set(qn("w:cs"), FONT)
    same = OxmlElement("w:szCs")
    same.set(qn("w:val"), str(2 * size))
    properties.find(qn("w:sz")).addnext(same)


def set_table_style(style):
    """Give a table's style quiet lines and room in its cells."""
    for line in style.find(f".//{qn('w:tblBorders')}"):
        line.set(qn("w:color"), EDGE)
    margins = style.find(f".//{qn('w:tblCellMar')}")
    for side in ("top", "bottom"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), PADDING)


def shade():
    """Return the mark of a table's cell that stands out."""
    element = OxmlElement("w:shd")
    for name, value in [("val", "clear"), ("color", "auto"), ("fill", SHADE)]:
        element.set(qn(f"w:{name}"), value)
    return element


def write_foot(paragraph, words):
    """Write the words on the left of a foot and the page's number on the right."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\tPage ")
    for code, after in [("PAGE", " of "), ("NUMPAGES", "")]:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
        if after:
            paragraph.add_run(after)
