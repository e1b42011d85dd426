"""Reads the follow-up form that an edition prints: two scores and comments by area."""

import re
from typing import TypedDict

from assessments.submission.shown.content import FollowUpTable

from .docx_blocks import Table
from .wording import begins_with, key, read_score

ANY_WORDS = re.compile(r"[-–•*\s]*")
# Of the sentences above our own table of a follow-up.
SUBMITTED = re.compile(r"Submitted (?:at|in) .*\. Reference FU(?:-[2-9A-Z]{4})+\.")
GIVEN_LATER = re.compile(
    r"The submission has no global scores? for areas? [\d, and]+: (?:its|their) stage 1 "
    r"scores? (?:was|were) given later\."
)
PROMPTS_AFTER = re.compile(r"\s*\([^)]*\)\s*$")


class FollowUpArea(TypedDict):
    """The follow-up of one area."""

    stage_one: int | None
    stage_two: int | None
    what_helped: str
    barriers: str
    next_steps: str


COMMENTS = ("what_helped", "barriers", "next_steps")


class PrintedFollowUp:
    """The follow-up table of an edition, and what was read from it.

    found     {area number as text: FollowUpArea}, of the rows with an answer
    unplaced  [(where, text)] of the rest
    """

    def __init__(self, printed: FollowUpTable) -> None:
        self.columns = tuple(map(key, printed.get("columns", [])))
        self.prompts = printed.get("comment_prompts", [])
        self.total = key(printed.get("total_label", ""))
        self.labels: dict[str, str] = {}
        for row in printed.get("rows", []):
            number, _, label = row.partition(". ")
            self.labels[number] = label
        self.found: dict[str, FollowUpArea] = {}
        self.unplaced: list[tuple[str, str]] = []

    def reads(self, table: Table) -> bool:
        """Return whether a table is the follow-up, which is then read."""
        first, *rows = [[cell.text for cell in row] for row in table.rows] or [[]]
        if not self.columns or tuple(map(key, first)) != self.columns:
            return False
        for texts in rows:
            self._read_row(texts)
        for row in table.rows:
            for cell in row:
                for how, text in cell.content.apart:
                    self.unplaced.append((f"Follow-up, {how}", text))
        return True

    def _read_row(self, texts: list[str]) -> None:
        number, added = self._area(texts[0])
        if key(texts[0]) == self.total:
            self._read_total(texts[1:])
        elif not number or len(texts) != len(self.columns) or number in self.found:
            self._leave("Follow-up", "\n".join(filter(None, texts)))
        else:
            self._leave(f"Follow-up of area {number}", added)
            self._read_area(number, texts[1], texts[2], texts[3])

    def _area(self, text: str) -> tuple[str, str]:
        """Return the number of the area that a row is about, or "", and words added."""
        for number, label in self.labels.items():
            for printed in (label, PROMPTS_AFTER.sub("", label)):
                for words in (f"{number}. {printed}", printed):
                    after = begins_with(text, words)
                    if after is not None:
                        return number, after
        return "", ""

    def _read_area(self, number: str, one: str, two: str, comments: str) -> None:
        where = f"Follow-up of area {number}"
        scores = []
        for stage, text in (("first score", one), ("second score", two)):
            score, rest = read_score(text)
            scores.append(score)
            self._leave(f"{where}, {stage}", rest)
        said = self._comments(where, comments)
        if any(said.values()) or any(score is not None for score in scores):
            self.found[number] = {
                "stage_one": scores[0],
                "stage_two": scores[1],
                "what_helped": said["what_helped"],
                "barriers": said["barriers"],
                "next_steps": said["next_steps"],
            }

    def _comments(self, where: str, text: str) -> dict[str, str]:
        """Return comments by their prompts; list what is written before the first."""
        found: dict[str, list[str]] = {name: [] for name in ("", *COMMENTS)}
        current = ""
        for line in text.split("\n"):
            words = line[len((ANY_WORDS.match(line) or [""])[0]) :]
            for name, prompt in zip(COMMENTS, self.prompts, strict=False):
                after = begins_with(words, prompt)
                if after is not None:
                    current, line = name, after.lstrip("-– ")
            if line.strip():
                found[current].append(line)
        self._leave(f"{where}, comments", "\n".join(found[""]))
        return {name: "\n".join(found[name]) for name in COMMENTS}

    def _read_total(self, texts: list[str]) -> None:
        """List totals that do not follow from the scores, and comments on them."""
        areas = self.found.values()
        sums = [
            sum(area["stage_one"] or 0 for area in areas),
            sum(area["stage_two"] or 0 for area in areas),
        ]
        for total, text in zip(sums, texts, strict=False):
            given = re.match(r"\s*(\d+)\s*/", text) or re.fullmatch(
                r"\s*(\d+)\s*", text
            )
            if given and int(given[1]) != total:
                self._leave("Follow-up, total score", text)
        for text in texts[2:]:
            self._leave("Follow-up, total score", text)

    def _leave(self, where: str, text: str) -> None:
        if text.strip():
            self.unplaced.append((where, text))
