"""A page of our own HTML as a Word file.

It knows the few elements that `templates/submissions/report_print.html` uses. It runs
in a child process (see `child_process`), so it imports no Django. A chart is left out:
the table below it has the same figures.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypedDict

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html as markup
from lxml.html import HtmlElement

from ..pdf.line_breaking import TypedText
from .word_styles import ACROSS, CELL, set_up, shade

SPACES = re.compile(r"[ \t\n\r\f]+")
HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
GAP = Pt(10)
INDENT = Cm(0.5)
TWENTIETH = Pt(1) // 20  # of a point: what Word measures widths in


class Facts(TypedDict):
    """The title, the foot of each page and the time; `at` is a time in ISO 8601."""

    title: str
    foot: str
    at: str


def write(page: str, facts: Facts) -> bytes:
    """Return the bytes of a Word file of `page`, HTML as text.

    `facts` are the title, the foot of each page, and the time the file gives.
    """
    document = Document()
    set_up(document, facts["title"], facts["foot"], datetime.fromisoformat(facts["at"]))
    Writer(document).write(markup.document_fromstring(page).body)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class Writer:
    """Writer of the elements of a page to the end of a Word document."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.bookmarks = 0

    def write(self, parent: HtmlElement) -> None:
        for element in parent:
            self.write_one(element)

    def write_one(self, element: HtmlElement) -> None:
        tag, kind = element.tag, element.get("class", "")
        if tag in ("section", "nav"):
            self.write(element)
        elif tag in HEADINGS:
            self.heading(element)
        elif tag == "p":
            is_title = kind in ("kind", "title")
            paragraph = self.paragraph(element, "Subtitle" if is_title else "Normal")
            follows = element.getprevious()
            if follows is not None:
                paragraph.paragraph_format.keep_with_next = follows.tag in HEADINGS
                if follows.tag in ("table", "dl"):
                    paragraph.paragraph_format.space_before = GAP
        elif tag == "ul":
            for item in element:
                self.paragraph(item, "List Bullet")
        elif tag == "dl":
            self.definitions(element, is_below=kind in ("questions", "brief"))
        elif tag == "table":
            self.table(element)

    def heading(self, element: HtmlElement) -> None:
        paragraph = self.paragraph(element, HEADINGS[element.tag])
        if element.getparent().get("class") == "summary":
            paragraph.paragraph_format.page_break_before = True
        if name := element.get("id"):
            self.bookmarks += 1
            for tag, more in [("bookmarkStart", {"name": name}), ("bookmarkEnd", {})]:
                mark = made(tag, id=str(self.bookmarks), **more)
                paragraph._p.append(mark)

    def paragraph(self, element: HtmlElement, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        fill(paragraph, element)
        return paragraph

    def definitions(self, element: HtmlElement, *, is_below: bool) -> None:
        """Write terms and texts, each text below its term if `is_below` or if needed."""
        term = None
        for each in element:
            if each.tag == "dt":
                term = each
                continue
            is_brief = element.get("class") == "brief"
            if term is not None:
                paragraph = self.document.add_paragraph(style="Normal")
                fill(paragraph, term, is_bold=not is_brief)
            if is_below or term is None or each.get("dir") == "rtl":
                paragraph.paragraph_format.keep_with_next = term is not None
                paragraph = self.document.add_paragraph(style="Normal")
                paragraph.paragraph_format.left_indent = INDENT
            else:
                paragraph.add_run(": ").bold = True
            fill(paragraph, each)
            for quoted in each.iter("span"):
                if quoted.get("class") == "quoted":
                    paragraph = self.document.add_paragraph(style="Normal")
                    paragraph.paragraph_format.left_indent = INDENT
                    fill(paragraph, quoted)
            term = None

    def table(self, element: HtmlElement) -> None:
        caption, *rows = element.iter("caption", "tr")
        self.paragraph(caption, "Caption")
        heads = list(rows[0])
        shares = [float(head.get("data-share", 1)) for head in heads]
        widths = [int(ACROSS * share / sum(shares)) for share in shares]
        table = self.document.add_table(0, len(heads), style="Table Grid")
        table.autofit = False
        table._tbl.tblPr.append(made("tblCaption", val=caption.text_content()))
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        for number, row in enumerate(rows):
            table._tbl.append(row_of(row, table, widths, is_head=not number))


def row_of(
    element: HtmlElement, table: Table, widths: Sequence[int], *, is_head: bool
) -> Any:
    """Return a table's row; only a long one may continue on the next page."""
    row, properties = made("tr"), made("trPr")
    if element.get("class") != "long":
        properties.append(made("cantSplit"))
    if is_head:
        properties.append(made("tblHeader"))
    row.append(properties)
    for each, width in zip(element, widths, strict=True):
        cell, properties = made("tc"), made("tcPr")
        properties.append(made("tcW", w=str(width // TWENTIETH), type="dxa"))
        if is_head:
            properties.append(shade())
        paragraph = made("p")
        paragraph.get_or_add_pPr().append(made("pStyle", val=CELL))
        cell.extend([properties, paragraph])
        fill(
            Paragraph(paragraph, table),
            each,
            is_bold=is_head or element.get("class") == "total",
        )
        row.append(cell)
    return row


def made(tag: str, **attributes: str) -> Any:
    """Return a new element of WordprocessingML."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def fill(paragraph: Paragraph, element: HtmlElement, *, is_bold: bool = False) -> None:
    """Write an element's text into a paragraph, its line breaks if it is typed."""
    is_typed = element.tag == "dd" or element.get("class") in ("typed", "quoted")
    pieces = list(pieces_of(element, {"strong"} if is_bold else set()))
    if element.get("dir") == "rtl":
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(made("bidi"), "w:spacing", "w:ind")
    for index, (text, marks, anchor) in enumerate(pieces):
        if not is_typed:
            text = SPACES.sub(" ", text)
            text = text.lstrip() if index == 0 else text
            text = text.rstrip() if index == len(pieces) - 1 else text
        else:
            text = text.strip("\n") if len(pieces) == 1 else text
        if text:
            add_run(paragraph, text, marks, anchor)


def pieces_of(
    element: HtmlElement, marks: set[str], anchor: str = ""
) -> Iterator[tuple[str, set[str], str]]:
    """Yield (text, its marks: names of elements and classes, a link's target)."""
    if element.text:
        yield element.text, marks, anchor
    for child in element:
        if child.get("class") == "quoted":
            continue
        more = {child.tag, child.get("class", "")}
        link = child.get("href", "").removeprefix("#")
        yield from pieces_of(child, marks | more, link)
        if child.tail:
            yield child.tail, marks, anchor


def add_run(paragraph: Paragraph, text: str, marks: set[str], anchor: str) -> None:
    run = paragraph.add_run(text)
    run.bold = "strong" in marks or None
    run.italic = "em" in marks or None
    if TypedText(text).dir == "rtl":
        run.font.rtl = True
    if anchor:
        link = made("hyperlink", anchor=anchor)
        paragraph._p.append(link)
        link.append(run._r)
