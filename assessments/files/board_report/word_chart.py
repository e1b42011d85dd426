"""A bar chart of Word's own, with its figures in a workbook that comes with it.

XlsxWriter writes the chart and the workbook; both become parts of the Word file. Runs
in a child process, so it imports no Django.
"""

import io
import zipfile
from typing import TypedDict

import xlsxwriter
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from ..bar_chart import Bars, stacked_bars

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, HEIGHT = Cm(17), Cm(5.4)
SHEET = "Data"
LABELS = b'<c:showVal val="1"/>'
# Of labels that say no more than the figure: what is not said, programs may show.
FIGURES_ONLY = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    b'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
INLINE = """
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="1" name="Chart 1"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing>
"""


class BarChart(TypedDict):
    """The bars: [(name, how many of each part)], and the parts.

    parts  [(label, fill, colour of the figures on it)]
    """

    rows: list[tuple[str, list[int]]]
    parts: list[tuple[str, str, str]]


def add_chart(paragraph: Paragraph, picture: HtmlElement, chart: BarChart) -> None:
    """Add the chart to a paragraph; `picture` is the one that it replaces."""
    book = workbook(chart)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        drawn = parts.read("xl/charts/chart1.xml")
    package = paragraph.part.package
    data = Part(PackURI("/word/embeddings/chart1.xlsx"), BOOK, book, package)
    part = Part(PackURI("/word/charts/chart1.xml"), CHART, b"", package)
    source = part.relate_to(data, f"{OFFICE}/package")
    part._blob = drawn.replace(LABELS, FIGURES_ONLY).replace(
        b"<c:printSettings>",
        f'<c:externalData r:id="{source}"/><c:printSettings>'.encode(),
    )
    link = paragraph.part.relate_to(part, f"{OFFICE}/chart")
    drawing = parse_xml(INLINE.format(width=WIDTH, height=HEIGHT, link=link))
    [about] = drawing.xpath("//wp:docPr")
    about.set("descr", picture.findtext("title") or "")
    paragraph.add_run()._r.append(drawing)


def workbook(chart: BarChart) -> bytes:
    """Return the bytes of a workbook with the figures and the chart."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(SHEET)
        page.write_row(0, 1, [label for label, _, _ in chart["parts"]])
        for number, (name, counts) in enumerate(chart["rows"], 1):
            page.write_row(number, 0, [name, *counts])
        bars = Bars(0, len(chart["rows"]), 0, 1, chart["parts"])
        page.insert_chart("H2", stacked_bars(book, SHEET, bars))
    return out.getvalue()
