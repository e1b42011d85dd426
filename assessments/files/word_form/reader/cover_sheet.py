"""Reads the answers on a form's cover sheet.

The printed form asks its questions in paragraphs and gives a box for each below,
some of them labelled. People also type after the question, or make a table of
questions and answers; all of that is read the same way: an answer belongs to the
box's label, else to the question just before it in its row, else to the first
question printed that has had no box yet.
"""

from collections.abc import Iterator

from assessments.submission.shown.content import Cover, CoverQuestion, Framework

from .. import printed_text
from .docx_blocks import Table
from .wording import PrintedText, begins_with, read_date

DATE_KEY = "completed_on"


def is_box(table: Table) -> bool:
    """Return whether a table is one cell to write in."""
    return len(table.rows) == len(table.rows[0]) == 1 if table.rows else False


class CoverSheet:
    """The cover sheet's answers, gathered in the order of the document."""

    def __init__(self, edition: Framework, printed: PrintedText) -> None:
        self.questions: list[CoverQuestion] = list(edition["cover_questions"])
        self.unasked = printed_text.unasked(self.questions)
        self.questions += [
            {"key": key, "question": label, "box_label": ""}
            for key, label in self.unasked.items()
        ]
        self.printed = printed
        self.answers = {question["key"]: "" for question in self.questions}
        self.waiting: list[str] = []
        self.reading: str | None = None
        self.has_begun = False

    def read_paragraph(self, text: str) -> str:
        """Take a paragraph; return the text that could not be placed."""
        if not text:
            return ""
        asked, after = self._question(text)
        if asked and not (after and text in self.printed):
            self.has_begun = True
            self.waiting.append(asked)
            self.reading = None
            if after:
                self._answer_in_paragraph(asked, after)
            return ""
        if text in self.printed:
            return ""
        if self.reading or self.waiting:
            self._answer_in_paragraph(self.reading or self.waiting[-1], text)
            return ""
        return text

    def _answer_in_paragraph(self, key: str, text: str) -> None:
        self.reading = key
        self._use(key)
        self._answer(key, text)

    def expects(self, table: Table) -> bool:
        """Return whether a table is the box of the only question still without one."""
        return len(self.waiting) == 1 and is_box(table)

    def read_table(self, table: Table) -> Iterator[str]:
        """Take a table; yield each text that could not be placed."""
        self.reading, self.has_begun = None, True
        if self.expects(table):
            [only] = self.waiting
            self._use(only)
            self._answer(only, self._without_question(only, table.rows[0][0].text))
            return
        for row in table.rows:
            expected = None
            for cell in row:
                asked, after = self._question(cell.text)
                if asked:
                    self.reading = expected = asked
                    self._use(asked)
                    text = after
                else:
                    text = cell.text
                if text or not asked:
                    left = self._read_box(text, expected)
                    if left:
                        yield left
                    if text:
                        expected = None
        self.reading = None

    def _without_question(self, asked: str, text: str) -> str:
        """Return the answer in a question's own box, which may repeat the question."""
        found, after = self._question(text)
        return after if found == asked else text

    def _read_box(self, text: str, expected: str | None) -> str:
        if expected:
            self._answer(expected, text)
        elif self.waiting:
            self.reading = self.waiting[0]
            self._answer(self.reading, text)
            self._use(self.reading)
        elif self.reading and text:
            self._answer(self.reading, text)
        elif text not in self.printed:
            return text
        return ""

    def _question(self, text: str) -> tuple[str | None, str]:
        """Return the key of the question or label a text begins with, and what follows."""
        for is_label in (False, True):
            for question in self.questions:
                printed = question["box_label" if is_label else "question"]
                after = begins_with(text, printed) if printed else None
                taken = self.answers[question["key"]]
                if after is not None and not (is_label and taken):
                    return question["key"], after
        return None, text

    def _use(self, key: str) -> None:
        if key in self.waiting:
            self.waiting.remove(key)

    def _answer(self, key: str, text: str) -> None:
        self.answers[key] = "\n".join(filter(None, [self.answers[key], text]))

    def result(self) -> tuple[Cover, list[tuple[str, str]]]:
        """Return the answers by key and what could not be read: ({key: text}, [(where, text)]).

        The date is "YYYY-MM-DD" or None. Questions that the edition does not ask are
        included only if the form answers them.
        """
        answers: Cover = dict(self.answers)
        unread: list[tuple[str, str]] = []
        for key in self.unasked:
            if not answers[key]:
                del answers[key]
        if DATE_KEY in answers:
            written = answers[DATE_KEY] or ""
            read = read_date(written)
            answers[DATE_KEY] = read.isoformat() if read else None
            if written and not read:
                unread.append(("Cover sheet, date completed", written))
        return answers, unread
