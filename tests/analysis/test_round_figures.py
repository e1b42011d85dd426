"""The tables of DfE RR616, from made-up returns with the same summaries."""

from dataclasses import replace

import pytest

from assessments.analysis import round_figures
from assessments.analysis.figures import rounded
from assessments.analysis.scoring import FAR_APART, Band
from tests.support.published_returns import (
    EDITION,
    GOOD,
    OK,
    TABLE_5,
    TABLE_6,
    TABLE_7,
    published_returns,
)

RETURNS = published_returns()


def one_more(**changes):
    return replace(RETURNS[0], **changes)


def test_table_5_areas_in_order_of_their_mean_score():
    found = round_figures.areas(EDITION, RETURNS)
    assert [(each.area.number, rounded(each.mean, 2)) for each in found] == TABLE_5
    assert {each.n for each in found} == {19}
    assert [str(each.rank) for each in found[:6]] == ["1", "2=", "2=", "4=", "4=", "6"]


def test_table_6_the_ten_highest_statements():
    found = round_figures.statements(EDITION, RETURNS)[:10]
    assert [(each.statement.code, each.n, rounded(each.mean, 3)) for each in found] == [
        (code, n, printed) for code, _, n, printed in TABLE_6
    ]
    assert [str(each.rank) for each in found] == [
        *["1", "2", "3", "4=", "4=", "4=", "7", "8=", "8=", "8="]
    ]


def test_table_7_the_ten_lowest_with_ties_in_the_order_of_the_edition():
    found = round_figures.statements(EDITION, RETURNS)[-10:]
    assert [(each.statement.code, each.n, rounded(each.mean, 3)) for each in found] == [
        (code, n, printed) for code, _, n, printed in TABLE_7
    ]
    assert [str(each.rank) for each in found] == [
        *["89", "90", "91", "92=", "92=", "94", "95", "96", "97", "98"]
    ]
    assert [each.not_rated for each in found[:3]] == [3, 0, 1]


def test_the_counts_of_a_statement_add_up_to_its_mean():
    for each in round_figures.statements(EDITION, RETURNS):
        assert sum(each.counts.values()) == each.n == 19 - each.not_rated
        total = sum(value * many for value, many in each.counts.items())
        assert each.mean == total / each.n


def test_table_8_bands():
    found = round_figures.authorities(EDITION, RETURNS, FAR_APART)
    assert round_figures.bands(found) == {
        Band.GOOD: GOOD,
        Band.OK: OK,
        Band.POOR: 0,
        None: 0,
    }


def test_authorities_are_ranked_by_ratings_only_if_nearly_all_are_rated():
    half = dict.fromkeys(list(RETURNS[0].ratings)[:49], None)
    few = one_more(reference="BD-FEW", ratings=RETURNS[0].ratings | half)
    found = round_figures.authorities(EDITION, [*RETURNS, few], FAR_APART)
    by_reference = {each.reference: each for each in found}
    assert by_reference["BD-FEW"].rank_cumulative is None
    assert by_reference["BD-FEW"].band is None
    assert round_figures.bands(found)[None] == 1
    assert len(found) == 20


def test_a_total_over_fewer_areas_has_no_rank():
    gap = one_more(reference="BD-GAP", scores=RETURNS[0].scores | {5: None})
    found = round_figures.authorities(EDITION, [*RETURNS, gap], FAR_APART)
    each = next(each for each in found if each.reference == "BD-GAP")
    assert (each.rank_global, each.both, each.areas_scored) == (None, None, 9)
    assert each.total == RETURNS[0].global_total - RETURNS[0].scores[5]


@pytest.mark.parametrize(("place", "is_discrepant"), [(6, True), (5, False)])
def test_ranks_five_apart_are_pointed_out(place, is_discrepant):
    """RR616, section 2.4.3: one was fourth by its own score and tenth by its ratings.

    The first here by ratings shares the place of its own score with another.
    """
    codes = EDITION.statements
    returns = [
        one_more(
            reference=f"BD-{number}",
            authority=f"Authority {number}",
            ratings={
                each.code: 4 if index < 60 - number else 3
                for index, each in enumerate(codes)
            },
            scores={
                area.number: 9 - (area.number <= (number or place))
                for area in EDITION.areas
            },
        )
        for number in range(8)
    ]
    found = round_figures.authorities(EDITION, returns, FAR_APART)
    first = found[0]
    assert first.rank_cumulative.number == 1
    assert first.both.is_discrepant is is_discrepant
    assert first.both.apart == 1 - first.rank_global.number


def test_only_ranks_among_the_same_authorities_are_compared():
    """Eight rated everything and two scored every area; one is last by both."""
    returns = [
        one_more(
            reference=f"BD-{place}",
            ratings=dict.fromkeys(
                RETURNS[0].ratings, 4 if place in {0, *range(2, 8)} else 3
            ),
            scores={
                area.number: 9 - place
                for area in EDITION.areas[: 10 if place < 2 else 9]
            },
        )
        for place in range(8)
    ]
    last = round_figures.authorities(EDITION, returns, FAR_APART)[-1]
    assert (last.reference, last.rank_cumulative.number) == ("BD-1", 8)
    assert (last.both.by_scores.number, last.both.by_ratings.number) == (2, 2)
    assert not last.both.is_discrepant


def test_areas_whose_score_lies_far_from_their_ratings():
    ratings = RETURNS[0].ratings | dict.fromkeys(EDITION.areas[4].codes, 1)
    far = one_more(ratings=ratings, scores=RETURNS[0].scores | {5: 8})
    found = round_figures.authorities(EDITION, [far], FAR_APART)[0]
    assert found.areas_apart == {5: 8}


def test_both_orders_agree_as_far_as_the_pairs_do():
    found = round_figures.authorities(EDITION, RETURNS, FAR_APART)
    tau, n = round_figures.order_agreement(found)
    assert n == 19
    assert 0.5 < tau < 1


def test_nobody_returned():
    assert [each.mean for each in round_figures.areas(EDITION, [])] == [None] * 10
    found = round_figures.statements(EDITION, [])
    assert {each.rank for each in found} == {None}
    assert round_figures.authorities(EDITION, [], FAR_APART) == []
    assert round_figures.order_agreement([]) == (None, 0)
