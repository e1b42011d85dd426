"""The concerns of a moderator about an answer, on the agenda and where it is settled."""

import pytest
from django.utils.html import strip_tags

from tests.support.builders import hand_in, make_group
from tests.support.clients import client_of
from tests.support.discussions import answer, open_area
from tests.support.markup import markup

pytestmark = pytest.mark.django_db
NO_REASON = "Not rated, with no reason"


@pytest.mark.parametrize(
    ("reason", "is_concern"), [("", True), ("unsaid", True), ("outside", False)]
)
def test_no_rating_without_a_reason(assessment, mo, reason, is_concern):
    group = make_group(assessment, mo, areas=[9], name="Housing")
    answer(group, "9a", not_rated_reason=reason)
    for letter in "bcdefgh":
        answer(group, f"9{letter}", 3, evidence="Six of eight flats are let.")
    hand_in(group, mo)
    open_area(assessment, mo, 9)
    moderator = client_of(mo)
    for path in ["agenda/", "9/a/", "table/?area=9"]:
        page = moderator.get(f"/assessments/{assessment.pk}/moderation/{path}")
        assert (NO_REASON in markup(page)) is is_concern, path


def test_the_table_says_which_groups_a_concern_is_about(assessment, mo):
    for name, evidence in [("Housing", ""), ("Legal", "tbc"), ("Virtual", "")]:
        group = make_group(assessment, mo, areas=[9], name=name)
        answer(group, "9a", 4, evidence=evidence)
        hand_in(group, mo)
    open_area(assessment, mo, 9)
    page = client_of(mo).get(f"/assessments/{assessment.pk}/moderation/table/?area=9")
    [line] = [
        " ".join(strip_tags(each).split())
        for each in markup(page).split("<p ")
        if "Check this: Agree" in each
    ]
    assert "Check this: Agree, with no evidence (Housing and Virtual); " in line
    assert "May be unfinished ‘tbc’ (Legal)." in line
