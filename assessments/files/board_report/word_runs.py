"""Runs of text in the paragraphs of the report as a Word file."""

import re
from collections.abc import Iterator
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.html import HtmlElement

from ..pdf.line_breaking import TypedText

SPACES = re.compile(r"[ \t\n\r\f]+")
Shades = dict[str, tuple[str, str]]


def made(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return a new element of WordprocessingML."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def fill(
    paragraph: Paragraph, element: HtmlElement, shades: Shades, *, is_bold: bool = False
) -> None:
    """Write an element's text into a paragraph."""
    pieces = list(pieces_of(element, {"strong"} if is_bold else set()))
    if element.get("dir") == "rtl":
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(made("bidi"), "w:spacing", "w:ind")
    for index, (text, marks, anchor) in enumerate(pieces):
        text = SPACES.sub(" ", text)
        text = text.lstrip() if index == 0 else text
        text = text.rstrip() if index == len(pieces) - 1 else text
        if text:
            run = add_run(paragraph, text, marks, anchor)
            if "chip" in marks and text in shades:
                shade_run(run, *shades[text])


def shade_run(run: Run, fill: str, ink: str) -> None:
    """Give a run the background and the colour that a rating has in print."""
    properties = run._r.get_or_add_rPr()
    run.font.color.rgb = RGBColor.from_string(ink.removeprefix("#"))
    shading = made("shd", val="clear", color="auto", fill=fill.removeprefix("#"))
    properties.insert_element_before(
        shading, "w:fitText", "w:vertAlign", "w:rtl", "w:cs"
    )


def pieces_of(
    element: HtmlElement, marks: set[str], anchor: str = ""
) -> Iterator[tuple[str, set[str], str]]:
    """Yield (text, its marks: names of elements and classes, a link's target)."""
    if element.text:
        yield element.text, marks, anchor
    for child in element:
        more = {child.tag, *child.get("class", "").split()}
        link = child.get("href", "").removeprefix("#")
        yield from pieces_of(child, marks | more, link)
        if child.tail:
            yield child.tail, marks, anchor


def add_run(paragraph: Paragraph, text: str, marks: set[str], anchor: str) -> Run:
    """Add a run of text without tabs or ends of lines, after any marks of its own."""
    run = Run(cast("CT_R", made("r")), paragraph)
    if marks & {"strong", "chip"}:
        run.bold = True
    if "em" in marks:
        run.italic = True
    if TypedText(text).dir == "rtl":
        run.font.rtl = True
    words = made("t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run._r.append(words)
    place = made("hyperlink", anchor=anchor) if anchor else run._r
    if anchor:
        place.append(run._r)
    paragraph._p.append(place)
    return run


def make_small(paragraph: Paragraph, size: Length, *, before: int = 0) -> None:
    """Set a paragraph in this size, with little room around it."""
    for run in paragraph._p.iter(qn("w:r")):
        Run(run, paragraph).font.size = size
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(2)
