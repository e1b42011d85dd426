"""Ratings then and now: only similar statements rated both times are compared."""

from assessments.analysis.change import Pair, compare
from assessments.analysis.scoring import cumulative, mean_among, mean_in_figures


def test_each_statement_that_asks_the_same_is_in_one_list():
    then = {"1a": 1, "1b": 4, "1c": 2, "1d": None, "1e": 3}
    now = {"2a": 3, "2b": 1, "2c": 2, "2d": 4, "2e": None, "2f": 4, "2g": 4}
    links = {"2a": "1a", "2b": "1b", "2c": "1c", "2d": "1d", "2e": "1e", "2g": "1z"}
    found = compare(then, now, links)
    assert found.up == [Pair("2a", "1a", 1, 3)]
    assert found.down == [Pair("2b", "1b", 4, 1)]
    assert found.same == [Pair("2c", "1c", 2, 2)]
    assert found.unrated == ["2d", "2e", "2g"]
    assert found.compared == 3


def test_nothing_linked_is_nothing_compared():
    found = compare({"1a": 1}, {"1a": 2}, {})
    assert (found.compared, found.unrated) == (0, [])


def test_a_mean_is_rounded_and_placed_on_the_scale():
    scale = [1, 2, 3, 4]
    labels = dict(zip(scale, ["None", "Few", "Most", "All"], strict=True))
    for ratings, figures, words in [
        ([4, 4, 3], "3.7", "between Most and All"),
        ([2, 2, 2, 3], "2.3", "between Few and Most"),  # 2.25
        ([4], "4.0", "at All"),
        ([None], "–", ""),
    ]:
        score = cumulative(dict(enumerate(ratings)), scale)
        assert mean_in_figures(score) == figures
        assert mean_among(score, labels) == words
