"""A completed form as plain values that can be changed as people change forms in Word.

A `Sheet` knows what it truly says, so that whatever is done to it, what is read can be
compared with that.
"""

import io
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WIDTH = 1200
GREEN = "92D050"
# {style: (what the chosen box holds, what each other box holds)}
MARKS = {
    "x": ("X", ""),
    "tick": ("✓", ""),
    "yes_no": ("Yes", "No"),
    "letters": ("Y", "N"),
    "binary": ("1", "0"),
    "tick_cross": ("✓", "✗"),
    "emoji": ("✅", "❌"),
    "dashes": ("x", "–"),
    "boxes": ("☒", "☐"),
    "other": ("P", "O"),
}


def run(text, properties=""):
    return (
        f"<w:r><w:rPr>{properties}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraphs(*contents):
    return "".join(f"<w:p>{content}</w:p>" for content in contents or [""])


def typed(text, properties=""):
    return paragraphs(*(run(line, properties) for line in text.split("\n")))


def check_box(is_ticked, signs="☒☐"):
    sign = signs[0] if is_ticked else signs[1]
    return paragraphs(
        f"<w:sdt><w:sdtPr><w14:checkbox {W14}><w14:checked w14:val='{int(is_ticked)}'/>"
        f"</w14:checkbox></w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>"
    )


def placeholder(text="Click or tap here to enter text."):
    return paragraphs(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run(text)}</w:sdtContent></w:sdt>"
    )


@dataclass
class Column:
    """A column: its role, the value of a rating, and its heading."""

    role: str
    heading: str
    value: int = 0


@dataclass
class Row:
    """A row of a table; `cells` has the XML of its columns, `shades` their colours."""

    code: str
    letter: str
    text: str
    cells: dict = field(default_factory=dict)
    shades: dict = field(default_factory=dict)
    properties: dict = field(default_factory=dict)
    across: str = ""
    is_nudged: bool = False

    @property
    def said(self):
        return f"{self.letter}. {self.text}" if self.letter else self.text


@dataclass
class Area:
    """The table of an area, before it is written."""

    number: int
    title: str
    columns: list
    rows: list
    has_title: bool = True
    headings: str = "one row"  # or "two rows", "none"
    splits: dict = field(default_factory=dict)  # {row: whether headings are repeated}
    is_nested: bool = False
    copies: int = 1

    def column(self, role, value=0):
        return next(
            (c for c in self.columns if (c.role, c.value) == (role, value)), None
        )


class Sheet:
    """A completed form of an edition and what it truly says.

    truth   {code: {"ratings", "evidence", "ideas"}}
    words   that somebody wrote and that must come out somewhere
    """

    def __init__(self, edition, answers):
        self.edition, self.words = edition, set()
        self.truth = {code: dict(answer) for code, answer in answers.items()}
        self.areas = [self._area(area) for area in edition["areas"]]
        for answer in answers.values():
            self.words |= {*answer["evidence"].split(), *answer["ideas"].split()}

    def _area(self, area):
        columns = [Column("statement", area["prompt_md"].replace("*", ""))]
        columns += [
            Column("rating", point["column_heading"], point["value"])
            for point in self.edition["scale"]
        ]
        columns.append(Column("evidence", area["evidence_prompt"]))
        if self.edition["ideas_prompt"]:
            columns.append(Column("ideas", self.edition["ideas_prompt"]))
        made = Area(area["number"], f"{area['number']}. {area['title']}", columns, [])
        for statement in area["statements"]:
            text = statement["text_md"].replace("*", "")
            row = Row(statement["code"], statement["letter"], text)
            made.rows.append(row)
            self.fill(made, row, "x")
        return made

    def fill(self, area, row, style):
        """Write a row's answer with marks of a style."""
        truth = self.truth[row.code]
        rating = next(iter(truth["ratings"]), 0)
        for column in area.columns:
            if column.role == "rating":
                self._mark(row, column, rating, style)
            elif column.role in {"evidence", "ideas"}:
                row.cells[id(column)] = typed(truth[column.role])

    def _mark(self, row, column, rating, style):
        is_chosen, place = column.value == rating, id(column)
        row.shades.pop(place, None)
        if style == "check box":
            row.cells[place] = check_box(is_chosen)
        elif style == "printed":
            lit = '<w:highlight w:val="yellow"/>' if is_chosen else ""
            row.cells[place] = typed(str(column.value), lit)
        elif style == "shaded":
            row.cells[place] = typed("")
            if is_chosen:
                row.shades[place] = GREEN
        elif not rating:
            row.cells[place] = typed("")
        else:
            row.cells[place] = typed(MARKS[style][0 if is_chosen else 1])

    def rows(self):
        return [(area, row) for area in self.areas for row in area.rows]

    def data(self):
        """Return the bytes of the form."""
        document = Document()
        document.add_heading(self.edition["title_printed"], 1)
        for question in self.edition["cover_questions"]:
            document.add_paragraph(question["question"])
        body = document.element.body
        for area in self.areas:
            for xml in [piece for _ in range(area.copies) for piece in written(area)]:
                body.insert(len(body) - 1, parse_xml(xml))
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


