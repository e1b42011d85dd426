"""Whether statements that ask the same were answered on opposite sides."""

import pytest

from assessments.analysis.contradictions import clashes, stance

FOUR = [4, 3, 2, 1]
FIVE = [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("ratings", "scale", "expected"),
    [
        ([], FOUR, 0),
        ([3, 4], FOUR, 1),
        ([1, 2, 2], FOUR, -1),
        ([3, 2], FOUR, 0),
        ([3], FIVE, 0),
        ([3, 4], FIVE, 1),
        ([3, 1], FIVE, -1),
    ],
)
def test_stance(ratings, scale, expected):
    assert stance(ratings, scale) == expected


@pytest.mark.parametrize(
    ("family", "scale", "expected"),
    [
        ([[1], [1], [1], [3], [1], [1], [2]], FOUR, True),
        ([[1], [1], [2]], FOUR, False),
        ([[1], [], [1]], FOUR, False),
        ([[4, 3], [1, 2]], FOUR, True),
        ([[4, 3], [4, 1]], FOUR, False),
        ([[4], [3]], FIVE, False),
        ([[4], [2], [3]], FIVE, True),
        ([], FOUR, False),
    ],
)
def test_clashes(family, scale, expected):
    assert clashes(family, scale) is expected
