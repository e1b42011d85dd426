"""Gathers the answers in the rows of statements, and everything that is in doubt."""

from dataclasses import dataclass, field

from . import marks
from .colours import name_of
from .docx_blocks import Cell
from .docx_values import CHUNK, Text
from .heading_words import Role
from .layout import Column
from .marks import Marked, Scale
from .matching import Match, Said, Statements
from .statement_rows import (
    TEXTS,
    StatementRow,
    boxes_of,
    cells_of,
    doubted_in,
    place_in_words,
    seen_in,
)
from .values import EVIDENCE, IDEAS, RATINGS, Answer, Notice, Question
from .wording import PrintedText, added_words

BOXES = {Role.RATING, Role.CANNOT_RATE, Role.ONE_RATING}
NAMES = {RATINGS: "rating", EVIDENCE: "evidence", IDEAS: "ideas"}
LIKELY = "It seems to hold {what}."
MARK_ELSEWHERE = "There is a mark where words belong, and no rating is marked."
MERGED_MARK = "One box for a mark covers several statements."
EMBEDDED = "Another document is embedded here, which cannot be read."
READ_EMBEDDED = "This text is in another document that is embedded here."
COUNTED = "The bullets were given numbers, as the text refers to them by number."
OVER_BOTH = "One cell covers both the evidence and the ideas."
AND_CANNOT = "A rating and “cannot rate” are both marked."


