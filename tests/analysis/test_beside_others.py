"""An authority's own answers beside a benchmark, in words."""

import pytest

from assessments.analysis.beside_others import (
    above_most,
    beside_own,
    others_of,
    position,
    stands_out,
)

HALF = {"n": 19, "median": 6, "middle_half": [5, 7.5]}


@pytest.mark.parametrize(
    ("own", "spread", "words"),
    [
        (None, HALF, "You gave no score."),
        (6, HALF, "In the middle half, 5 to 7.5, and at the median, 6."),
        (5, HALF, "In the middle half, 5 to 7.5, and below the median, 6."),
        (4, HALF, "Below the middle half, 5 to 7.5; the median is 6."),
        (8, HALF, "Above the middle half, 5 to 7.5; the median is 6."),
        (8, {"n": 7, "median": 6.5}, "Above the median, 6.5."),
        (8, {"nearly_all": 7}, "Nearly all scored 7."),
        (8, {}, "Not shown: too few others answered, or they answered too much alike."),
    ],
)
def test_where_a_score_lies(own, spread, words):
    assert position(own, spread) == words


@pytest.mark.parametrize(
    ("score", "own", "words"),
    [
        (4, 7, "4, 3 lower"),
        (8, 7, "8, 1 higher"),
        (7, 7, "7, the same"),
        (7, None, "7"),
        (None, 7, "–"),
    ],
)
def test_young_peoples_score_and_its_difference(score, own, words):
    assert beside_own(score, own) == words


def counted(*counts):
    return {"n": sum(counts), "counts": dict(zip("1234", counts, strict=True))}


def test_the_own_rating_is_not_among_the_others():
    assert others_of(3, counted(5, 4, 3, 2)) == {1: 5, 2: 4, 3: 2, 4: 2}
    assert stands_out(3, counted(5, 4, 3, 2)) == (9, 2, 2)
    assert others_of(3, {"n": 9, "median": 3}) is None


def test_statements_that_stand_out_are_those_most_others_are_beyond():
    spreads = {
        "1a": counted(5, 5, 1, 1),
        "1b": counted(9, 2, 1, 0),
        "1c": counted(1, 1, 1, 9),
        "1d": counted(4, 2, 2, 4),  # half of the others are not most of them
        "1e": {"nearly_all": 1},
    }
    ratings = {"1a": 3, "1b": 3, "1c": 3, "1d": 3, "1e": 3, "1f": None}
    assert above_most(ratings, spreads, 3) == (["1b", "1a", "1d"], ["1c"])
    assert above_most(ratings, spreads, 1) == (["1b"], ["1c"])
    assert above_most({"1d": 2}, spreads, 3) == ([], ["1d"])
