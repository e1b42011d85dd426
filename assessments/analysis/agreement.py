"""The distance between working groups' ratings of one statement, in words.

Works on plain integers: the ratings given and the values of the edition's scale.
Nothing is averaged, and no rating is suggested here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

FEWEST_FOR_ONE_VOICE = 4
FEWEST_TO_COMPARE = 2
CACHED_RATINGS = 1024


class Word(StrEnum):
    """The rule-based name the moderator's agenda gives a statement."""

    SPLIT = "Split"
    ONE_VOICE = "One voice differs"
    ONLY_ONE = "Only one rated"
    NOBODY = "Nobody rated"
    CLOSE = "Close"
    SAME = "Same"


class Flag(StrEnum):
    """A remark the agenda adds to the word of some statements."""

    EVEN_SPLIT = "Even split"
    OPPOSITE_ENDS = "Opposite ends"


@dataclass(frozen=True)
class Description:
    """A description of the ratings of one statement.

    word        the agenda's name for it
    flags       what the agenda adds
    steps       how many moves along the scale it would take for everyone to agree
    dispersion  steps as a share of the most possible, 0 to 1; None if fewer than
                two groups rated. For the data export only.
    """

    word: Word
    flags: frozenset[Flag]
    steps: int
    dispersion: float | None


def describe(ratings: Collection[int], scale: Collection[int]) -> Description:
    """Return the Description of `ratings` on `scale` (all values of the edition).

    A rating above the middle of the scale is on the agree side, one below it on
    the disagree side. The middle point of an odd scale is on neither, so it
    opposes nobody and is nobody's majority. With n ratings given, the first of
    these that holds is the word:

    Nobody rated       n is 0
    Only one rated     n is 1; never called agreement
    Same               all are equal
    Close              no two are on opposite sides. On an even scale this is "all
                       on one side". Somebody at the middle has not taken the other
                       side, so calling that a split would spend the meeting's time
                       on a disagreement nobody has expressed.
    One voice differs  n is 4 or more, exactly one is on one side and at least two
                       are on the other. Those at the middle count towards n, as
                       they have rated, but not towards either side; with one group
                       on each side neither is the odd one out.
    Split              otherwise

    Even split: the sides are equal and not empty. Opposite ends: the highest and
    the lowest rating are the ends of the scale.

    Raises ValueError for a rating off the scale or a scale of fewer than two values.
    """
    return _describe(tuple(sorted(ratings)), tuple(scale))


# Pages describe the same few ratings of a scale again and again.
@lru_cache(maxsize=CACHED_RATINGS)
def _describe(ratings: Sequence[int], scale: Sequence[int]) -> Description:
    ends = _ends(ratings, scale)
    above, below = _sides(ratings, ends)
    most = (ends[1] - ends[0]) * (len(ratings) // 2)
    moved = steps(ratings)
    return Description(
        word=_word(ratings, above, below),
        flags=_flags(ratings, ends, above, below),
        steps=moved,
        dispersion=moved / most if most else None,
    )


def steps(ratings: Collection[int]) -> int:
    """Return the sum of |rating - median| over `ratings`.

    For an even number of ratings, every value between the two middle ones is a
    median and gives the same sum, so the result is always a whole number: the sum
    of the upper half minus that of the lower half.
    """
    ordered = sorted(ratings)
    half = len(ordered) // 2
    return sum(ordered[len(ordered) - half :]) - sum(ordered[:half])


def side(rating: int, scale: Collection[int]) -> int:
    """Return 1 on the agree side, -1 on the disagree side, 0 in the middle."""
    doubled, middle = 2 * rating, min(scale) + max(scale)
    return (doubled > middle) - (doubled < middle)


def lacks_evidence(
    rating: int | None, scale: Collection[int], *, has_evidence: bool
) -> bool:
    """Return whether a rating on the agree side of `scale` has no evidence."""
    return rating is not None and side(rating, scale) > 0 and not has_evidence


def reason_required(
    description: Description, settled_rating: int | None, ratings: Collection[int]
) -> bool:
    """Return whether settling on `settled_rating` needs a reason, given `ratings`.

    It does if the word is Split or One voice differs, or if no group gave the
    settled rating. No group ever gave None, which stands for settling on no rating.
    """
    return (
        description.word in (Word.SPLIT, Word.ONE_VOICE)
        or settled_rating not in ratings
    )


def _ends(ratings: Collection[int], scale: Collection[int]) -> tuple[int, int]:
    if len(set(scale)) < FEWEST_TO_COMPARE:
        raise ValueError("A scale has at least two values.")
    if not set(ratings) <= set(scale):
        raise ValueError("A rating is not on the scale.")
    return min(scale), max(scale)


def _sides(ratings: Collection[int], ends: tuple[int, int]) -> tuple[int, int]:
    sides = [side(rating, ends) for rating in ratings]
    return sides.count(1), sides.count(-1)


def _word(ratings: Collection[int], above: int, below: int) -> Word:
    fewer, more = sorted([above, below])
    if not ratings:
        return Word.NOBODY
    if len(ratings) < FEWEST_TO_COMPARE:
        return Word.ONLY_ONE
    if len(set(ratings)) == 1:
        return Word.SAME
    if not fewer:
        return Word.CLOSE
    if len(ratings) >= FEWEST_FOR_ONE_VOICE and fewer == 1 and more > 1:
        return Word.ONE_VOICE
    return Word.SPLIT


def _flags(
    ratings: Collection[int], ends: tuple[int, int], above: int, below: int
) -> frozenset[Flag]:
    flags = set()
    if above and above == below:
        flags.add(Flag.EVEN_SPLIT)
    if ratings and (min(ratings), max(ratings)) == ends:
        flags.add(Flag.OPPOSITE_ENDS)
    return frozenset(flags)