@dataclass
class Answers:
    """The answers and doubts found so far.

    found      {statement code: Answer}
    unplaced   [(where, text)]
    notes_at   {(kind of part, number): where} of comments and notes
    """

    statements: Statements
    printed: PrintedText
    scale: Scale
    found: dict[str, Answer] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    notes_at: dict[tuple[str, str], str] = field(default_factory=dict)
    said: dict[tuple[int, str], str] = field(default_factory=dict)
    relettered: dict[int, list[str]] = field(default_factory=dict)
    in_doubt: dict[tuple[str, str], Question] = field(default_factory=dict)

    def leave(self, where: str, text: str) -> None:
        """List a text that answers no question, unless it is printed or blank."""
        if text and text not in self.printed:
            self.unplaced.append((where, text))

    def leave_apart(self, where: str, content: Text) -> None:
        """List text that is struck through or hidden, and record where notes are."""
        for how, text in content.apart:
            self.unplaced.append((f"{where}, {how}", text))
        for note in content.notes:
            self.notes_at.setdefault(note, where)

    def notice(self, where: str, text: str) -> None:
        self.notices.append(Notice(where, text))

    def take(self, place: StatementRow, shades: set[str]) -> None:
        """Take the answer in a statement's row."""
        one = place.match
        assert one.place is not None
        code = self.statements.codes[one.place]
        is_again = code in self.found and not one.is_going_on
        answer = self.found.setdefault(code, Answer())
        if is_again and place.said.text:
            self.notice(code, "This statement is on the form more than once.")
        self._take_wording(one, place.said, code)
        before = len(self.questions)
        touched = self._take_marks(place, code, answer, shades)
        for name in (EVIDENCE, IDEAS):
            touched |= self._take_text(place, code, answer, name, is_again=is_again)
        self._list_rest(place, code)
        if place.layout.why and not one.is_going_on:
            for name in NAMES:
                self._doubt_column(place, place.layout.columns[0], code, name)
        if one.doubt and touched and len(self.questions) == before:
            seen = "\n".join(c.text for c in place.row if c.text and not c.is_continued)
            fields = [(code, name) for name in NAMES if name in touched]
            self.questions.append(Question(code, one.doubt, seen, fields))

    def _take_wording(self, one: Match, said: Said, code: str) -> None:
        assert one.place is not None
        earlier = self.said.get(one.place, "")
        if not one.doubt and said.text not in earlier:
            self.said[one.place] = joined(earlier, said.text)
        if one.is_relettered:
            moved = self.relettered.setdefault(one.place[0], [])
            moved.append(f"{said.letter} is {code}")

    def _take_marks(
        self, place: StatementRow, code: str, answer: Answer, shades: set[str]
    ) -> set[str]:
        """Take the row's rating; return the fields that were touched."""
        boxes, columns = boxes_of(place.row, place.layout), doubted_in(place)
        marked = marks.read_row(boxes, self.scale, shades)
        for column, cell in cells_of(place, Role.ONE_RATING):
            marked = marks.read_one(cell.content, self.scale)
            columns += [column] if not column.is_certain and marked.ratings else []
        for remark in marked.remarks:
            self.leave(f"{code}, in a box for a mark", remark)
        cells = [cell for _, cell in cells_of(place, Role.CANNOT_RATE)]
        cannot = [c for c in cells if marks.bare_mark(c.text) not in {"", *marks.NOS}]
        for cell in cells:
            if not marks.is_mark(cell.text):
                self.leave(f"{code}, in a box for a mark", cell.text)
        if cells:
            answer.not_rated = bool(cannot) and not marked.ratings
        if not marked.ratings and not marked.doubt:
            return {RATINGS} if cannot else set()
        answer.ratings = sorted({*answer.ratings, *marked.ratings}, reverse=True)
        doubt = marked.doubt or (AND_CANNOT if cannot else "")
        self._doubt_marks(place, code, doubt, marked, columns)
        return {RATINGS}

    def _doubt_marks(
        self,
        place: StatementRow,
        code: str,
        doubt: str,
        marked: Marked,
        columns: list[Column],
    ) -> None:
        """Ask about a rating that the row or its columns leave in doubt."""
        is_merged = any(
            cell.is_continued and cell.text and Role.RATING in place.layout.roles(cell)
            for cell in place.row
        )
        doubt = doubt or (MERGED_MARK if is_merged else "")
        if doubt:
            seen = seen_in(place, self.scale)
            self.questions.append(
                Question(f"{code}, rating", doubt, seen, [(code, RATINGS)])
            )
        for column in columns:
            if column.value in marked.ratings or column.role is Role.ONE_RATING:
                self._doubt_column(place, column, code, RATINGS)

    def _take_text(
        self,
        place: StatementRow,
        code: str,
        answer: Answer,
        name: str,
        *,
        is_again: bool,
    ) -> set[str]:
        """Take the row's evidence or ideas; return the fields that were touched."""
        role = Role.EVIDENCE if name == EVIDENCE else Role.IDEAS
        touched = set()
        for column, cell in cells_of(place, role):
            if cell.is_continued and place.match.is_going_on:
                continue
            where = f"{code}, {name}"
            if not cell.is_continued:
                self.leave_apart(where, cell.content)
            if not cell.text:
                continue
            is_known = is_again and cell.text in getattr(answer, name)
            if not is_known:
                setattr(answer, name, joined(getattr(answer, name), cell.text))
            touched.add(name)
            if cell.content.is_counted and not cell.is_continued:
                self.notice(where, COUNTED)
            if not column.is_certain:
                self._doubt_column(place, column, code, name)
            elif cell.content.is_embedded:
                why = EMBEDDED if CHUNK in cell.text else READ_EMBEDDED
                self._ask(where, why, cell.text, code, name)
            elif self._is_stray_mark(cell, place, answer):
                self._ask(where, MARK_ELSEWHERE, cell.text, code, RATINGS, name)
            elif place.layout.roles(cell) >= {Role.EVIDENCE, Role.IDEAS}:
                self._ask(where, OVER_BOTH, cell.text, code, EVIDENCE, IDEAS)
        return touched

    def _ask(self, where: str, why: str, seen: str, code: str, *names: str) -> None:
        fields = [(code, name) for name in names]
        self.questions.append(Question(where, why, seen, fields))

    def _is_stray_mark(self, cell: Cell, place: StatementRow, answer: Answer) -> bool:
        return (
            not answer.ratings
            and marks.is_mark(cell.text)
            and bool(place.layout.of(Role.RATING))
            and marks.bare_mark(cell.text) != ""
            and not marks.DASHES.fullmatch(cell.text)
        )

    def _doubt_column(
        self, place: StatementRow, column: Column, code: str, name: str
    ) -> None:
        """Ask once about a column, or a table, for all the fields it fills."""
        layout = place.layout
        names = [name, IDEAS] if column.may_be_ideas else [name]
        what = " or ".join(NAMES[each] for each in names)
        if column.value is not None and name == RATINGS:
            labels = [said for said, v in self.scale.names.items() if v == column.value]
            what = f"the rating “{labels[0].capitalize()}”" if labels else what
        if layout.why:
            assert place.match.place is not None
            where, why = f"A table of area {place.match.place[0]}", layout.why
        else:
            heading = " ".join(column.heading.split())
            where = f"The column “{heading}”" if heading else "A column without heading"
            why = LIKELY.format(what=what)
        group = (where, why)
        question = self.in_doubt.get(group)
        if question is None:
            question = self.in_doubt[group] = Question(where, why, "", [])
            self.questions.append(question)
        for each in names:
            if (code, each) not in question.fields:
                question.fields.append((code, each))

    def _list_rest(self, place: StatementRow, code: str) -> None:
        """List the texts of a row that are in no column of the form."""
        for cell in place.row:
            columns = place.layout.under(cell)
            roles = {column.role for column in columns}
            if cell.is_continued:
                continue
            if self._is_coloured(cell, place) and not roles <= BOXES:
                where = place_in_words(code, columns)
                self.leave(where, f"[coloured {name_of(cell.shade)}]")
            if roles and roles <= TEXTS:
                continue
            if roles and roles <= BOXES:
                self.leave_apart(f"{code}, in a box for a mark", cell.content)
                continue
            where = place_in_words(code, columns)
            self.leave_apart(where, cell.content)
            if not self._is_in_wording(cell, place):
                self.leave(
                    where, "" if cell.content.bare in self.printed else cell.text
                )

    def _is_coloured(self, cell: Cell, place: StatementRow) -> bool:
        """Return whether a cell without text is an answer because of its colour."""
        return not cell.text and (cell.left, cell.shade) in place.colours

    def _is_in_wording(self, cell: Cell, place: StatementRow) -> bool:
        if place.match.doubt:
            return False
        words = self.statements.split(cell.text).text
        return words in place.said.text or cell.text in place.said.text

    def finish(self) -> None:
        """Compare each statement's wording with the edition's, once it is whole."""
        for at, said in self.said.items():
            added = added_words(said, self.statements.printed[at])
            if said and added:
                self.leave(f"{self.statements.codes[at]}, beside the statement", added)
        for number, moved in sorted(self.relettered.items()):
            self.notice(
                f"Area {number}",
                f"Letters differ, and the words decided: {', '.join(moved)}.",
            )


def joined(before: str, after: str) -> str:
    return "\n".join(filter(None, [before, after]))
