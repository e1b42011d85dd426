"""The groups' ratings before a discussion, and what the discussion did to them.

A statement as one authority rated and settled it is a `Discussed`. Nothing here is an
average over groups: the first ratings are described by the words of `agreement`, and
what was settled is compared with their median and their range.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache

from . import krippendorff
from .agreement import Word, describe
from .figures import given

FEWEST_GROUPS = 2
FEWEST_SHARED = 10  # statements that two groups rated, for Krippendorff's alpha
COMPARED = (Word.SAME, Word.CLOSE, Word.ONE_VOICE, Word.SPLIT)
NOT_AGREED = "not_agreed"


@dataclass(slots=True)
class Discussed:
    """One statement in one authority.

    first      the first rating of each group that had the statement, or None
    second     their ratings after the discussion, None for a group that gave none
    settled    the rating that was settled, or None
    outcome    "agreed", or why there is no rating
    changes    how often an approver changed what was settled
    ratings    the first ratings that were given, from the lowest
    """

    first: Sequence[int | None]
    second: Sequence[int | None]
    settled: int | None
    outcome: str
    changes: int = 0
    ratings: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the ratings once: there are thousands of statements, read many times."""
        self.ratings = tuple(sorted(given(self.first)))


@dataclass
class Effect:
    """The effect of discussing some statements; each figure is a number of statements.

    compared        two groups or more had rated it, and a rating was settled
    above, below    of these: settled above or below the median of the first ratings
    at              settled at the median
    between         the median fell between two boxes, and it was settled at one of them
    outside         settled higher or lower than every group rated it
    seconds         second ratings given by groups that had given a first one
    moved           of these, how many differ from the first one
    changed         changed by an approver after it was settled
    not_agreed      could not be agreed
    """

    compared: int = 0
    above: int = 0
    below: int = 0
    at: int = 0
    between: int = 0
    outside: int = 0
    seconds: int = 0
    moved: int = 0
    changed: int = 0
    not_agreed: int = 0

    def add(self, each: Discussed) -> None:
        """Count one more statement."""
        self.changed += bool(each.changes)
        self.not_agreed += each.outcome == NOT_AGREED
        for first, second in zip(each.first, each.second, strict=True):
            if second is not None and first is not None:
                self.seconds += 1
                self.moved += first != second
        if each.settled is not None and len(each.ratings) >= FEWEST_GROUPS:
            self._compare(each.ratings, each.settled)

    def _compare(self, ratings: Sequence[int], settled: int) -> None:
        """Compare with the median; any value between the two in the middle is one."""
        lower = ratings[(len(ratings) - 1) // 2]
        upper = ratings[len(ratings) // 2]
        self.compared += 1
        self.above += settled > upper
        self.below += settled < lower
        self.between += lower != upper and lower <= settled <= upper
        self.at += lower == upper == settled
        self.outside += not ratings[0] <= settled <= ratings[-1]


@dataclass(frozen=True)
class Before:
    """The words of some statements before their discussion.

    words  {word: how many statements}, of Same, Close, One voice differs and Split
    """

    words: dict[Word, int] = field(default_factory=dict)

    @property
    def compared(self) -> int:
        """Return the number of statements that two groups or more had rated."""
        return sum(self.words.values())


def before(discussed: Iterable[Discussed], scale: Collection[int]) -> Before:
    """Return how the first ratings of these statements lay to one another.

    Statements that one group rated or nobody did are left out.
    """
    points = tuple(sorted(scale))
    words = Counter(word_of(each.ratings, points) for each in discussed)
    return Before({word: words[word] for word in COMPARED})


@lru_cache(maxsize=4096)
def word_of(ratings: tuple[int, ...], scale: tuple[int, ...]) -> Word:
    """Return the agenda's word for ratings in ascending order."""
    return describe(ratings, scale).word


def before_in_all(every: Iterable[Before]) -> Before:
    """Return the words of all of them together."""
    words: Counter[Word] = Counter()
    for each in every:
        words.update(each.words)
    return Before({word: words[word] for word in COMPARED})


def effect_in_all(every: Iterable[Effect]) -> Effect:
    """Return the Effect of all of them together."""
    found = Effect()
    for each in every:
        for one in fields(Effect):
            setattr(found, one.name, getattr(found, one.name) + getattr(each, one.name))
    return found


def effect(discussed: Iterable[Discussed]) -> Effect:
    """Return what the discussion of these statements did."""
    found = Effect()
    for each in discussed:
        found.add(each)
    return found


def agreement_of_groups(discussed: Iterable[Discussed]) -> float | None:
    """Return Krippendorff's alpha for ordinal data of an authority's first ratings.

    None with fewer than two groups or ten statements that two of them rated: below
    that, it swings with a single rating. None also if all ratings are equal.
    """
    shared = [each.ratings for each in discussed if len(each.ratings) >= FEWEST_GROUPS]
    if len(shared) < FEWEST_SHARED:
        return None
    return krippendorff.alpha(shared)
