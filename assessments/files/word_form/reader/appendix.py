"""Reads the parts of our own Word files that the paper form does not have.

The headings of each of their tables identify it, anywhere in the document. Anything
that has a place in an assessment is placed. Statements by groups and approvers are
listed.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypedDict, cast

from assessments.submission.shown.content import (
    GATHERED,
    NOT_RETURNED,
    PICKS,
    Action,
    FollowUpTable,
    Framework,
    SurveyFinding,
    YoungPeopleScore,
)

from .. import printed_text
from .docx_blocks import Block, Table
from .follow_up import GIVEN_LATER, SUBMITTED, FollowUpArea, PrintedFollowUp
from .wording import key, read_date

CODE = re.compile(r"(\d+[a-z]{1,2})\b")
NUMBER = re.compile(r"(\d+)\b")
SCORE = re.compile(r"(10|\d)(?:\s*/\s*10)?")
FOLLOW_UP_ON = re.compile(
    rf"{re.escape(printed_text.FOLLOW_UP_ON)}:?\s+(.*)", re.IGNORECASE
)
STATUSES = {key(label): status for status, label in printed_text.STATUSES.items()}
PICKED = {key(label): pick for pick, label in PICKS.items()}
RECORDED = {key(label): name for name, label in GATHERED.items()}
ABOUT_AREA = re.compile(r"Area (\d+)")
COUNT = re.compile(r"\d{1,9}")
# The columns that young people's scores may have after their first two.
MORE_OF_SCORES = (
    (),
    (printed_text.PICK,),
    (printed_text.HOW_GATHERED,),
    (printed_text.PICK, printed_text.HOW_GATHERED),
)


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
            statement["code"]: area["number"]
            for area in edition["areas"]
            for statement in area["statements"]
        }
        self.numbers = {str(area["number"]) for area in edition["areas"]}
        self.rationales: dict[str, str] = {}
        self.score_notes: dict[int, str] = {}
        self.unplaced: list[tuple[str, str]] = []
        self.young_people: dict[str, YoungPeopleScore] = {}
        self.record: dict[str, str | int] = {}
        self.findings: dict[str, list[SurveyFinding]] = {}
        self.plan: list[Action] = []
        self.follow_up: FollowUp = {"completed_on": None, "areas": {}, "ideas": {}}
        self.unfinished: dict[str, None] = {}  # as JSON says that it is not submitted
        printed = cast("FollowUpTable", edition.get("follow_up") or {})
        self.printed = PrintedFollowUp(printed)
        self.readers: dict[tuple[str, ...], Callable[[Sequence[str]], bool]] = {
            heads(printed_text.REASONS): self._read_reason,
            heads(printed_text.DISSENTS): self._read_dissent,
            heads(printed_text.CHANGES): self._read_change,
            heads(printed_text.NOTES): self._read_note,
            heads(printed_text.GATHEREDS): self._read_record,
            heads(printed_text.FINDINGS): self._read_finding,
            heads(printed_text.PLANS): self._read_action,
            heads(printed_text.MEASURED_PLANS): self._read_action,
            heads(printed_text.FOLLOW_UPS): self._read_follow_up,
            heads(printed_text.IDEAS): self._read_idea,
            heads(printed_text.EARLIER_IDEAS): self._read_idea,
        }
        for more in MORE_OF_SCORES:
            columns = heads((*printed_text.YOUNG_PEOPLES, *more))
            self.readers[columns] = partial(self._read_young_people, more)

    @property
    def beside(self) -> dict[str, object]:
        """The supplements as a submission's JSON has them, as far as they are there."""
        later: FollowUp = {
            **self.follow_up,
            "areas": self.follow_up["areas"] | self.printed.found,
        }
        record = self.record | ({"findings": self.findings} if self.findings else {})
        return {
            "young_people_scores": self.young_people,
            "follow_up": later | self.unfinished if any(later.values()) else {},
            **({"young_people": record} if record else {}),
            **({"action_plan": self.plan} if self.plan else {}),
        }

    def reads(self, block: Block) -> bool:
        """Return whether a paragraph or table is one of these, which is then read."""
        if isinstance(block, Table):
            return self._read_table(block)
        if SUBMITTED.fullmatch(block.text):
            self._leave(printed_text.FOLLOW_UP, block.text)
            return True
        if key(block.text) == key(NOT_RETURNED):
            self.unfinished = {"returned": None}
            return True
        if GIVEN_LATER.fullmatch(block.text):
            return True
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

    def _read_young_people(self, more: Iterable[str], row: Sequence[str]) -> bool:
        area, score, *texts = row
        said = dict(zip(more, texts, strict=True))
        number, given = self._number(area), score_of(score)
        pick = said.get(printed_text.PICK, "")
        is_blank = key(score) in {"", key(printed_text.NOT_GIVEN)}
        if (
            not number
            or (given is None and not is_blank)
            or (pick and not picked(pick))
        ):
            return False
        read: YoungPeopleScore = {
            "score": given,
            "how_gathered": said.get(printed_text.HOW_GATHERED, ""),
        }
        if pick:
            read["pick"] = picked(pick)
        if given is not None or pick or read["how_gathered"]:
            self.young_people[number] = read
        return True

    def _read_record(self, row: Sequence[str]) -> bool:
        label, text = row
        name, day = RECORDED.get(key(label), ""), read_date(text)
        value: str | int | None = text
        if name == "how_many":
            value = count_of(text)
        elif name == "gathered_on":
            value = day.isoformat() if day else None
        if not name or value is None:
            return False
        self.record[name] = value
        return True

    def _read_finding(self, row: Sequence[str]) -> bool:
        area, text, asked, answered, source = row
        number, of, by = self._number(area), count_of(asked), count_of(answered)
        if not number or (asked and of is None) or (answered and by is None):
            return False
        finding: SurveyFinding = {
            "text": text,
            "asked": of,
            "answered": by,
            "source": source,
        }
        self.findings.setdefault(number, []).append(finding)
        return True

    def _read_action(self, row: Sequence[str]) -> bool:
        about, text, idea, owner, due, *measured, state, note = row
        code, area = self._code(about), ABOUT_AREA.fullmatch(about.strip())
        number = self._number(area[1]) if area else ""
        day, status = read_date(due), STATUSES.get(key(state))
        is_about = bool(code or number or not about)
        if not (is_about and status and text) or (due and not day):
            return False
        is_same = key(idea) == key(printed_text.SAME_IDEA)
        action: Action = {
            "area": self.codes[code] if code else int(number) if number else None,
            "code": code,
            "idea": text if is_same else idea,
            "text": text,
            "owner": owner,
            "due_on": day.isoformat() if day else None,
            "state": status,
            "note": note,
        }
        if measure := "".join(measured):
            action["measure"] = measure
        self.plan.append(action)
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


def picked(text: str) -> str:
    return PICKED.get(key(text), "")


def count_of(text: str) -> int | None:
    match = COUNT.fullmatch(text.strip())
    return int(match[0]) if match else None


def score_of(text: str) -> int | None:
    match = SCORE.fullmatch(text.strip())
    return int(match[1]) if match else None
