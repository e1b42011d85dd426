"""Pieces of a Word document as XML text.

A form has thousands of cells and may have many more lines. Objects for them would take
seconds; text takes almost no time. Everything a person wrote comes out character for
character: tabs and lines as Word has them, right-to-left lines marked as such.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from assessments.submission.shown.emphasis import spans

from ...text_direction import is_right_to_left
from ...word_styles import characters_of

LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
LINE_BREAK = "<w:br/>"
# A run's properties, in the order the schema has them.
MARKS = {"b": "<w:b/><w:bCs/>", "i": "<w:i/><w:iCs/>", "u": '<w:u w:val="single"/>'}
RTL = "<w:rtl/>"
TICKED, UNTICKED, SIGNS = "☒", "☐", "MS Gothic"  # signs of a box, and their font
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def run(text: str, marks: Collection[str] = (), more: str = "") -> str:
    """Return a run of one line's text; tabs become Word's own."""
    kinds = "".join(xml for kind, xml in MARKS.items() if kind in marks) + more
    properties = f"<w:rPr>{kinds}</w:rPr>" if kinds else ""
    pieces = [
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in characters_of(text).split("\t")
    ]
    return f"<w:r>{properties}{'<w:tab/>'.join(pieces)}</w:r>"


def emphasised(text_md: str) -> str:
    """Return runs of an edition's text with its emphasis."""
    return "".join(run(text, marks) for text, marks in spans(text_md))


def paragraph(runs: str, style: str = "", more: str = "") -> str:
    """Return a paragraph; `more` are properties that follow its style."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{style}{more}</w:pPr>" if style or more else ""
    return f"<w:p>{properties}{runs}</w:p>"


def typed(text: str, marks: Collection[str] = (), style: str = "") -> str:
    """Return a text as somebody would type it, with one paragraph per line."""
    return "".join(typed_line(line, marks, style) for line in LINE.split(text))


def typed_line(line: str, marks: Collection[str] = (), style: str = "") -> str:
    if not line:
        return paragraph("", style)
    if is_right_to_left(line):
        return paragraph(run(line, marks, RTL), style, "<w:bidi/>")
    return paragraph(run(line, marks), style)


def guarded(runs: str, tag: str) -> str:
    """Return runs that nobody can change or delete in Word, marked for our reader."""
    return (
        f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(tag)}/>"
        '<w:lock w:val="sdtContentLocked"/></w:sdtPr>'
        f"<w:sdtContent>{runs}</w:sdtContent></w:sdt>"
    )


def check_box(title: str, is_ticked: bool) -> str:
    """Return a box to tick, with a title that says what it is for."""
    sign = TICKED if is_ticked else UNTICKED
    font = f'<w:rFonts w:ascii="{SIGNS}" w:hAnsi="{SIGNS}" w:eastAsia="{SIGNS}"/>'
    states = "".join(
        f'<w14:{name} w14:val="{ord(each):04X}" w14:font="{SIGNS}"/>'
        for name, each in (("checkedState", TICKED), ("uncheckedState", UNTICKED))
    )
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/>"
        f'<w:lock w:val="sdtLocked"/><w14:checkbox xmlns:w14="{W14}">'
        f'<w14:checked w14:val="{int(is_ticked)}"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(sign, (), font)}</w:sdtContent></w:sdt>"
    )


def cell(content: str, width: int, *, span: int = 1, fill: str = "") -> str:
    """Return a cell of paragraphs, `width` in twentieths of a point."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}</w:tcPr>'
        f"{content}</w:tc>"
    )


def row(
    cells: Iterable[str],
    *,
    is_header: bool = False,
    is_whole: bool = True,
    height: int = 0,
) -> str:
    """Return a row: repeated on each page if a header, kept on one page if whole."""
    properties = "<w:cantSplit/>" if is_whole else ""
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if is_header:
        properties += "<w:tblHeader/>"
    properties = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def table(
    rows: Iterable[str],
    widths: Sequence[int],
    *,
    title: str,
    description: str = "",
    has_header: bool = True,
) -> str:
    """Return a table of fixed columns, with a title and a description."""
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
