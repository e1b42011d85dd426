"""The authorities of a round with what is next, as the desk lists them."""

import pytest

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
