"""Cumulative scores and bands, against the published report (DfE RR616, Table 8)."""

import pytest

from assessments.analysis.scoring import (
    BANDS_FROM,
    PRINTED_BANDS,
    Band,
    band,
    bands_note,
    cumulative,
    gap,
)

FOUR = [4, 3, 2, 1]


def rated(*ratings):
    return {str(place): rating for place, rating in enumerate(ratings)}


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (392, Band.GOOD),
        (294, Band.GOOD),
        (293, Band.OK),
        (197, Band.OK),
        (196, Band.POOR),
        (98, Band.POOR),
        (1, Band.POOR),
    ],
)
def test_bands_of_table_8(total, expected):
    assert band(total, maximum=98 * 4) is expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (318, Band.GOOD),
        (317, Band.OK),
        (213, Band.OK),
        (212, Band.POOR),
    ],
)
def test_bands_scaled_to_106_statements(total, expected):
    assert band(total, maximum=106 * 4) is expected


def test_bands_where_the_limits_are_no_whole_numbers():
    assert [str(band(total, maximum=7)) for total in (3, 4, 5, 6)] == [
        "poor",
        "ok",
        "ok",
        "good",
    ]


def test_cumulative_counts_what_is_rated():
    score = cumulative(rated(4, 2, None, 1), FOUR)
    assert (score.total, score.rated, score.unrated, score.maximum) == (7, 3, 1, 16)
    assert score.mean == pytest.approx(7 / 3)


def test_the_maximum_comes_from_the_scale():
    assert cumulative(rated(5, None), [1, 2, 3, 4, 5]).maximum == 10


def test_nothing_rated_has_no_mean_and_no_band():
    score = cumulative(rated(None, None), FOUR)
    assert (score.total, score.mean, score.band) == (0, None, None)


@pytest.mark.parametrize(("unrated", "expected"), [(1, "good"), (2, None)])
def test_a_band_needs_nine_in_ten_statements_rated(unrated, expected):
    ratings = [4] * (10 - unrated) + [None] * unrated
    assert cumulative(rated(*ratings), FOUR).band == expected


@pytest.mark.parametrize(
    ("score", "ratings", "expected"),
    [
        (9, [4, 4, 2, 2], 9 - 10 * 8 / 12),
        (0, [1, 1], 0),
        (10, [4], 0),
        (2, [4, None], -8),
        (2, [4, None, None], None),
        (2, [None], None),
        (None, [4], None),
    ],
)
def test_how_far_a_score_is_from_the_ratings(score, ratings, expected):
    assert gap(score, 10, cumulative(rated(*ratings), FOUR)) == expected


def test_a_band_on_another_edition_has_a_note():
    assert bands_note(BANDS_FROM) == ""
    assert bands_note("2020") == "indicative, scaled from 2015"


def test_the_limits_are_those_of_the_printed_table():
    """RR616, Table 8, for the edition with 98 statements."""
    maximum = PRINTED_BANDS["statements"] * max(FOUR)
    assert maximum == PRINTED_BANDS["maximum"]
    for lowest, above, below in [("good", "good", "ok"), ("ok", "ok", "poor")]:
        limit = PRINTED_BANDS[f"lowest_{lowest}"]
        assert (band(limit, maximum), band(limit - 1, maximum)) == (above, below)
