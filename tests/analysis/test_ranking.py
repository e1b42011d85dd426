import pytest

from assessments.analysis.ranking import in_order, ranks, tau_b


def test_ties_share_a_rank_and_the_next_has_one_as_if_they_did_not():
    found = ranks({"a": 7.26, "b": 7.42, "c": 7.26, "d": 6.84, "e": None})
    assert {key: str(rank) for key, rank in found.items()} == {
        "a": "2=",
        "b": "1",
        "c": "2=",
        "d": "4",
    }


def test_the_order_keeps_ties_as_they_came_and_what_has_no_value_last():
    values = {"8b": 3.5, "1a": None, "2a": 3.5, "7d": 4.0}
    assert in_order(values) == ["7d", "8b", "2a", "1a"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # The example of scipy.stats.kendalltau's documentation.
        ([(12, 1), (2, 4), (1, 7), (12, 1), (2, 0)], -0.47140452079103173),
        ([(1, 1), (2, 2), (3, 3)], 1),
        ([(1, 3), (2, 2), (3, 1)], -1),
        ([(1, 1), (1, 2)], None),
        ([], None),
    ],
)
def test_kendalls_tau_b(pairs, expected):
    assert tau_b(pairs) == pytest.approx(expected)
