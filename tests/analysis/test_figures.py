import pytest

from assessments.analysis.figures import (
    counts,
    given,
    mean,
    median,
    middle_half,
    percent,
    quantile,
    rounded,
    share_in_words,
)


def test_missing_answers_are_left_out():
    assert given([4, None, 3, None]) == [4, 3]
    assert mean(given([4, None, 3])) == 3.5
    assert mean([]) is None


def test_counts_are_of_every_point_of_the_scale_the_highest_first():
    assert list(counts([4, 4, 1], [1, 2, 3, 4]).items()) == [
        (4, 2),
        (3, 0),
        (2, 0),
        (1, 1),
    ]


# numpy.quantile, whose default is type 7, gives these.
@pytest.mark.parametrize(("share", "expected"), [(0.25, 2.5), (0.5, 5.5), (0.75, 7.75)])
def test_quantiles_are_of_type_7(share, expected):
    assert quantile([8, 1, 2, 10, 4, 7], share) == expected


def test_the_middle():
    assert median([3, 9, 4]) == 4
    assert median([3, 4]) == 3.5
    assert median([]) is None
    assert middle_half([1, 2, 3, 4, 5]) == (2, 4)
    assert middle_half([]) is None


def test_no_percentages_of_few():
    assert share_in_words(9, 19) == "9 of 19"
    assert share_in_words(9, 20) == "45%"
    assert percent(19, 28) == 68  # RR616, Table 4
    assert percent(10, 19) == 53
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (73 / 19, 3, "3.842"),
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (-0.634, 2, "−0.63"),
        (-0.001, 2, "0.00"),
        (7, 2, "7.00"),
        (None, 2, "–"),
    ],
)
def test_rounding(value, decimals, expected):
    assert rounded(value, decimals) == expected
