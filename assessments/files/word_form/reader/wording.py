"""Compares the text of a form with what its edition prints.

Word changes quotes, dashes, spaces and capitals as people type, so texts are
compared as lists of words: letters and digits, folded, without punctuation.
"""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import islice
from typing import cast

from assessments.submission.shown.content import Footnote, Framework, Statement

from .. import printed_text

TAG = re.compile(r"</?[a-z]{1,6}>|[*_`\\]")
WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*['’]?")
NO_APOSTROPHES = str.maketrans("", "", "'’‘")
# What may end a printed text: its own signs, or a colon or a line of dots after a space.
END_OF_PRINTED = re.compile(
    r"(?:[:.…?)'’\"”]+|[ \t\xa0]+(?::|[.…]{2,})(?=\s|$))?",
)
FEW_WORDS = 5
MANY_WORDS = 400
ALIKE = 0.8
SPELT_ALIKE = 0.6
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun"]
MONTHS += ["jul", "aug", "sep", "oct", "nov", "dec"]
DATES = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(
        r"(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*(?P<year>\d+)"
    ),
    re.compile(
        r"(?:[a-z]{3,9},?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
        r"(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d+)"
    ),
    re.compile(
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d+)"
    ),
]
OUT_OF = re.compile(r"\[?\s*score\s+out\s+of\s+(?:10|ten)\s*\]?", re.IGNORECASE)
SCORE = re.compile(
    r"(?P<score>[0-9]{1,2})?\s*(?:(?:/|out\s+of)\s*10\b)?(?P<rest>.*)", re.DOTALL
)
HIGHEST_SCORE = 10
THIS_CENTURY = 2000


def words(text: str) -> list[str]:
    """Return the words of a text, folded so that only the wording counts."""
    return key(text).split()


def fold(text: str) -> str:
    return text.translate(NO_APOSTROPHES).casefold()


@lru_cache(maxsize=2048)  # printed texts are looked up at every row
def key(text: str) -> str:
    """Return the words of a text as one string, to compare or look up."""
    return fold(" ".join(WORD.findall(TAG.sub("", text))))


def begins_with(text: str, printed: str) -> str | None:
    """Return what follows `printed` where `text` begins with it, or None."""
    expected = words(printed)
    found = list(islice(WORD.finditer(text), len(expected)))
    if not expected or [fold(match[0]) for match in found] != expected:
        return None
    end = END_OF_PRINTED.match(text, found[-1].end())
    return text[end.end() if end else len(text) :].strip()


def added_words(text: str, printed: str) -> str:
    """Return what somebody wrote among the printed words of a box: text, or "".

    All of `text` if its wording differs so much that the added words cannot be
    separated; "" if only the spelling differs.
    """
    after = begins_with(text, printed)
    if after is not None:
        return after if words(after) else ""
    ours, theirs = words(printed)[:MANY_WORDS], words(text)[:MANY_WORDS]
    compared = SequenceMatcher(None, ours, theirs, autojunk=False)
    is_added = any(
        tag == "insert"
        or (tag == "replace" and not are_alike(ours[old:to], theirs[new:until]))
        for tag, old, to, new, until in compared.get_opcodes()
    )
    return text if is_added or compared.ratio() < ALIKE else ""


def are_alike(ours: list[str], theirs: list[str]) -> bool:
    """Return whether words differ only as spellings do."""
    compared = SequenceMatcher(None, "".join(ours), "".join(theirs), autojunk=False)
    return compared.ratio() >= SPELT_ALIKE


class PrintedText:
    """Every text a form prints, so that none of it is taken for an answer."""

    def __init__(self, edition: Framework) -> None:
        self.edition = edition

    def __contains__(self, text: str) -> bool:
        said = key(text)
        if not said or said in self.texts:
            return True
        return said.count(" ") >= FEW_WORDS and f" {said} " in self.run

    @cached_property
    def texts(self) -> set[str]:
        own = [
            *printed_text.TEXTS,
            *map(printed_text.guide_line, self.edition["scale"]),
        ]
        for area in self.edition["areas"]:
            own += [
                printed_text.area_heading(area),
                printed_text.area_line(area),
                printed_text.head_texts(area),
            ]
            own += map(printed_text.note_line, filter(has_note, area["statements"]))
        notes = [
            f"{mark['mark']} {mark['text_md']}"
            for mark in cast("list[Footnote]", self.edition.get("footnotes") or [])
        ]
        return {key(text) for text in [*strings(self.edition), *own, *notes]}

    @cached_property
    def run(self) -> str:
        return "\n".join(f" {text} " for text in sorted(self.texts))


def has_note(statement: Statement) -> bool:
    return bool(statement.get("footnote"))


def strings(data: object) -> Iterator[str]:
    """Yield every string in nested lists and dictionaries."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from strings(value)


def read_date(text: str) -> date | None:
    """Return the date a text gives, day before month, or None if it is not one date."""
    text = " ".join(text.lower().split()).strip(" .")
    for pattern in DATES:
        match = pattern.fullmatch(text)
        if match:
            return calendar_date(**match.groupdict())
    return None


def calendar_date(day: str, month: str, year: str) -> date | None:
    number = int(month) if month.isdecimal() else 0
    if month[:3] in MONTHS:
        number = MONTHS.index(month[:3]) + 1
    if len(year) not in {2, 4}:
        return None
    century = THIS_CENTURY if len(year) == 2 else 0
    try:
        return date(century + int(year), number, int(day))
    except ValueError:
        return None


def read_score(text: str) -> tuple[int | None, str]:
    """Return a score out of ten and what was written around it: (7, ""), (None, "")...

    The score is None if there is none or it cannot be read; then everything that
    was written is returned with it.
    """
    written = " ".join(OUT_OF.sub(" ", text).split())
    match = SCORE.fullmatch(written)
    assert match  # it takes any text
    score, rest = match["score"], match["rest"].strip(" .;,:")
    if score is None:
        score, rest = (rest, "") if re.fullmatch(r"[0-9]{1,2}", rest) else (None, rest)
    if score is None or int(score) > HIGHEST_SCORE or re.search(r"[\d½]", rest):
        return None, written if rest or score else ""
    return int(score), rest
