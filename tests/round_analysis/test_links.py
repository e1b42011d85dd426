"""Two rounds of different editions, compared by the links that were decided."""

import pytest

from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.parts import PARTS
from tests.support.whole_rounds import make_whole_round

pytestmark = pytest.mark.django_db


def test_nothing_is_compared_that_must_not_be():
    """Satisfaction that became "We regularly get feedback" is another question."""
    now = make_whole_round("Now", "2020", asked=2)
    then = make_whole_round("Then", "2015", asked=2)
    choice = Choice(baseline=then)
    data = data_of(now, bases(now, choice), choice)
    areas, statements, rest, _ = PARTS["across"].make(data)
    assert len(areas.cells) == 10
    fine = {(link.later, link.earlier) for link in data.links if link.kind != "related"}
    assert {(row[0].split()[0], row[1]) for row in statements.cells} == fine
    compared = " ".join(row[0] for row in statements.cells)
    left_out = " ".join(row[0] for row in rest.cells)
    assert "We regularly get feedback from care leavers about" not in compared
    assert "We regularly get feedback from care leavers" in left_out
    assert all(row[1] for row in rest.cells)


def test_editions_without_a_link_have_no_statement_in_common():
    """A later edition has nothing in common with an earlier one, but some codes."""
    now = make_whole_round("Now", "2015", asked=2)
    then = make_whole_round("Then", "2020", asked=2)
    choice = Choice(baseline=then)
    data = data_of(now, bases(now, choice), choice)
    _, statements, rest, _ = PARTS["across"].make(data)
    assert statements.cells == []
    assert len(rest.cells) == 98 + 106
