"""A page of our own HTML as a Word file.

It knows the few elements that `templates/submissions/report_print.html` uses. It runs
in a child process (see `child_process`), so it imports no Django. The chart becomes
one of Word's own.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html as markup
from lxml.html import HtmlElement

from ..word_styles import characters_of
from .word_chart import BarChart, add_chart
from .word_runs import Shades, fill, made, make_small
from .word_styles import ACROSS, CELL, begin_section, set_up, shade

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
GAP = Pt(10)
INDENT = Cm(0.5)
SMALL, SMALL_HEADING, SMALL_TITLE = Pt(9), Pt(11), Pt(18)  # on the first page
NEW_PAGE = {"part first-part", "annex"}  # begin on a page of their own
TOGETHER = {"part about"}  # stay on one page
WHOLE = {"figures", "short"}  # tables of these classes stay on one page
BULLETED = {"", "points"}  # lists of these classes
USED = (
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Caption",
    "List Bullet",
)
TWENTIETH = Pt(1) // 20  # of a point: what Word measures widths in


class Facts(TypedDict):
    """The properties of the file, the foot of each page, and the colours of ratings.

    at      a time in ISO 8601
    shades  {label of a rating: (fill, colour of text on it)}
    """

    title: str
    author: str
    foot: str
    at: str
    shades: Shades
    chart: BarChart


def write(page: str, facts: Facts) -> bytes:
    """Return the bytes of a Word file of `page`, HTML as text.

    `facts` are the title, the foot of each page, and the time the file gives.
    """
    document = Document()
    foot, author = map(characters_of, (facts["foot"], facts["author"]))
    set_up(document, facts["title"], foot, datetime.fromisoformat(facts["at"]))
    document.core_properties.author = author
    writer = Writer(document, facts["shades"], facts["chart"])
    writer.write(markup.document_fromstring(characters_of(page)).body)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class Writer:
    """Writer of the elements of a page to the end of a Word document."""

    def __init__(self, document: WordDocument, shades: Shades, chart: BarChart) -> None:
        self.document, self.shades, self.chart = document, shades, chart
        self.body = document.element.body
        self.bookmarks = 0
        # Each look-up of a style reads all of them, so each is looked up once.
        self.styles = {name: document.styles[name].style_id for name in USED}

    def write(self, parent: HtmlElement) -> None:
        for element in parent:
            self.write_one(element)

    def write_one(self, element: HtmlElement) -> None:
        tag, kind = element.tag, element.get("class", "")
        if kind == "sides" and len(element) > 1:
            self.columns(element)
        elif tag in ("section", "nav", "div"):
            start = len(self.body)
            self.write(element)
            if kind == "contents":
                self.add("Normal").add_run().add_break(WD_BREAK.PAGE)
            if kind in TOGETHER:
                self.keep_together(start)
        elif tag in HEADINGS:
            self.heading(element)
        elif tag == "p":
            paragraph = self.paragraph(
                element, "Subtitle" if kind == "kind" else "Normal"
            )
            if is_in_front(element, "tight"):
                make_small(paragraph, SMALL)
            follows = element.getprevious()
            if follows is not None:
                paragraph.paragraph_format.keep_with_next = follows.tag in HEADINGS
                if follows.tag in ("table", "dl"):
                    paragraph.paragraph_format.space_before = GAP
        elif tag == "ul":
            is_contents = element.getparent().tag == "nav"
            for item in element:
                if is_contents:
                    self.contents(item)
                    continue
                style = "List Bullet" if kind in BULLETED else "Normal"
                paragraph = self.paragraph(item, style)
                if is_in_front(item):
                    make_small(paragraph, SMALL)
        elif tag == "dl":
            self.definitions(element, is_below=kind == "brief")
        elif tag == "table":
            self.table(element)
        elif tag == "svg":
            add_chart(self.add("Normal"), element, self.chart)

    def columns(self, element: HtmlElement) -> None:
        """Write the parts of an element side by side."""
        begin_section(self.document, len(element))
        for part in element:
            start = len(self.body)
            self.write(part)
            if part.getprevious() is not None:
                first = Paragraph(self.body[start - 1], self.document).runs[0]._r
                first.insert(0, made("br", type="column"))
        begin_section(self.document, 1)

    def keep_together(self, start: int) -> None:
        """Keep what was written from here on, but the last of it, with what follows."""
        *paragraphs, _, _ = self.body[start - 1 :]
        for each in paragraphs:
            Paragraph(each, self.document).paragraph_format.keep_with_next = True

    def heading(self, element: HtmlElement) -> None:
        paragraph = self.paragraph(element, HEADINGS[element.tag])
        if element.tag == "h1" and is_in_front(element, "tight"):
            make_small(paragraph, SMALL_TITLE)
        if element.tag == "h2" and is_in_front(element):
            is_at_top = element.getparent().get("class") == "side"
            make_small(paragraph, SMALL_HEADING, before=0 if is_at_top else 6)
        starts = element.getparent().get("class", "") in NEW_PAGE
        if element.tag == "h2" and starts:
            paragraph.paragraph_format.page_break_before = True
        if name := element.get("id"):
            self.bookmarks += 1
            for tag, more in [("bookmarkStart", {"name": name}), ("bookmarkEnd", {})]:
                mark = made(tag, id=str(self.bookmarks), **more)
                paragraph._p.append(mark)

    def add(self, style: str) -> Paragraph:
        """Add an empty paragraph in a style."""
        paragraph = self.document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self.styles[style]
        return paragraph

    def paragraph(
        self, element: HtmlElement, style: str, *, is_bold: bool = False
    ) -> Paragraph:
        paragraph = self.add(style)
        fill(paragraph, element, self.shades, is_bold=is_bold)
        return paragraph

    def contents(self, item: HtmlElement) -> None:
        """Add a line of the contents, with the page its heading is on."""
        paragraph = self.paragraph(item, "Normal")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        paragraph.add_run("\t")
        anchor = item.find(".//a").get("href").removeprefix("#")
        paragraph._p.append(
            made("fldSimple", instr=f"PAGEREF {anchor} \\h", dirty="true")
        )

    def definitions(self, element: HtmlElement, *, is_below: bool) -> None:
        """Write terms and texts, each text below its term if `is_below` or if needed."""
        for term in element.iter("dt"):
            paragraph = self.paragraph(term, "Normal", is_bold=not is_below)
            text = term.getnext()
            if text is None or text.tag != "dd":
                continue
            lines = lines_of(text)
            if is_below or len(lines) > 1 or lines[0].get("dir") == "rtl":
                paragraph.paragraph_format.keep_with_next = True
                for line in lines:
                    below = self.paragraph(line, "Normal")
                    below.paragraph_format.left_indent = INDENT
                    below.paragraph_format.keep_together = True
                    below.paragraph_format.keep_with_next = line is not lines[-1]
            else:
                paragraph.add_run(": ").bold = True
                fill(paragraph, lines[0], self.shades)

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
        is_whole = not WHOLE.isdisjoint(element.get("class", "").split())
        for number, row in enumerate(rows):
            added = row_of(row, table, widths, self.shades, is_head=not number)
            table._tbl.append(added)
            if is_whole and row is not rows[-1]:
                for paragraph in added.iter(qn("w:pPr")):
                    paragraph.get_or_add_keepNext()


def is_in_front(element: HtmlElement, kind: str = "front") -> bool:
    """Return whether it is on the first page, where everything is to fit.

    The first page's kind is "tight" as well if there is much on it.
    """
    return any(
        kind in each.get("class", "").split() for each in element.iterancestors()
    )


def row_of(
    element: HtmlElement,
    table: Table,
    widths: Sequence[int],
    shades: Shades,
    *,
    is_head: bool,
) -> BaseOxmlElement:
    """Return a table's row, which does not continue on the next page."""
    row, properties = made("tr"), made("trPr")
    properties.append(made("cantSplit"))
    if is_head:
        properties.append(made("tblHeader"))
    row.append(properties)
    for each, width in zip(element, widths, strict=True):
        cell, properties = made("tc"), made("tcPr")
        properties.append(made("tcW", w=str(width // TWENTIETH), type="dxa"))
        if is_head:
            properties.append(shade())
        cell.append(properties)
        for line in lines_of(each):
            paragraph = cast("CT_P", made("p"))
            paragraph.get_or_add_pPr().append(made("pStyle", val=CELL))
            cell.append(paragraph)
            fill(Paragraph(paragraph, table), line, shades, is_bold=is_head)
        row.append(cell)
    return row


def lines_of(element: HtmlElement) -> list[HtmlElement]:
    """Return the lines of an element that are paragraphs, or itself."""
    return element.findall("p") or [element]
