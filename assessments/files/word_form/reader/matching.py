"""The statement that a row of a table is about, by its wording and its letter.

The wording decides where it is the edition's own or close to it. A letter alone counts
only where no other row has the words of its statement. Any other row is the
authority's own, or in doubt.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assessments.submission.shown.content import Framework

from .letters import split_bare_letter, split_letter
from .wording import begins_with, key

NEAR, ALIKE = 0.8, 0.55  # another's wording; one's own, to be one's own
LEAST_WORDS = 3
REWORDED = "The letter belongs to this statement, but the words do not."
ELSEWHERE = "The words belong to a statement of another area."
Place = tuple[int, str]  # area number and letter


@dataclass(frozen=True)
class Said:
    """The text of a row's statement cells: a letter, if any, and the words."""

    letter: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Match:
    """The statement that a row is about.

    place          the statement, or None if the edition does not have it
    is_going_on    whether it only continues the row above
    doubt          why it is not certain, or ""
    is_relettered  whether it has another statement's letter
    told           the words of the statement so far
    """

    place: Place | None = None
    is_going_on: bool = False
    doubt: str = ""
    is_relettered: bool = False
    told: str = ""


@dataclass
class Statements:
    """The statements of an edition by place, and their words."""

    edition: Framework
    codes: dict[Place, str] = field(default_factory=dict)
    printed: dict[Place, str] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_text: dict[str, list[Place]] = {}
        for area in self.edition["areas"]:
            for statement in area["statements"]:
                place = (area["number"], statement["letter"])
                self.codes[place] = statement["code"]
                self.printed[place] = statement["text_md"]
                self.texts[place] = key(statement["text_md"])
                self.by_text.setdefault(self.texts[place], []).append(place)
        self.letters = {letter for _, letter in self.codes}

    def split(self, text: str) -> Said:
        """Return the letter and the words of a statement's cell."""
        letter, words = split_letter(text, self.letters)
        if letter is None and key(words) not in self.by_text:
            first, rest = split_bare_letter(text)
            if first in self.letters and self._begins(rest):
                return Said(first, rest)
        return Said(letter, words)

    def first(self, texts: list[str]) -> Said | None:
        """Return the first of a row's texts with a statement's words, or None.

        It is the row's own: a later one is what somebody typed.
        """
        said = map(self.split, filter(None, texts))
        return next((one for one in said if key(one.text) in self.by_text), None)

    def _begins(self, text: str) -> bool:
        """Return whether a text is or begins with the words of any statement."""
        said = f"{key(text)} "
        return any(said.startswith(f"{printed} ") for printed in self.by_text)

    def exact(self, text: str, area: int | None) -> Place | None:
        """Return the statement whose words a text is or begins with, or None.

        One of the area, else the only one in the edition.
        """
        said = key(text)
        found = self.by_text.get(said, [])
        if not found:
            found = [
                place
                for place in self.texts
                if said.startswith(f"{self.texts[place]} ")
                and begins_with(text, self.printed[place]) is not None
            ]
        here = [place for place in found if place[0] == area]
        if here:
            return max(here, key=lambda place: len(self.texts[place]))
        return found[0] if len(found) == 1 else None

    def likeness(self, text: str, place: Place) -> float:
        """Return how similar a text is to a statement's words, from 0 to 1."""
        said, printed = key(text).split(), self.texts[place].split()
        if len(said) >= LEAST_WORDS and said == printed[: len(said)]:
            return 1.0  # only its beginning
        return SequenceMatcher(None, printed, said, autojunk=False).ratio()

    def nearest(self, text: str, area: int | None, taken: set[Place]) -> Place | None:
        """Return the statement of an area that a text is close to, or None."""
        found = [
            (self.likeness(text, place), place)
            for place in self.codes
            if place[0] == area and place not in taken
        ]
        best, place = max(found, default=(0.0, None))
        return place if best >= NEAR else None


def area_by_wording(rows: list[Said], statements: Statements) -> Counter[int]:
    """Return how many rows have the exact words of statements, by area."""
    votes: Counter[int] = Counter()
    for said in rows:
        places = statements.by_text.get(key(said.text), []) if said.text else []
        for number in {number for number, _ in places}:
            votes[number] += 1
    return votes


def match(
    rows: list[Said], area: int | None, statements: Statements, before: Match | None
) -> list[Match]:
    """Return what each row of a table in an area is about.

    `before` is what the last row of the table before was about, if this one continues
    it.
    """
    exact = [statements.exact(said.text, area) if said.text else None for said in rows]
    taken = {place for place in exact if place is not None}
    found: list[Match] = []
    for said, place in zip(rows, exact, strict=True):
        last = found[-1] if found else before
        one = match_one(said, place, area, statements, taken)
        is_nothing = one.place is None and not said.letter
        if last and is_nothing and goes_on(said, last, statements):
            told = f"{last.told} {said.text}"
            one = Match(last.place, is_going_on=True, doubt=last.doubt, told=told)
        else:
            one = replace(one, told=said.text)
            if one.place:
                taken.add(one.place)
        found.append(one)
    return found


def match_one(
    said: Said,
    place: Place | None,
    area: int | None,
    statements: Statements,
    taken: set[Place],
) -> Match:
    """Return what a row is about on its own; None if it may continue another row."""
    own = (area, said.letter) if area is not None and said.letter else None
    if place:
        doubt = ELSEWHERE if place[0] != area else ""
        return Match(place, doubt=doubt, is_relettered=own not in {None, place})
    if own in statements.codes and not said.text:
        return Match(own)
    near = statements.nearest(said.text, area, taken) if said.text else None
    if near:
        return Match(near, is_relettered=own not in {None, near})
    if own is None or own not in statements.codes or own in taken:
        return Match()
    is_alike = statements.texts[own].startswith(f"{key(said.text)} ") or (
        statements.likeness(said.text, own) >= ALIKE
    )
    return Match(own, doubt="" if is_alike else REWORDED)


def goes_on(said: Said, last: Match, statements: Statements) -> bool:
    """Return whether a row without a letter continues the one above."""
    if not said.text:
        return True
    if last.place is None:
        return False
    printed = statements.texts[last.place].split()
    more, before = key(said.text).split(), key(last.told).split()
    if more == printed[len(before) : len(before) + len(more)]:
        return True
    return key(said.text) in {"continued", "cont", "cont d", "contd"}
