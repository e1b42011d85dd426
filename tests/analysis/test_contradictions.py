"""Related statements answered on opposite sides."""

import pytest

from assessments.analysis.contradictions import are_opposed, contradictory, stance

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
def test_are_opposed(family, scale, expected):
    assert are_opposed(family, scale) is expected


def test_contradictory_statements_are_found_whole_and_others_left_out():
    rows = [
        ("1a", "plan", [4]),
        ("2b", "plan", []),
        ("3c", "plan", [1]),
        ("1b", "advice", [4]),
        ("2c", "advice", [3]),
        ("1c", "", [4]),
        ("2d", "", [1]),
    ]
    found = contradictory(
        rows, FOUR, family_of=lambda row: row[1], ratings_of=lambda row: row[2]
    )
    assert found == {"plan": rows[:3]}
