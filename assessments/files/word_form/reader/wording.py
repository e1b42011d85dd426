"""Comparing what a form says with what its edition prints.

Word changes quotes, dashes, spaces and capitals as people type, so texts are
compared as lists of words: letters and digits, folded, without marks of any kind.
"""

import re
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import islice

from .. import printed_text

TAG = re.compile(r"</?[a-z]{1,6}>|[*_`\\]")
WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*['’]?")
NO_APOSTROPHES = str.maketrans("", "", "'’‘")
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


def words(text):
    """The words of a text, folded so that only the wording counts."""
    return key(text).split()


def fold(text):
    return text.translate(NO_APOSTROPHES).casefold()


@lru_cache(maxsize=2048)  # what a form prints is asked for at every row
def key(text):
    """The words of a text as one string, to compare or look up."""
    return fold(" ".join(WORD.findall(TAG.sub("", text))))


def begins_with(text, printed):
    """What follows `printed` at the beginning of `text`, or None if it is not there."""
    expected = words(printed)
    found = list(islice(WORD.finditer(text), len(expected)))
    if not expected or [fold(match[0]) for match in found] != expected:
        return None
    return text[found[-1].end() :].lstrip(" \t\xa0\n:.…?)'’\"”").strip()


def added_words(text, printed):
    """What somebody wrote among the printed words of a box: text, or "".

    All of `text` where its wording differs so much that what was added cannot be
    told apart; nothing where only spelling differs.
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


def are_alike(ours, theirs):
    """Return whether words differ only as spellings do."""
    compared = SequenceMatcher(None, "".join(ours), "".join(theirs), autojunk=False)
    return compared.ratio() >= SPELT_ALIKE


class PrintedText:
    """Every text a form prints, so that it is not taken for an answer."""

    def __init__(self, edition):
        self.edition = edition

    def __contains__(self, text):
        said = key(text)
        if not said or said in self.texts:
            return True
        return said.count(" ") >= FEW_WORDS and f" {said} " in self.run

    @cached_property
    def texts(self):
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
            for mark in self.edition.get("footnotes", [])
        ]
        return {key(text) for text in [*strings(self.edition), *own, *notes]}

    @cached_property
    def run(self):
        return "\n".join(f" {text} " for text in sorted(self.texts))


def has_note(statement):
    return bool(statement.get("footnote"))


def strings(data):
    """Every string in nested lists and dictionaries."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from strings(value)


def read_date(text):
    """The date a text gives, day before month, or None if it is not one date."""
    text = " ".join(text.lower().split()).strip(" .")
    for pattern in DATES:
        match = pattern.fullmatch(text)
        if match:
            return calendar_date(**match.groupdict())
    return None


def calendar_date(day, month, year):
    if month.isalpha():
        month = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else 0
    if len(year) not in {2, 4}:
        return None
    century = THIS_CENTURY if len(year) == 2 else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None


def read_score(text):
    """A score out of ten and what was written around it: (7, ""), (None, "")...

    The score is None if there is none or it cannot be read; then everything that
    was written is returned with it.
    """
    written = " ".join(OUT_OF.sub(" ", text).split())
    match = SCORE.fullmatch(written)
    score, rest = match["score"], match["rest"].strip(" .;,:")
    if score is None:
        score, rest = (rest, "") if re.fullmatch(r"[0-9]{1,2}", rest) else (None, rest)
    if score is None or int(score) > HIGHEST_SCORE or re.search(r"[\d½]", rest):
        return None, written if rest or score else ""
    return int(score), rest
