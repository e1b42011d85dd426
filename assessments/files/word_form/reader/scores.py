"""Reads the scores out of ten, on their own page or at the foot of each area."""

import re
from collections.abc import Callable

from assessments.submission.shown.content import Framework

from .docx_blocks import Cell
from .wording import begins_with, key, read_score

NOT_A_SCORE = "not one whole number from 0 to 10"
SECOND = "a second one"
OUT_OF_TEN = re.compile(r"(?:/|out\s+of)\s*10\b", re.IGNORECASE)


class Scores:
    """The scores found so far, {area number: 0 to 10, or None}.

    `leave` is told what could not be read: a place and the text.
    """

    def __init__(self, edition: Framework, leave: Callable[[str, str], None]) -> None:
        self.leave = leave
        self.found: dict[int, int | None] = {
            area["number"]: None for area in edition["areas"]
        }
        self.heading = edition.get("scores_heading") or ""
        self.stem = edition.get("scores_stem") or ""
        self.titles = {
            area["number"]: area["rating_title"] for area in edition["areas"]
        }

    def read(self, cells: list[Cell], area: int | None) -> bool:
        """Return whether these are the cells of a score, which is then read."""
        said = key(" ".join(cell.text for cell in cells))
        named = [
            (len(title), number, title)
            for number, title in self.titles.items()
            if contains(said, title)
        ]
        is_headed = contains(said, self.heading)
        is_asked = is_headed or contains(said, self.stem) or contains(said, "out of 10")
        has_slash = any(OUT_OF_TEN.search(cell.text) for cell in cells)
        number = max(named)[1] if named else area
        if not (named or is_headed) or not (is_asked or has_slash) or number is None:
            return False
        title = max(named)[2] if named else ""
        texts = [without(cell.text, self.heading, self.stem, title) for cell in cells]
        self._take(number, "\n".join(filter(None, texts)))
        for cell in cells:
            for how, text in cell.content.apart:
                self.leave(f"Score out of ten for area {number}, {how}", text)
        return True

    def _take(self, number: int, written: str) -> None:
        score, rest = read_score(written)
        where = f"Score out of ten for area {number}"
        if score is None:
            self.leave(f"{where}, {NOT_A_SCORE}", rest)
        elif self.found[number] in (None, score):
            self.found[number] = score
            self.leave(where, rest)
        else:
            self.leave(f"{where}, {SECOND}", written)


def contains(said: str, printed: str) -> bool:
    """Return whether folded words contain those of a printed text, if it has any."""
    return bool(printed) and f" {key(printed)} " in f" {said} "


def without(text: str, *printed: str) -> str:
    """Return a text without what the form prints at its beginning."""
    for part in printed:
        after = begins_with(text, part)
        text = text if after is None else after
    return text
