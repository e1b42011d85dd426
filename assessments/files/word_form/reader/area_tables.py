"""Reads the tables of a form: one for each area, with a row for each statement.

Each stage gives the next a value that says how sure it is: area, columns, rows, cells.
"""

import re

from assessments.submission.shown.content import Framework

from . import layout_contents as contents
from .answers import Answers
from .colours import standing_out
from .docx_blocks import Cell, Row, Table
from .docx_values import Text
from .heading_words import HeadingWords, Role
from .headings import LOOSE, Headings
from .layout import NO_HEADINGS, Heading, Layout, heading_at
from .marks import Scale, choosing_shades
from .matching import Match, Said, Statements, area_by_wording, match
from .scores import Scores
from .statement_rows import StatementRow, boxes_of, is_across
from .values import Question
from .wording import PrintedText, key

OUT_OF_TEN = re.compile(r"(?:/|out\s+of)\s*10\b", re.IGNORECASE)
NO_COLUMNS = "The columns cannot be identified, so no answer was taken from this table."
OTHER_HEADINGS = "The columns of this table do not fit those of the table before."
ENOUGH_VOTES = 2


class AreaTables:
    """The answers in the tables, gathered in the order of the document."""

    def __init__(self, edition: Framework, printed: PrintedText) -> None:
        self.printed = printed
        self.statements = Statements(edition)
        self.words = HeadingWords(edition)
        self.area_headings = Headings(edition)
        self.labels = {
            area["number"]: key(area.get("row_label") or area["title"])
            for area in edition["areas"]
        }
        self.answers = Answers(
            self.statements,
            printed,
            Scale(tuple(self.words.values), self.words.ratings),
        )
        self.scores = Scores(edition, self.answers.leave)
        self.number: int | None = None
        self.is_headed = False
        self.layouts: dict[int, tuple[int | None, Layout]] = {}
        self.last: Match | None = None

    @property
    def missing(self) -> list[str]:
        """Return the codes of the edition's statements that no table has, in order."""
        codes = self.statements.codes.values()
        return [code for code in codes if code not in self.answers.found]

    def read_heading(self, content: Text) -> bool:
        """Return whether a text is the heading of an area, which it then begins."""
        number, fit = self.area_headings.area_of(content.bare)
        if number is None:
            return False
        self._begin(number)
        if fit == LOOSE and content.bare not in self.printed:
            self.answers.leave(f"The heading of area {number}", content.text)
        return True

    def is_area_table(self, table: Table) -> bool:
        """Return whether a table holds statements rather than cover-sheet boxes."""
        return any(
            any(self._is_of_statement(cell.content) for cell in row)
            or heading_at(table.rows, at, self.words) is not None
            for at, row in enumerate(table.rows)
        )

    def read_table(self, table: Table) -> None:
        """Read a table, part by part: each begins with a heading or the table."""
        rows, at = table.rows, 0
        heading: Heading | None = None
        part: list[Row] = []
        while at < len(rows):
            found = self._heading_at(rows, at)
            number = None if found else self._area_of_row(rows[at])
            if found or number is not None:
                self._read_part(heading, part)
                part = []
            if number is not None:
                self._read_area_row(rows[at])
            if found:
                heading = found
                self._leave_unprinted_headings(rows[at : at + found.count])
            if found is None and number is None:
                part.append(rows[at])
            at += found.count if found else 1
        self._read_part(heading, part)
        self.is_headed = False

    def _heading_at(self, rows: list[Row], at: int) -> Heading | None:
        if any(self._is_of_statement(cell.content) for cell in rows[at]):
            return None
        below = rows[at + 1] if at + 1 < len(rows) else []
        is_last = any(self._is_of_statement(cell.content) for cell in below)
        return heading_at(
            rows[at : at + 1] if is_last else rows[at : at + 2], 0, self.words
        )

    def _is_of_statement(self, content: Text) -> bool:
        """Return whether a cell has a statement's words, with its letter or without."""
        if not content.text:
            return False
        if key(content.bare) in self.statements.by_text:
            return True
        said = self.statements.split(content.text)
        return (
            said.letter is not None
            and self.statements.exact(said.text, self.number) is not None
        )

    def _begin(self, number: int) -> None:
        self.number, self.is_headed, self.last = number, True, None

    def _area_of_row(self, row: Row) -> int | None:
        """Return the area if the row is only its heading, else None."""
        filled = [cell for cell in row if cell.text]
        if len(filled) != 1 or filled[0] is not row[0]:
            return None
        text = filled[0].content.bare
        if OUT_OF_TEN.search(text):
            return None
        return self.area_headings.area_of(text)[0]

    def _read_area_row(self, row: Row) -> None:
        content = next(cell.content for cell in row if cell.text)
        self.read_heading(content)
        self._leave_apart(row)

    def _leave_unprinted_headings(self, rows: list[Row]) -> None:
        """List headings that are not the form's own; note which were understood."""
        for row in rows:
            for cell in row:
                bare = cell.content.bare
                if bare in self.printed or self.words.is_own(bare):
                    continue
                meaning = self.words.meaning(cell.content)
                if meaning is None:
                    self.answers.leave(f"{self._here()}, a heading", cell.text)
                else:
                    said = " ".join(cell.text.split())
                    heading = self.words.in_words(meaning)
                    self.answers.notice("Headings", f"“{said}” was read as {heading}.")
            self._leave_apart(row)

    def _leave_apart(self, row: Row) -> None:
        for cell in row:
            self.answers.leave_apart(self._here(), cell.content)

    def _read_part(self, heading: Heading | None, rows: list[Row]) -> None:
        """Read the rows below a heading, or those of a table that has none."""
        if not any(cell.text or cell.shade for row in rows for cell in row):
            return
        self._settle_area(rows)
        layout = self._layout(heading, rows)
        if layout is None:
            self._read_unknown(rows)
            return
        said = [self._said(row, layout) for row in rows]
        colours = standing_out(rows)
        matches = match(said, self.number, self.statements, self.last)
        matched = zip(rows, matches, strict=True)
        shades = choosing_shades(
            [boxes_of(row, layout) for row, m in matched if m.place]
        )
        for row, words, one in zip(rows, said, matches, strict=True):
            self._read_row(StatementRow(one, words, row, layout, colours), shades)

    def _read_unknown(self, rows: list[Row]) -> None:
        """List rows with unidentified columns, and ask about their statements."""
        places = [
            self.statements.exact(self.statements.split(cell.text).text, self.number)
            for row in rows
            for cell in row
        ]
        codes = dict.fromkeys(self.statements.codes[each] for each in places if each)
        if codes:
            self.answers.questions.append(
                Question(self._here(), NO_COLUMNS, ", ".join(codes))
            )
        for row in rows:
            self._read_outside(row)

    def _layout(self, heading: Heading | None, rows: list[Row]) -> Layout | None:
        """Return the columns by the headings, else as before, else as usual."""
        if heading:
            columns = len(heading.layout.columns)
            self.layouts[columns] = (self.number, heading.layout)
            return contents.settle(
                heading.layout, rows, self.words, self._is_of_statement
            )
        widest = max(rows, key=len, default=[])
        area, before = self.layouts.get(len(widest), (None, None))
        carried = before.moved_to(widest) if before else None
        if carried is None:
            return contents.usual(widest, self.words)
        carried = contents.settle(carried, rows, self.words, self._is_of_statement)
        is_fitting = contents.agrees(carried, rows) and all(
            carried.roles(cell) == {Role.STATEMENT}
            for row in rows
            for cell in row
            if key(cell.content.bare) in self.statements.by_text
        )
        if area != self.number:
            return carried.doubted(NO_HEADINGS)
        return carried if is_fitting else carried.doubted(OTHER_HEADINGS)

    def _said(self, row: Row, layout: Layout) -> Said:
        """Return the letter a row begins with and the statement's words that follow."""
        cells = [
            cell
            for cell in row
            if cell.text
            and not cell.is_continued
            and layout.roles(cell) == {Role.STATEMENT}
        ]
        label = self.labels.get(self.number or 0)
        texts = [cell.text for cell in cells if key(cell.content.bare) != label]
        if not texts and row and self._is_of_statement(row[0].content):
            texts = [row[0].text]
        for place, text in enumerate(texts):
            said = self.statements.split(text)
            if said.letter is not None:
                return Said(
                    said.letter,
                    "\n".join(filter(None, [said.text, *texts[place + 1 :]])),
                )
        return Said(None, "\n".join(texts))

    def _settle_area(self, rows: list[Row]) -> None:
        """Find a table's area by its wording if its heading is missing or wrong."""
        said = [self.statements.first([cell.text for cell in row]) for row in rows]
        votes = area_by_wording(list(filter(None, said)), self.statements)
        if not votes or self.number in votes:
            return
        number, count = votes.most_common(1)[0]
        if not self.is_headed or count >= ENOUGH_VOTES:
            if self.is_headed:
                self.answers.notice(
                    f"Area {self.number}", f"The statements below are area {number}’s."
                )
            self._begin(number)

    def _read_row(self, place: StatementRow, shades: set[str]) -> None:
        row, one, layout = place.row, place.match, place.layout
        filled = [cell for cell in row if cell.text and not cell.is_continued]
        if not filled and not (one.place and any(cell.shade for cell in row)):
            return
        if one.place is None or one.is_going_on:
            if self.scores.read(filled, self.number):
                self.last = None
                return
            if all(self._is_printed(cell, layout) for cell in filled) and filled:
                return
        across = [cell for cell in filled if is_across(cell, layout)]
        if one.place and one.is_going_on and across and len(filled) == len(across):
            self._read_across(one.place, across)
            return
        self.last = one
        if one.place is None:
            self._read_outside(row)
            return
        self.answers.take(place, shades)

    def _is_printed(self, cell: Cell, layout: Layout) -> bool:
        """Return whether a cell is part of the form, such as a heading's second row."""
        values = {str(column.value) for column in layout.under(cell)}
        is_number = self.last is None and cell.text in values
        return is_number or cell.content.bare in self.printed

    def _read_across(self, place: tuple[int, str], cells: list[Cell]) -> None:
        code = self.statements.codes[place]
        for cell in cells:
            self.answers.leave(f"Below {code}, across the table", cell.text)
            self.answers.leave_apart(f"Below {code}, across the table", cell.content)

    def _read_outside(self, row: Row) -> None:
        """List every text of a row that is not about a statement of the edition."""
        filled = [cell for cell in row if cell.text and not cell.is_continued]
        if self.scores.read(filled, self.number):
            return
        if not all(cell.content.bare in self.printed for cell in filled):
            text = "\n".join(cell.text for cell in filled)
            self.answers.leave(self._here(), text)
        for cell in row:
            self.answers.leave_apart(self._here(), cell.content)

    def _here(self) -> str:
        return "A table" if self.number is None else f"A table under area {self.number}"
