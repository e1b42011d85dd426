"""A table of an analysis: the same for the page, the files and the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.figures import rounded
from .plots import Bars, Dots, Slopes, on_paper

Cell = str | int | float | None
NONE = "–"


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how many decimals its figures are shown with.

    decimals  None for text; 0 for whole numbers
    """

    heading: str
    decimals: int | None = None

    @property
    def is_number(self) -> bool:
        """Return whether its cells are figures."""
        return self.decimals is not None

    def shown(self, cell: Cell) -> str:
        """Return a cell as people read it; "–" where there is no figure."""
        if cell is None:
            return NONE
        if isinstance(cell, str) or self.decimals is None:
            return str(cell)
        return rounded(cell, self.decimals)


@dataclass(frozen=True)
class ShownCell:
    """A cell as a page shows it."""

    text: str
    is_number: bool
    heading: str


@dataclass(frozen=True)
class Table:
    """Rows of cells, with what is said above them and drawn beside them.

    slug    its name in URLs and of its files
    lines   sentences above it
    below   sentences below it, on how to read it
    cells   of each row, in full: rounding is for people
    head    the column that names the row
    """

    slug: str
    title: str
    columns: Sequence[Column]
    cells: Sequence[Sequence[Cell]]
    lines: Sequence[str] = ()
    below: Sequence[str] = ()
    plot: Bars | Dots | Slopes | None = None
    empty: str = "Nothing to show yet."
    head: int = 0

    @property
    def plots_on_paper(self) -> list[Bars | Dots | Slopes]:
        """Return its plot in pieces that fit a page."""
        return on_paper(self.plot)

    @property
    def rows(self) -> list[list[ShownCell]]:
        """Return the rows as people read them."""
        return [
            [
                ShownCell(column.shown(cell), column.is_number, column.heading)
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.cells
        ]
