"""The look of our Word forms: paper, language, styles, lists, the foot of each page."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from assessments.submission.shown.content import Framework

from ... import word_styles
from .. import printed_text
from . import wordml
from .values import FormData

PAPER, MARGIN, ACROSS = (Cm(29.7), Cm(21)), Twips(850), 15_130  # across in twips
EDGE = Twips(400)  # between the edge of the paper and the foot of the page
INK, BLUE = RGBColor(0, 0, 0), RGBColor(0x1F, 0x4E, 0x79)
STYLES = [
    # name, points, space before and after, colour
    ("Normal", 9.5, 2, 2, INK),
    ("Body Text", 10.5, 3, 5, INK),
    ("List Bullet", 10.5, 0, 3, INK),
    ("List Number", 10.5, 0, 3, INK),
    ("Heading 1", 18, 0, 10, BLUE),
    ("Heading 2", 14, 12, 6, BLUE),
]
NOTE = "Note"
# The lists of a form, each numbered from one. Those of the template come before.
FIRST_LIST, MOST_LISTS = 100, 20


def title_of(framework: Framework) -> str:
    return framework.get("title_printed") or framework["title"]


def name_of(form: FormData) -> str:
    """Return the title of the file: whose form it is, if that is known, and which."""
    title = title_of(form["framework"])
    facts = dict(form["facts"])
    on_cover = (form["cover"] or {}).get("authority")
    authority = on_cover or facts.get(printed_text.AUTHORITY)
    return f"{authority}: {title}" if authority else title


def set_up(document: Document, form: FormData) -> None:
    """Set the paper, margins, properties, styles and lists."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    word_styles.set_paper(section, PAPER, MARGIN)
    section.header_distance = section.footer_distance = EDGE
    set_styles(document)
    word_styles.describe(document, name_of(form), form["at"])
    reference = dict(form["facts"]).get(printed_text.REFERENCE, "")
    document.core_properties.identifier = reference
    if form["notice"]:
        section.header.paragraphs[0].text = form["notice"]
    foot(section.footer.paragraphs[0], form["foot"])
    add_lists(document)


def set_styles(document: Document) -> None:
    styles = document.styles
    note = styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    for name, size, before, after, colour in STYLES:
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        word_styles.set_font(style.element.get_or_add_rPr())


def foot(paragraph: Paragraph, said: str) -> None:
    """Print the foot of each page, with its page number."""
    stops = [("clear", 4680), ("clear", 9360), ("right", ACROSS)]  # two are the style's
    tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in stops)
    pieces = [wordml.run(f"{said}\t")]
    for words, code in word_styles.PAGE_OF_PAGES:
        pieces += [wordml.run(words), f'<w:fldSimple w:instr="{code}"/>']
    xml = wordml.paragraph("".join(pieces), "Footer", f"<w:tabs>{tabs}</w:tabs>")
    element = parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
    paragraph._p.getparent().replace(paragraph._p, element)


def add_lists(document: Document) -> None:
    """Add lists like the template's numbered list, each starting at one."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    [number] = style.iter(qn("w:numId"))
    [usual] = [
        each for each in numbering.num_lst if each.numId == int(number.get(qn("w:val")))
    ]
    for count in range(1, MOST_LISTS + 1):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{FIRST_LIST + count}">'
                f'<w:abstractNumId w:val="{usual.abstractNumId.val}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
                "</w:num>"
            )
        )


def numbered(count: int) -> str:
    """Return the properties that put a paragraph in the form's list of that number."""
    number = FIRST_LIST + min(count, MOST_LISTS)
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
