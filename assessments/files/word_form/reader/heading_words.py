"""Works out what a column holds from the words of its heading.

A heading that is not the edition's own counts only if its words and its number agree
and no other column could be meant.
"""

import re
from dataclasses import dataclass
from enum import Enum

from assessments.submission.shown.content import Framework, ScalePoint

from .. import printed_text
from .docx_values import Text
from .wording import key

EVIDENCE_WORDS = {"evidence"}
IDEAS_WORDS = {"idea", "ideas", "improvement", "improvements", "actions"}
ONE_RATING = re.compile(
    r"(?:our |agreed |your |overall )?(?:ratings?|scores?)(?: \d \d| \d(?: to)? \d| 1 2 3 4)?"
    r"(?: out of \d)?"
)
LONGEST = 8  # words of a heading of one rating
TAG = re.compile(r"column:(?P<role>[a-z_]+)(?::(?P<value>\d+))?")


class Role(Enum):
    """The kinds of column in an area's table."""

    STATEMENT = "statement"
    RATING = "rating"
    CANNOT_RATE = "cannot_rate"
    ONE_RATING = "one_rating"
    EVIDENCE = "evidence"
    IDEAS = "ideas"
    OTHER = "other"


NAMES = {
    Role.STATEMENT: "the statements",
    Role.RATING: "one of the ratings",
    Role.CANNOT_RATE: "“cannot rate”",
    Role.ONE_RATING: "the rating",
    Role.EVIDENCE: "the evidence",
    Role.IDEAS: "the ideas",
    Role.OTHER: "something else",
}


@dataclass(frozen=True)
class Meaning:
    """The meaning of a heading: a role, the value of a rating, and how sure that is.

    is_exact     whether these are the edition's own words, or our own mark
    is_certain   whether nothing in the heading contradicts it
    """

    role: Role
    value: int | None = None
    is_exact: bool = False
    is_certain: bool = True


class HeadingWords:
    """The headings an edition may have, and what other headings must mean."""

    def __init__(self, edition: Framework) -> None:
        self.scale: list[ScalePoint] = edition["scale"]
        self.values = [point["value"] for point in self.scale]
        self.has_ideas = bool(edition.get("ideas_prompt"))
        self.ratings = ratings_of(self.scale)
        self.evidence = {key(area["evidence_prompt"]) for area in edition["areas"]}
        self.ideas = key(edition.get("ideas_prompt") or "")
        self.prompts = {key(area["prompt_md"] or "") for area in edition["areas"]}
        self.sides = {
            point["value"]: side_of(key(point["label"]).split()) for point in self.scale
        }
        self.has_digits = any(
            re.search(r"\d", point["column_heading"]) for point in self.scale
        )

    def meaning(self, content: Text) -> Meaning | None:
        """Return what a heading means, or None if it is not known."""
        for tag in content.tags:
            match = TAG.fullmatch(tag)
            if match:
                value = int(match["value"]) if match["value"] else None
                if value is None or value in self.values:
                    return Meaning(Role(match["role"]), value, is_exact=True)
        return self.of_words(key(content.bare))

    def is_own(self, heading: str) -> bool:
        """Return whether a heading is the edition's own, as it may be printed."""
        return key(heading) in self.ratings

    def in_words(self, meaning: Meaning) -> str:
        """Return the name of what a column holds."""
        for point in self.scale:
            if meaning.role is Role.RATING and point["value"] == meaning.value:
                return f"the rating “{point['label']}”"
        return NAMES[meaning.role]

    def of_words(self, said: str) -> Meaning | None:
        if not said:
            return None
        if any(prompt and said.endswith(prompt) for prompt in self.prompts):
            return Meaning(Role.STATEMENT, is_exact=True)
        if said in self.ratings:
            return Meaning(Role.RATING, self.ratings[said], is_exact=True)
        if said in self.evidence:
            return Meaning(Role.EVIDENCE, is_exact=True)
        if self.ideas and said == self.ideas:
            return Meaning(Role.IDEAS, is_exact=True)
        if said in {key(printed_text.CANNOT_RATE), "cannot rate", "not rated"}:
            return Meaning(Role.CANNOT_RATE, is_exact=True)
        if ONE_RATING.fullmatch(said):
            return Meaning(Role.ONE_RATING, is_certain=self.has_digits)
        return self._reworded(said.split())

    def _reworded(self, said: list[str]) -> Meaning | None:
        words = set(said)
        is_evidence = bool(words & EVIDENCE_WORDS) or "how do we know" in " ".join(said)
        is_ideas = self.has_ideas and bool(words & IDEAS_WORDS)
        if is_evidence != is_ideas:
            return Meaning(Role.EVIDENCE if is_evidence else Role.IDEAS)
        if is_evidence:
            return None
        return self._rating(said)

    def _rating(self, said: list[str]) -> Meaning | None:
        """Return the rating a reworded heading means, by its number and its side."""
        numbers = {int(word) for word in said if word.isdecimal() and len(word) < 3}
        numbers &= set(self.values)
        words = [word for word in said if not word.isdecimal()]
        side = side_of(words)
        named = self.ratings.get(" ".join(words))
        if len(numbers) == 1:
            [value] = numbers
            agrees = named == value if named else not side or side == self.sides[value]
            if not words and not self.has_digits:
                agrees = False
            return Meaning(
                Role.RATING, value, is_certain=agrees and len(said) <= LONGEST
            )
        if side and not numbers and len(said) <= LONGEST:
            on_side = [value for value in self.values if self.sides[value] == side]
            if on_side:
                return Meaning(Role.RATING, None, is_certain=False)
        return None


def ratings_of(scale: list[ScalePoint]) -> dict[str, int]:
    """Return {words: value} of the headings a rating's column may have."""
    found = {}
    for point in scale:
        printed = point["column_heading"]
        bare = re.sub(r"\s*\d+\s*$", "", printed)
        for text in (point["label"], bare, printed):
            found[key(text)] = point["value"]
            found[key(f"{text} {point['value']}")] = point["value"]
            found[key(f"{point['value']} {text}")] = point["value"]
    return found


def side_of(words: list[str]) -> str:
    """Return "agree" or "disagree" if the words say so, else ""."""
    if "disagree" in words or ("not" in words and "agree" in words):
        return "disagree"
    return "agree" if "agree" in words else ""
