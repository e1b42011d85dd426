"""Reads the parts of our own Word files that the paper form does not have.

The headings of each of their tables identify it, anywhere in the document. Anything
that has a place in an assessment is placed. Statements by groups and approvers are
listed.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict, cast

from assessments.submission.shown.content import FollowUpTable, Framework

from .. import printed_text
from .docx_blocks import Block, Table
from .follow_up import FollowUpArea, PrintedFollowUp
from .wording import key, read_date

CODE = re.compile(r"(\d+[a-z]{1,2})\b")
NUMBER = re.compile(r"(\d+)\b")
SCORE = re.compile(r"(10|\d)(?:\s*/\s*10)?")
FOLLOW_UP_ON = re.compile(
    rf"{re.escape(printed_text.FOLLOW_UP_ON)}:?\s+(.*)", re.IGNORECASE
)
STATUSES = {key(label): status for status, label in printed_text.STATUSES.items()}


class YoungPeople(TypedDict):
    """The young people's score of an area."""

    score: int | None
    how_gathered: str


class FollowUp(TypedDict):
    """The follow-up of a submission, as its JSON has it."""

    completed_on: str | None
    areas: dict[str, FollowUpArea]
    ideas: dict[str, str]


class Annex:
    """The tables after the form.

    rationales   {statement code: the reason for the outcome}
    score_notes  {area number: the note on its score}
    unplaced     [(where, text)] of everything else
    """

    def __init__(self, edition: Framework) -> None:
        self.codes = {
            statement["code"]
            for area in edition["areas"]
            for statement in area["statements"]
        }
        self.numbers = {str(area["number"]) for area in edition["areas"]}
        self.rationales: dict[str, str] = {}
        self.score_notes: dict[int, str] = {}
        self.unplaced: list[tuple[str, str]] = []
        self.young_people: dict[str, YoungPeople] = {}
        self.follow_up: FollowUp = {"completed_on": None, "areas": {}, "ideas": {}}
        printed = cast("FollowUpTable", edition.get("follow_up") or {})
        self.printed = PrintedFollowUp(printed)
        self.readers: dict[tuple[str, ...], Callable[[Sequence[str]], bool]] = {
            heads(printed_text.REASONS): self._read_reason,
            heads(printed_text.DISSENTS): self._read_dissent,
            heads(printed_text.CHANGES): self._read_change,
            heads(printed_text.NOTES): self._read_note,
            heads(printed_text.YOUNG_PEOPLES): self._read_young_people,
            heads(printed_text.FOLLOW_UPS): self._read_follow_up,
            heads(printed_text.IDEAS): self._read_idea,
            heads(printed_text.EARLIER_IDEAS): self._read_idea,
        }

    @property
    def beside(self) -> dict[str, object]:
        """{"young_people_scores", "follow_up"} as a submission's JSON has them."""
        later: FollowUp = {
            "completed_on": self.follow_up["completed_on"],
            "areas": self.follow_up["areas"] | self.printed.found,
            "ideas": self.follow_up["ideas"],
        }
        return {
            "young_people_scores": self.young_people,
            "follow_up": dict(later) if any(later.values()) else {},
        }

    def reads(self, block: Block) -> bool:
        """Return whether a paragraph or table is one of these, which is then read."""
        if isinstance(block, Table):
            return self._read_table(block)
        match = FOLLOW_UP_ON.fullmatch(block.text)
        said = read_date(match[1]) if match else None
        if said:
            self.follow_up["completed_on"] = said.isoformat()
        return bool(said)

    def _read_table(self, table: Table) -> bool:
        if self.printed.reads(table):
            return True
        first, *rows = [[cell.text for cell in row] for row in table.rows] or [[]]
        read = self.readers.get(heads(first))
        if read is None:
            return False
        for row in rows:
            if len(row) != len(first) or not read(row):
                self._leave("Beyond the form", "\n".join(filter(None, row)))
        return True

    def _read_reason(self, row: Sequence[str]) -> bool:
        statement, _, reason, said = row
        code = self._code(statement)
        if code:
            if reason:
                self.rationales[code] = reason
            self._leave(f"{code}, what the groups rated", said)
        return bool(code)

    def _read_dissent(self, row: Sequence[str]) -> bool:
        statement, group, text = row
        code = self._code(statement)
        if code:
            self._leave(f"{code}, not shared by {group}", text)
        return bool(code)

    def _read_change(self, row: Sequence[str]) -> bool:
        statement, before, after, why, by, when = row
        code = self._code(statement)
        if code:
            text = f"{before} → {after}: {why}"
            self._leave(f"{code}, changed by the approver, {by}, {when}", text)
        return bool(code)

    def _read_note(self, row: Sequence[str]) -> bool:
        area, note = row
        number = self._number(area)
        if number and note:
            self.score_notes[int(number)] = note
        return bool(number)

    def _read_young_people(self, row: Sequence[str]) -> bool:
        area, score, gathered = row
        number, given = self._number(area), score_of(score)
        if not number or (score and given is None):
            return False
        self.young_people[number] = {"score": given, "how_gathered": gathered}
        return True

    def _read_follow_up(self, row: Sequence[str]) -> bool:
        area, before, after, helped, barred, steps = row
        number = self._number(area)
        one, two = score_of(before), score_of(after)
        if not number or (before and one is None) or (after and two is None):
            return False
        self.follow_up["areas"][number] = {
            "stage_one": one,
            "stage_two": two,
            "what_helped": helped,
            "barriers": barred,
            "next_steps": steps,
        }
        return True

    def _read_idea(self, row: Sequence[str]) -> bool:
        """Read the progress on an idea; the idea itself is in its area's table."""
        statement, _, status = row
        code, value = self._code(statement), STATUSES.get(key(status))
        if code and value:
            self.follow_up["ideas"][code] = value
        return bool(code and value)

    def _code(self, text: str) -> str:
        match = CODE.match(text)
        return match[1] if match and match[1] in self.codes else ""

    def _number(self, text: str) -> str:
        match = NUMBER.match(text)
        return match[1] if match and match[1] in self.numbers else ""

    def _leave(self, where: str, text: str) -> None:
        if text:
            self.unplaced.append((where, text))


def heads(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(key(text) for text in texts)


def score_of(text: str) -> int | None:
    match = SCORE.fullmatch(text.strip())
    return int(match[1]) if match else None
