"""A Word document as paragraphs and tables on a grid.

A cell knows where it begins and ends across the table, in the table's own units, so
that cells can be matched with the headings above them even if a border was moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .docx_safety import Element
from .docx_styles import fill_of
from .docx_text import LEFT_OUT, collect
from .docx_values import CHUNK, Source, Text
from .elements import child, children, local_name, number, value

MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside any table."""

    content: Text

    @property
    def text(self) -> str:
        return self.content.text


@dataclass(frozen=True)
class Cell:
    """A cell: its text, its position across the table, and its shading.

    left, right    in twentieths of a point, or in columns if the table gives no widths
    is_continued   whether it is merged with the cell above, whose text it then has
    tables         the tables within it
    outside        its text outside those tables
    """

    content: Text
    left: float
    right: float
    shade: str = ""
    is_continued: bool = False
    tables: tuple["Table", ...] = ()
    outside: Text = field(default_factory=Text)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def width(self) -> float:
        return self.right - self.left


Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """Rows of cells."""

    rows: list[Row] = field(default_factory=list)


Block = Paragraph | Table


def contents_of(block: Block) -> list[Text]:
    """Return the text of a paragraph, or of each cell of a table."""
    if isinstance(block, Paragraph):
        return [block.content]
    return [cell.content for row in block.rows for cell in row]


def blocks(root: Element, source: Source) -> Iterator[Block]:
    """Yield the paragraphs and tables of a part in order, given its root element."""
    for element in root:
        name = local_name(element)
        if name == "p":
            yield Paragraph(collect(element, source))
        elif name == "tbl":
            yield table_of(element, source)
        elif name == "altChunk" and (chunk := source.chunk(element)):
            yield from blocks(chunk.body, chunk.source)
        elif name == "altChunk":
            yield Paragraph(Text(CHUNK, CHUNK))
        elif name not in LEFT_OUT:
            yield from blocks(element, source)


def table_of(element: Element, source: Source) -> Table:
    """Return a table with each cell on its grid and merged cells filled down."""
    grid = child(element, "tblGrid")
    widths = [] if grid is None else [number(each, 0, "w") for each in grid]
    if not all(widths[:MOST_COLUMNS]):
        widths = []
    rows: list[Row] = []
    for each in children(element, "tr"):
        rows.append(row_of(each, widths, rows[-1] if rows else [], source))
    return Table(rows)


def row_of(element: Element, widths: list[int], above: Row, source: Source) -> Row:
    cells = []
    column = _number(element, "trPr", "gridBefore", default=0)
    for each in children(element, "tc"):
        span = max(1, _number(each, "tcPr", "gridSpan", default=1))
        left, right = edge(column, widths), edge(column + span, widths)
        cells.append(cell_of(each, left, right, above, source))
        column += span
    return cells


def cell_of(
    element: Element, left: float, right: float, above: Row, source: Source
) -> Cell:
    merge, shade = child(element, "tcPr", "vMerge"), child(element, "tcPr", "shd")
    content = collect(element, source)
    nested = list(children(element, "tbl"))
    cell = Cell(
        content,
        left,
        right,
        "" if shade is None else fill_of(shade),
        tables=tuple(table_of(each, source) for each in nested),
        outside=collect(element, source, with_tables=False) if nested else content,
    )
    if merge is None or value(merge) == "restart":
        return cell
    before = next((each for each in above if each.left == left), None)
    if before is None or cell.text:
        return cell
    return replace(before, right=right, is_continued=True, tables=())


def edge(column: int, widths: list[int]) -> float:
    """Return where a column of the grid begins; beyond the grid each is one unit."""
    column = min(column, MOST_COLUMNS)
    unit = sum(widths) / len(widths) if widths else 1
    return sum(widths[:column]) + unit * max(0, column - len(widths))


def _number(element: Element, *path: str, default: int) -> int:
    found = child(element, *path)
    return default if found is None else min(number(found, default), MOST_COLUMNS)