def written(area):
    """Yield the XML of an area's blocks."""
    rows = []
    title = paragraphs(run(area.title))
    if area.has_title and not area.is_nested:
        yield title.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)
    if area.headings != "none":
        rows += heading_rows(area)
    for place, row in enumerate(area.rows):
        if place in area.splits and rows:
            yield table(area, rows)
            yield f"<w:p {nsdecls('w')}/>"
            rows = heading_rows(area) if area.splits[place] else []
        rows.append(row_xml(area, row))
    yield table(area, rows)


def table(area, rows):
    width = len(area.columns)
    grid = "<w:gridCol w:w='150'/><w:gridCol w:w='1050'/>" * width
    if not area.is_nested:
        return (
            f"<w:tbl {nsdecls('w')} {W14}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>"
            f"{''.join(rows)}</w:tbl>"
        )
    title = paragraphs(run(area.title)) if area.has_title else ""
    inner = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    return (
        f"<w:tbl {nsdecls('w')} {W14}><w:tblPr/><w:tblGrid><w:gridCol w:w='9000'/>"
        f"</w:tblGrid><w:tr><w:tc><w:tcPr/>{title}{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )


def heading_rows(area):
    texts = [column.heading for column in area.columns]
    if area.headings == "two rows":
        first = [text.rstrip("0123456789 ") for text in texts]
        second = [
            text[len(one) :].strip() for one, text in zip(first, texts, strict=True)
        ]
        return [plain_row(first), plain_row(second)]
    return [plain_row(texts)]


def plain_row(texts):
    cells = "".join(cell(typed(text)) for text in texts)
    return f"<w:tr>{cells}</w:tr>"


def cell(content, *, span=2, more=""):
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{more}</w:tcPr>{content}</w:tc>'


def row_xml(area, row):
    if row.across:
        return f"<w:tr>{cell(typed(row.across), span=2 * len(area.columns))}</w:tr>"
    cells = []
    for place, column in enumerate(area.columns):
        content = (
            typed(row.said)
            if column.role == "statement"
            else row.cells.get(id(column), paragraphs())
        )
        shade = row.shades.get(id(column))
        more = row.properties.get(id(column), "")
        more += f'<w:shd w:val="clear" w:fill="{shade}"/>' if shade else ""
        # A border moved a little: the second box takes the edge of the third.
        span = {2: 1, 1: 3}.get(place, 2) if row.is_nudged else 2
        cells.append(cell(content, span=span, more=more))
    return f"<w:tr>{''.join(cells)}</w:tr>"


def wrong(sheet, found):
    """Yield what a `Form` says wrongly, or loses, of what the sheet truly says.

    What the form leaves in doubt is neither.
    """
    asked = {place for question in found.questions for place in question.fields}
    listed = [text for _, text in found.unplaced] + [q.seen for q in found.questions]
    for code, truth in sheet.truth.items():
        answer = found.answers.get(code)
        if answer is None:
            is_named = any(code in each.seen for each in found.questions)
            if truth["ratings"] and not is_named:
                yield f"{code} was not read, and nobody is told"
            continue
        for name, said in truth.items():
            read = getattr(answer, name)
            if (code, name) in asked or read == said:
                continue
            is_listed = not read and said and any(str(said) in each for each in listed)
            if not is_listed:
                yield f"{code}, {name}: {read!r} and not {said!r}"
    texts = [a.evidence + "\n" + a.ideas for a in found.answers.values()]
    everything = "\n".join([*texts, *listed, *map(str, found.questions)])
    for word in sheet.words:
        if word not in everything:
            yield f"lost: {word}"
