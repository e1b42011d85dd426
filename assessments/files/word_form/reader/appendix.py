"""Reads what our own Word files hold beyond the paper form.

Each of their tables is known by its headings, wherever it stands. What has a place in
an assessment is placed; what was said of groups and approvers is listed.
"""

import re

from .. import printed_text
from .docx_blocks import Table
from .wording import key, read_date

CODE = re.compile(r"(\d+[a-z]{1,2})\b")
NUMBER = re.compile(r"(\d+)\b")
SCORE = re.compile(r"(10|\d)(?:\s*/\s*10)?")
FOLLOW_UP_ON = re.compile(
    rf"{re.escape(printed_text.FOLLOW_UP_ON)}:?\s+(.*)", re.IGNORECASE
)
STATUSES = {key(label): status for status, label in printed_text.STATUSES.items()}
TEXTS = ("what_helped", "barriers", "next_steps")


class Annex:
    """What the tables after the form say.

    rationales   {statement code: why the outcome is what it is}
    score_notes  {area number: the note on its score}
    beside       {"young_people_scores", "follow_up"} as a submission's JSON has them
    unplaced     [(where, text)] of the rest
    """

    def __init__(self, edition):
        self.codes = {
            statement["code"]
            for area in edition["areas"]
            for statement in area["statements"]
        }
        self.numbers = {str(area["number"]) for area in edition["areas"]}
        self.rationales, self.score_notes, self.unplaced = {}, {}, []
        self.beside = {"young_people_scores": {}, "follow_up": {}}
        self.readers = {
            heads(printed_text.REASONS): self._read_reason,
            heads(printed_text.DISSENTS): self._read_dissent,
            heads(printed_text.CHANGES): self._read_change,
            heads(printed_text.NOTES): self._read_note,
            heads(printed_text.YOUNG_PEOPLES): self._read_young_people,
            heads(printed_text.FOLLOW_UPS): self._read_follow_up,
            heads(printed_text.IDEAS): self._read_idea,
        }

    def reads(self, block):
        """Whether a paragraph or table is one of these, which is then read."""
        if isinstance(block, Table):
            return self._read_table(block)
        match = FOLLOW_UP_ON.fullmatch(block.text)
        said = read_date(match[1]) if match else None
        if said:
            self._follow_up()["completed_on"] = said.isoformat()
        return bool(said)

    def _read_table(self, table):
        first, *rows = [[cell.text for cell in row] for row in table.rows] or [[]]
        read = self.readers.get(heads(first))
        if read is None:
            return False
        for row in rows:
            if len(row) != len(first) or not read(*row):
                self._leave("Beyond the form", "\n".join(filter(None, row)))
        return True

    def _read_reason(self, statement, _, reason, said):
        code = self._code(statement)
        if code:
            if reason:
                self.rationales[code] = reason
            self._leave(f"{code}, what the groups rated", said)
        return code

    def _read_dissent(self, statement, group, text):
        code = self._code(statement)
        if code:
            self._leave(f"{code}, not shared by {group}", text)
        return code

    def _read_change(self, statement, before, after, why, by, when):
        code = self._code(statement)
        if code:
            text = f"{before} → {after}: {why}"
            self._leave(f"{code}, changed by the approver, {by}, {when}", text)
        return code

    def _read_note(self, area, note):
        number = self._number(area)
        if number and note:
            self.score_notes[int(number)] = note
        return number

    def _read_young_people(self, area, score, gathered):
        number, given = self._number(area), score_of(score)
        if not number or (score and given is None):
            return False
        found = {"score": given, "how_gathered": gathered}
        self.beside["young_people_scores"][number] = found
        return True

    def _read_follow_up(self, area, before, after, *texts):
        number = self._number(area)
        scores = [score_of(score) for score in (before, after)]
        unread = [
            text
            for text, score in zip((before, after), scores, strict=True)
            if text and score is None
        ]
        if not number or unread:
            return False
        found = dict(zip(("stage_one", "stage_two"), scores, strict=True))
        found |= dict(zip(TEXTS, texts, strict=True))
        self._follow_up()["areas"][number] = found
        return True

    def _read_idea(self, statement, _, status):
        """An idea itself stands in its area's table."""
        code, value = self._code(statement), STATUSES.get(key(status))
        if code and value:
            self._follow_up()["ideas"][code] = value
        return code and value

    def _follow_up(self):
        blank = {"completed_on": None, "areas": {}, "ideas": {}}
        self.beside["follow_up"] = self.beside["follow_up"] or blank
        return self.beside["follow_up"]

    def _code(self, text):
        match = CODE.match(text)
        return match[1] if match and match[1] in self.codes else ""

    def _number(self, text):
        match = NUMBER.match(text)
        return match[1] if match and match[1] in self.numbers else ""

    def _leave(self, where, text):
        if text:
            self.unplaced.append((where, text))


def heads(texts):
    return tuple(key(text) for text in texts)


def score_of(text):
    match = SCORE.fullmatch(text.strip())
    return int(match[1]) if match else None
