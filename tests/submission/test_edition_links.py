"""The links between editions as they are loaded, and through one between."""

import pytest

from assessments.submission import edition_links
from assessments.submission.edition_links import links_between
from frameworks.models import Correspondence

pytestmark = pytest.mark.django_db


def test_from_the_earlier_edition_to_the_later():
    found = links_between("2015", "2020")
    assert len(found) == Correspondence.objects.count()
    by_kind = [each.kind for each in found]
    assert by_kind.count("same") == 35
    assert {each.kind for each in found if each.later == "1a"} == {"related"}
    assert links_between("2020", "2015") == []


def test_through_an_edition_between():
    pairs = {("a", "b"), ("b", "c"), ("a", "x"), ("c", "d")}
    assert edition_links._way("a", "c", pairs) == [("a", "b"), ("b", "c")]
    assert edition_links._way("a", "d", pairs) == [("a", "b"), ("b", "c"), ("c", "d")]
    assert edition_links._way("d", "a", pairs) == []
