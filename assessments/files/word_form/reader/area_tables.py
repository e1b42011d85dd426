"""Reads the tables of a form: one an area, one row a statement.

A row is matched by the area it stands in and by its letter. Its wording is only
looked at to tell what people added to it, and to find the area of a table that has
lost its heading.
"""

import re
from dataclasses import dataclass, field

from .columns import headings_of, read_headings, read_marks, usual_columns
from .headings import LOOSE, Headings
from .letters import split_bare_letter, split_letter
from .wording import added_words, begins_with, key, read_score

OUT_OF_TEN = re.compile(r"(?:/|out\s+of)\s*10\b", re.IGNORECASE)


@dataclass
class Answer:
    """What a form says on one statement: the values ticked, evidence and ideas."""

    ratings: list = field(default_factory=list)
    evidence: str = ""
    ideas: str = ""


class AreaTables:
    """What the tables say, gathered in the order of the document."""

    def __init__(self, edition, printed):
        self.edition = edition
        self.printed = printed
        self.statements = {
            (area["number"], statement["letter"]): statement
            for area in edition["areas"]
            for statement in area["statements"]
        }
        self.texts = {
            place: key(statement["text_md"])
            for place, statement in self.statements.items()
        }
        self.printed_statements = set(self.texts.values())
        self.area_headings = Headings(edition)
        self.labels = {
            area["number"]: key(area.get("row_label") or area["title"])
            for area in edition["areas"]
        }
        self.headings = headings_of(edition)
        self.letters = {letter for _, letter in self.statements}
        self.answers = {}
        self.wordings = {}
        self.scores = {area["number"]: None for area in edition["areas"]}
        self.unplaced = []
        self.number = self.letter = self.columns = None
        self.layouts = {}
        self.headed = False

    @property
    def missing(self):
        """The codes of the edition's statements that no table has, in order."""
        codes = [statement["code"] for statement in self.statements.values()]
        return [code for code in codes if code not in self.answers]

    def read_paragraph(self, text):
        """Whether a paragraph is the heading of an area, which it then begins."""
        number, fit = self.area_headings.area_of(text)
        if number is not None:
            self._begin(number)
        if fit == LOOSE:
            self._leave_unprinted(f"The heading of area {number}", text)
        return number is not None

    def read_table(self, table):
        self._settle_columns(table)
        self._settle_area(table)
        for row in table.rows:
            self._read_row(row)
        self.headed = False

    def is_area_table(self, table):
        """Whether a table holds statements rather than cover-sheet boxes."""
        return any(
            self._headings(row)
            or any(
                key(split_letter(cell.text, self.letters)[1]) in self.printed_statements
                for cell in row
            )
            for row in table.rows
        )

    def finish(self):
        """Compare each statement's wording with the edition's, once it is whole."""
        for place, said in self.wordings.items():
            statement = self.statements[place]
            added = added_words(said, statement["text_md"])
            if said and added:
                self._leave(f"{statement['code']}, beside the statement", added)

    def _headings(self, row):
        """The columns a row announces, or None: evidence may say "Agree" too."""
        if self._is_of_statement(row):
            return None
        return read_headings(
            row, self.headings, has_ideas=bool(self.edition.get("ideas_prompt"))
        )

    def _is_of_statement(self, row):
        first = next((cell.text for cell in row if cell.text), "")
        return split_letter(first, self.letters)[0] is not None or any(
            key(cell.text) in self.printed_statements for cell in row
        )

    def _begin(self, number):
        self.number, self.letter, self.headed = number, None, True

    def _settle_columns(self, table):
        """Take the table's own headings; a table split off keeps those before it."""
        width = max((cell.end for row in table.rows for cell in row), default=0)
        found = [self._headings(row) for row in table.rows]
        found = [columns for columns in found if columns]
        if found:
            self.layouts[width] = found[0]
        self.columns = self.layouts.get(width) or usual_columns(table, self.edition)

    def _settle_area(self, table):
        """Find the area of a table with no heading that does not go on from before."""
        if self.headed or self.columns is None:
            return
        if any(self._heading_in(row) for row in table.rows):
            return
        votes = {}
        for row in table.rows:
            letter, text = self._letter_and_text(row)
            said = key(text) if letter else ""
            for (number, other), printed in self.texts.items():
                if letter == other and said == printed:
                    votes[number] = votes.get(number, 0) + 1
        if votes and self.number not in votes:
            self._begin(max(votes, key=votes.get))

    def _read_row(self, row):
        filled = [cell for cell in row if cell.text]
        if not filled or self._read_heading_row(row):
            return
        letter, text = self._letter_and_text(row) if self.columns else (None, "")
        if letter is None:
            letter = self._letter_by_wording(text)
        if letter is not None:
            self.letter = letter
        elif self._read_score(filled) or all(
            cell.text in self.printed for cell in filled
        ):
            return
        if self.columns and (self.number, self.letter) in self.statements:
            self._read_statement(row, text)
        else:
            self.letter = None
            self._leave(self._here(), "\n".join(cell.text for cell in filled))

    def _read_heading_row(self, row):
        heading = self._heading_in(row)
        if heading:
            return self.read_paragraph(heading)
        if self._headings(row) is None:
            return False
        for cell in row:
            if cell.text not in self.printed:
                self._leave(self._here(), cell.text)
        return True

    def _heading_in(self, row):
        """The text of a row that is only the heading of an area, or ""."""
        filled = [cell for cell in row if cell.text]
        if len(filled) != 1 or filled[0].column or OUT_OF_TEN.search(filled[0].text):
            return ""
        text = filled[0].text
        return text if self.area_headings.area_of(text)[0] is not None else ""

    def _letter_and_text(self, row):
        """The letter a row begins with, if any, and the statement's words beside it."""
        cells = [cell for cell in row if cell.text and self.columns.is_statement(cell)]
        for place, cell in enumerate(cells):
            letter, text = split_letter(cell.text, self.letters)
            if letter is not None:
                rest = [text, *(other.text for other in cells[place + 1 :])]
                return letter, "\n".join(filter(None, rest))
        label = self.labels.get(self.number)
        texts = [cell.text for cell in cells if key(cell.text) != label]
        return None, "\n".join(texts)

    def _letter_by_wording(self, text):
        """The letter of a row of this area that is numbered by Word or not at all.

        Only for the exact wording, or "a" and the wording without any stop.
        """
        said, (first, rest) = key(text), split_bare_letter(text)
        for (number, letter), printed in self.texts.items():
            if number == self.number and (
                said == printed or (first == letter and key(rest) == printed)
            ):
                return letter
        return None

    def _read_statement(self, row, text):
        place = (self.number, self.letter)
        code = self.statements[place]["code"]
        answer = self.answers.setdefault(code, Answer())
        self.wordings[place] = joined(self.wordings.get(place, ""), text)
        marks, remarks = read_marks(row, self.columns)
        answer.ratings = sorted({*answer.ratings, *marks}, reverse=True)
        for remark in remarks:
            self._leave(f"{code}, in a box for a mark", remark)
        for cell in row:
            if self.columns.is_evidence(cell):
                answer.evidence = joined(answer.evidence, cell.text)
            elif self.columns.is_ideas(cell):
                answer.ideas = joined(answer.ideas, cell.text)
            elif self.columns.is_statement(cell):
                if split_letter(cell.text, self.letters)[1] not in text:
                    self._leave_unprinted(f"{code}, beside the statement", cell.text)
            elif not self.columns.is_rating(cell):
                self._leave_unprinted(f"{code}, across the columns", cell.text)

    def _read_score(self, cells):
        """Whether these are the cells of a score out of ten, which is then read."""
        said = key(" ".join(cell.text for cell in cells))
        heading, stem = (
            self.edition.get(part) or "" for part in ("scores_heading", "scores_stem")
        )
        named = [
            (len(area["rating_title"]), area["number"], area["rating_title"])
            for area in self.edition["areas"]
            if contains(said, area["rating_title"])
        ]
        headed = contains(said, heading)
        asked = headed or contains(said, stem) or contains(said, "out of 10")
        slash = any(OUT_OF_TEN.search(cell.text) for cell in cells)
        number = max(named)[1] if named else self.number
        if not (named or headed) or not (asked or slash) or number is None:
            return False
        self.letter = None
        title = max(named)[2] if named else ""
        written = [without(cell.text, heading, stem, title) for cell in cells]
        self._take_score(number, "\n".join(filter(None, written)))
        return True

    def _take_score(self, number, written):
        score, rest = read_score(written)
        if None not in (score, self.scores[number]) and score != self.scores[number]:
            score, rest = None, written
        if score is not None:
            self.scores[number] = score
        self._leave_unprinted(f"Score out of ten for area {number}", rest)

    def _leave_unprinted(self, where, text):
        if text not in self.printed:
            self._leave(where, text)

    def _leave(self, where, text):
        if text:
            self.unplaced.append((where, text))

    def _here(self):
        return "A table" if self.number is None else f"A table under area {self.number}"


def joined(before, after):
    return "\n".join(filter(None, [before, after]))


def contains(said, printed):
    """Whether folded words contain those of a printed text that is not blank."""
    return bool(printed) and f" {key(printed)} " in f" {said} "


def without(text, *printed):
    """A text without what the form prints at its beginning."""
    for part in printed:
        after = begins_with(text, part)
        text = text if after is None else after
    return text
