"""Pieces of a Word document as XML text.

A form has thousands of cells and may have many more lines. An object for each would
take seconds; text takes none. Whatever a person wrote comes out as the characters it
is made of: tabs and lines as Word has them, right-to-left lines marked as such.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from assessments.submission.shown.emphasis import spans

from ...text_direction import is_right_to_left

LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_CHARACTER = "\ufffd"
LINE_BREAK = "<w:br/>"
# A run's properties, in the order the schema has them.
MARKS = {"b": "<w:b/><w:bCs/>", "i": "<w:i/><w:iCs/>", "u": '<w:u w:val="single"/>'}
RTL = "<w:rtl/>"


def run(text, marks=(), more=""):
    """Return a run of one line's text; a tab is Word's."""
    kinds = "".join(xml for kind, xml in MARKS.items() if kind in marks) + more
    properties = f"<w:rPr>{kinds}</w:rPr>" if kinds else ""
    pieces = [
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in NO_XML.sub(NO_CHARACTER, text).split("\t")
    ]
    return f"<w:r>{properties}{'<w:tab/>'.join(pieces)}</w:r>"


def emphasised(text_md):
    """Return runs of an edition's text with its emphasis."""
    return "".join(run(text, marks) for text, marks in spans(text_md))


def paragraph(runs, style="", more=""):
    """Return a paragraph; `more` are properties that follow its style."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{style}{more}</w:pPr>" if style or more else ""
    return f"<w:p>{properties}{runs}</w:p>"


def typed(text, marks=(), style=""):
    """Return a text as somebody would type it, a paragraph a line."""
    return "".join(typed_line(line, marks, style) for line in LINE.split(text))


def typed_line(line, marks=(), style=""):
    if not line:
        return paragraph("", style)
    if is_right_to_left(line):
        return paragraph(run(line, marks, RTL), style, "<w:bidi/>")
    return paragraph(run(line, marks), style)


def cell(content, width, *, span=1, fill=""):
    """Return a cell of paragraphs, `width` in twentieths of a point."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}</w:tcPr>'
        f"{content}</w:tc>"
    )


def row(cells, *, is_header=False, is_whole=True, height=0):
    """Return a row: repeated on each page if a header, on one page if whole."""
    properties = "<w:cantSplit/>" if is_whole else ""
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if is_header:
        properties += "<w:tblHeader/>"
    properties = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def table(rows, widths, *, title, description="", has_header=True):
    """Return a table of fixed columns, which tells of itself in title and description."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = 1 if has_header else 0
    described = (
        f"<w:tblDescription w:val={quoteattr(description)}/>" if description else ""
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="04A0" w:firstRow="{header}" w:lastRow="0" '
        'w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/>{described}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
