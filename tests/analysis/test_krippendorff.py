"""Krippendorff's own example: four observers, twelve units, five values."""

import pytest

from assessments.analysis.krippendorff import alpha, interval, nominal, ordinal

OBSERVERS = [
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
]
UNITS = [
    [int(value) for value in column if value != "."]
    for column in zip(*OBSERVERS, strict=True)
]


@pytest.mark.parametrize(
    ("distance", "expected"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)]
)
def test_the_published_example(distance, expected):
    assert alpha(UNITS, distance) == pytest.approx(expected, abs=0.0005)


def test_it_is_one_if_all_agree_and_some_things_differ():
    assert alpha([[4, 4], [2, 2, 2]]) == 1


def test_it_falls_below_chance_if_raters_oppose_each_other():
    assert alpha([[4, 1], [1, 4]]) == pytest.approx(-0.5)


def test_nothing_is_said_if_nothing_could_have_differed():
    assert alpha([[4, 4], [4, 4, 4]]) is None
    assert alpha([[4], [2], []]) is None
