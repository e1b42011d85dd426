import pytest

from assessments.analysis import f_distribution
from assessments.analysis.reliability import Refusal, cronbach, reliability

# A worked example that courses on statistics print: ten customers, three questions,
# alpha 0.7734 with an interval from 0.336 to 0.939.
CUSTOMERS = list(
    zip(
        [1, 2, 2, 3, 2, 2, 3, 3, 2, 3],
        [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
        [1, 1, 2, 1, 2, 3, 3, 3, 2, 3],
        strict=True,
    )
)
CODES = ["1a", "1b", "1c"]
ANSWERS = [dict(zip(CODES, row, strict=True)) for row in CUSTOMERS]


def test_a_textbook_alpha_with_feldts_interval():
    found = reliability(ANSWERS, CODES)
    assert (found.statements, found.cases, found.refusal) == (3, 10, None)
    assert found.alpha == pytest.approx(0.7734375)
    assert [round(each, 3) for each in found.interval] == [0.336, 0.939]


def test_the_same_as_numpy_and_scipy_calculate():
    """By numpy 2.4 and scipy 1.17, of invented ratings."""
    rows = ["4444", "3344", "1242", "4444", "3311", "4444", "4444", "1212", "4344"]
    rows += ["4132", "1412", "4434"]
    codes = ["a", "b", "c", "d"]
    answers = [dict(zip(codes, map(int, row), strict=True)) for row in rows]
    found = reliability(answers, codes)
    assert found.alpha == pytest.approx(0.8125315816068721)
    assert found.correlation == pytest.approx(0.5176298247944149)
    assert found.interval == pytest.approx((0.5477765137567179, 0.9394739009762048))


# Printed tables of F have these, to fewer decimals; the decimals are scipy's.
@pytest.mark.parametrize(
    ("share", "numerator", "denominator", "expected"),
    [
        (0.95, 10, 20, 2.3478775669983114),
        (0.99, 5, 10, 5.636326187669078),
        (0.975, 1, 1, 647.7890114778442),
        (0.975, 18, 162, 1.836225256470715),
        (0.025, 18, 162, 0.4467644960057817),
        (0.025, 152, 1824, 0.7815239906302761),
    ],
)
def test_quantiles_of_f(share, numerator, denominator, expected):
    found = f_distribution.quantile(share, numerator, denominator)
    assert found == pytest.approx(expected, rel=1e-9)


def test_only_complete_cases_count():
    gap = {"1a": 3, "1b": None, "1c": 1}
    assert reliability([*ANSWERS, gap, {}], CODES) == reliability(ANSWERS, CODES)


def test_it_may_be_negative():
    assert cronbach([[4, 1], [1, 3], [2, 2], [3, 1]]) < 0


@pytest.mark.parametrize(
    ("answers", "codes", "refusal", "cases"),
    [
        (ANSWERS[:9], CODES, Refusal.FEW_CASES, 9),
        ([*ANSWERS[:9], {"1a": 1, "1b": 2}], CODES, Refusal.FEW_CASES, 9),
        ([{"1a": 3, "1b": 2}] * 12, ["1a", "1b"], Refusal.NO_VARIANCE, 12),
        ([{"1a": 3}, {"1a": 1}] * 6, ["1a"], Refusal.FEW_STATEMENTS, 12),
    ],
)
def test_refusals(answers, codes, refusal, cases):
    found = reliability(answers, codes)
    assert (found.alpha, found.interval, found.correlation) == (None, None, None)
    assert (found.refusal, found.cases) == (refusal, cases)


def test_a_statement_that_all_rated_alike_correlates_with_none():
    answers = [each | {"1d": 4} for each in ANSWERS]
    with_it = reliability(answers, [*CODES, "1d"])
    assert with_it.correlation == reliability(ANSWERS, CODES).correlation
