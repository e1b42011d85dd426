import pytest

from assessments.analysis.agreement import Word
from assessments.analysis.discussion import (
    Discussed,
    Effect,
    agreement_of_groups,
    before,
    effect,
)

FOUR = [1, 2, 3, 4]


def discussed(first, settled=None, second=None, outcome="agreed", changes=0):
    second = second or [None] * len(first)
    return Discussed(first, second, settled, outcome, changes)


def test_the_words_before_the_discussion_leave_out_what_cannot_be_compared():
    found = before(
        [
            discussed([4, 4]),
            discussed([4, 3, None]),
            discussed([4, 4, 3, 1]),
            discussed([4, 1]),
            discussed([4, None]),
            discussed([]),
        ],
        FOUR,
    )
    assert found.words == {
        Word.SAME: 1,
        Word.CLOSE: 1,
        Word.ONE_VOICE: 1,
        Word.SPLIT: 1,
    }
    assert found.compared == 4


@pytest.mark.parametrize(
    ("first", "settled", "expected"),
    [
        ([4, 3, 1], 3, {"at": 1}),
        ([4, 3, 1], 4, {"above": 1}),
        ([4, 3, 1], 2, {"below": 1}),
        ([4, 3], 3, {"between": 1}),  # both of the two in the middle are a median
        ([3, 3], 4, {"above": 1, "outside": 1}),
        ([2, 4, 4], 1, {"below": 1, "outside": 1}),
        ([4, 3, 2, 1], 1, {"below": 1}),
    ],
)
def test_what_was_settled_against_the_median_and_range(first, settled, expected):
    assert effect([discussed(first, settled)]) == Effect(compared=1, **expected)


def test_nothing_is_compared_with_one_group_or_without_a_rating():
    assert effect([discussed([4], 4), discussed([4, 1], None)]) == Effect()


def test_second_ratings_count_only_beside_a_first_one():
    each = discussed([4, 1, None, 2], 3, second=[3, 1, 4, None])
    found = effect([each])
    assert (found.seconds, found.moved) == (2, 1)


def test_approvers_and_what_could_not_be_agreed():
    found = effect(
        [
            discussed([4, 4], 3, changes=2),
            discussed([4, 1], None, outcome="not_agreed"),
            discussed([4, 1], None, outcome="not_rated"),
        ]
    )
    assert (found.changed, found.not_agreed) == (1, 1)


def test_krippendorffs_alpha_needs_ten_shared_statements():
    every = [discussed([4, 4]), discussed([1, 2])] * 5
    assert agreement_of_groups(every) == pytest.approx(1 - 19 * 250 / 22500)  # by hand
    assert agreement_of_groups(every[:9]) is None
    assert agreement_of_groups([discussed([4]), discussed([1])] * 10) is None
    assert agreement_of_groups([discussed([4, 4])] * 10) is None
