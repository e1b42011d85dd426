"""A form of an edition as a Word file, blank or filled in, laid out as on paper.

Takes plain data and asks no database. Whatever is written here our own reader (see
`assessments.imports.word`) reads back exactly.
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..imports import ours
from .document import runs

LANGUAGE = "en-GB"
FONT = "Arial"
PAPER, MARGIN = (Cm(29.7), Cm(21)), Cm(1.5)
ACROSS = PAPER[0] - 2 * MARGIN
NUMBER, STATEMENT, RATING = Cm(1.7), Cm(6.5), Cm(1.9)
EVIDENCE = 0.58  # of what the other columns leave, where there are ideas too
SCORE = Cm(4)
INK, EDGE, SHADE = RGBColor(0, 0, 0), "7F7F7F", "EDEDED"
BLANK = {"ratings": [], "evidence": "", "ideas": ""}


def write(framework, *, answers, scores, at, areas=None, facts=(), how_to=()):
    """Return the bytes of a form.

    framework  as a submission's document has it
    answers    {code: {"ratings": [values], "evidence", "ideas"}}, blank if left out
    scores     {area number: 0 to 10, or None}, blank if left out
    at         when, the only thing the file says of its making
    areas      the numbers of the areas the form has; all if left out
    facts      [(label, value)] to stand above: whose form it is
    how_to     sentences to stand below how a form is filled in
    """
    document = Document()
    _set_up(document, framework, at)
    chosen = [
        area for area in framework["areas"] if areas is None or area["number"] in areas
    ]
    _front(document, framework, facts, how_to)
    for area in chosen:
        _area(document, framework, area, answers)
    _scores(document, framework, chosen, scores)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, framework, at):
    """Set paper, language, properties and the few styles that are used."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAPER
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", MARGIN)
    styles = document.styles
    for name, size, before, after in [
        ("Normal", 9.5, 2, 2),
        ("Body Text", 10.5, 3, 5),
        ("List Bullet", 10.5, 0, 3),
        ("Heading 1", 18, 0, 10),
        ("Heading 2", 14, 12, 6),
    ]:
        style = styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FONT, INK
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for language in (*styles.element.iter(qn("w:lang")), *_theme_language(document)):
        language.set(qn("w:val"), LANGUAGE)
    properties = document.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(properties, name, "")
    properties.title = framework.get("title_printed") or framework["title"]
    properties.language = LANGUAGE
    properties.created = properties.modified = at
    _page_numbers(section.footer.paragraphs[0])


def _theme_language(document):
    return document.settings.element.iter(qn("w:themeFontLang"))


def _page_numbers(paragraph):
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, code in [("Page ", "PAGE"), (" of ", "NUMPAGES")]:
        paragraph.add_run(words)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)


def _front(document, framework, facts, how_to):
    """Print the title, whose form it is, how to fill it in, and the scale's guide."""
    title = framework.get("title_printed") or framework["title"]
    document.add_heading(title, 1)
    for label, value in facts:
        paragraph = document.add_paragraph(style="Body Text")
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(value)
        if label == ours.REFERENCE:
            document.core_properties.identifier = value
    document.add_heading(ours.HOW_TO, 2)
    typing = ours.TYPE_IDEAS if framework["ideas_prompt"] else ours.TYPE_EVIDENCE
    for sentence in [ours.ONE_MARK, typing, *how_to]:
        document.add_paragraph(sentence, style="List Bullet")
    document.add_heading(ours.GUIDE, 2)
    for point in framework["scale"]:
        document.add_paragraph(ours.guide_line(point), style="List Bullet")


def _area(document, framework, area, answers):
    title = f"{area['number']}. {area['title']}"
    heading = document.add_heading(title, 2)
    heading.paragraph_format.page_break_before = True
    if area.get("examples"):
        document.add_paragraph(area["examples"], style="Body Text")
    _emphasised(document.add_paragraph(style="Body Text"), area["prompt_md"])
    scale = framework["scale"]
    ideas = framework["ideas_prompt"]
    headings = [
        ours.NUMBER,
        ours.STATEMENT,
        *(point["column_heading"] for point in scale),
        area["evidence_prompt"],
        *([ideas] if ideas else []),
    ]
    widths = _widths(len(scale), has_ideas=bool(ideas))
    table = _table(document, title, headings, widths, len(area["statements"]))
    for row, statement in zip(table.rows[1:], area["statements"], strict=True):
        answer = BLANK | answers.get(statement["code"], {})
        number, said, *boxes = row.cells
        number.paragraphs[0].add_run(statement["code"]).bold = True
        _emphasised(said.paragraphs[0], statement["text_md"])
        for box, point in zip(boxes, scale, strict=False):
            box.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            if point["value"] in answer["ratings"]:
                box.paragraphs[0].add_run(ours.MARK)
        texts = [answer["evidence"], *([answer["ideas"]] if ideas else [])]
        for box, text in zip(boxes[len(scale) :], texts, strict=True):
            _typed(box, text)
    _footnotes(document, area)


def _footnotes(document, area):
    """Print what the edition notes to its statements, below them."""
    for statement in area["statements"]:
        if statement.get("footnote"):
            document.add_paragraph(statement["footnote"], style="Body Text")


def _widths(points, *, has_ideas):
    left = ACROSS - NUMBER - STATEMENT - points * RATING
    last = [left * EVIDENCE, left * (1 - EVIDENCE)] if has_ideas else [left]
    return [NUMBER, STATEMENT, *[RATING] * points, *map(int, last)]


def _scores(document, framework, areas, scores):
    """Print the scores out of ten in the edition's own order, a row an area."""
    heading = document.add_heading(framework["scores_heading"], 2)
    heading.paragraph_format.page_break_before = True
    for name in ("scores_instruction", "scores_note"):
        if framework.get(name):
            document.add_paragraph(framework[name], style="Body Text")
    widths = [ACROSS - SCORE, SCORE]
    title = framework["scores_heading"]
    table = _table(document, title, [ours.AREA, ours.SCORE], widths, len(areas))
    ordered = sorted(areas, key=lambda area: area["rating_order"])
    asked = framework.get("scores_stem") or f"{title}:"
    for row, area in zip(table.rows[1:], ordered, strict=True):
        said, box = row.cells
        said.paragraphs[0].add_run(f"{asked} {area['rating_title']}")
        score = scores.get(area["number"])
        if score is not None:
            box.paragraphs[0].add_run(str(score))


def _table(document, title, headings, widths, rows):
    """Add a table whose first row repeats on each page, its other rows blank."""
    table = document.add_table(rows + 1, len(headings), style="Table Grid")
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for number, row in enumerate(table.rows):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            if not number:
                _shade(cell)
        if not number:
            header = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(header)
            for cell, text in zip(row.cells, headings, strict=True):
                cell.paragraphs[0].add_run(text).bold = True
    return table


def _shade(cell):
    shade = OxmlElement("w:shd")
    for name, value in [("val", "clear"), ("color", "auto"), ("fill", SHADE)]:
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _emphasised(paragraph, text_md):
    for text, stressed in runs(text_md):
        paragraph.add_run(text).italic = stressed or None


def _typed(cell, text):
    """Put a text into a cell as somebody would type it, a paragraph a line."""
    first, *others = text.split("\n")
    if first:
        cell.paragraphs[0].add_run(first)
    for line in others:
        paragraph = cell.add_paragraph()
        if line:
            paragraph.add_run(line)
