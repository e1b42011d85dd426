"""The authorities of a round with what is next, as the desk lists them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.desk.round_rows import of_round
from assessments.workflow import members, signing_off
from tests.support.builders import complete, hand_in, make_group

pytestmark = pytest.mark.django_db


def test_an_approver_is_next_only_while_there_is_one(assessment, mo, ann, zoe, cass):
    round = assessment.round
    hand_in(make_group(assessment, mo, cass), cass)
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    assert [row.next for row in of_round(round)] == ["An approver to approve it"]
    members.remove_member(membership=ann.memberships.get(), by=zoe)
    assert [row.next for row in of_round(round)] == ["Check and submit it"]


@pytest.mark.parametrize("days", [-1, 0])
def test_what_a_group_has_not_handed_in_by_its_date_is_overdue(
    assessment, mo, cass, days
):
    """Its authority is not late: that depends on the authority’s own date."""
    group = make_group(assessment, mo, cass, areas=[1, 2])
    make_group(assessment, mo, cass, areas=range(3, 11))
    group.due_on = timezone.localdate() + timedelta(days=days)
    group.save()
    [row] = of_round(assessment.round)
    overdue = ". 2 drafts are overdue" if days < 0 else ""
    assert row.next == f"See that the groups hand in 10 drafts{overdue}"
    assert not row.is_late
