"""RR616, Table 9: the ten authorities that answered twice."""

import pytest

from assessments.analysis.score_change import changes, score_change

# Totals of ten scores out of ten at baseline and follow-up, and the printed change.
TABLE_9 = [
    (82, 82, 0),
    (58, 61, 3),
    (76, 81, 5),
    (77, 84, 7),
    (70, 77, 7),
    (65, 73, 8),
    (69, 78, 9),
    (71, 81, 10),
    (54, 69, 15),
    (58, 82, 24),
]


def scores(total):
    """Return ten scores that add up to the total."""
    return {area: total // 10 + (area < total % 10) for area in range(10)}


def test_the_published_changes():
    found = [score_change(scores(then), scores(now)) for then, now, _ in TABLE_9]
    assert [each.change for each in found] == [change for _, _, change in TABLE_9]
    assert [each.direction for each in found] == ["same", *["higher"] * 9]
    summary = changes(found)
    assert (summary.higher, summary.same, summary.lower, summary.n) == (9, 1, 0, 10)
    assert (summary.median, summary.lowest, summary.highest) == (0.75, 0, 2.4)


def test_only_areas_with_both_scores_count():
    found = score_change({1: 8, 2: 7, 3: None, 4: 9}, {1: 6, 2: None, 3: 10})
    assert (found.baseline, found.follow_up, found.areas) == (8, 6, 1)
    assert (found.change, found.direction) == (-2, "lower")


@pytest.mark.parametrize(("then", "now"), [({}, {1: 4}), ({1: None}, {1: 3})])
def test_nothing_is_compared_without_both(then, now):
    assert score_change(then, now) is None
    summary = changes([])
    assert (summary.n, summary.median, summary.highest) == (0, None, None)
