"""Nobody can have the site send hundreds of invitations."""

import pytest
from django.core import mail

from assessments.workflow import invitation_limits, inviting
from leavingcare.refusals import Refused


def invite(authority, by, *addresses):
    return inviting.invite_all(
        authority=authority, addresses=addresses, role="contributor", by=by
    )


def again(authority, by, address):
    """Withdraw the invitation and send another, which no minute's wait stops."""
    for each in authority.invitations.filter(email=address, withdrawn_at=None):
        inviting.withdraw(invitation=each, by=by)
    invite(authority, by, address)


def test_one_address_is_sent_five_a_day(northmoor, mo):
    for _ in range(5):
        again(northmoor, mo, "new@example.org")
    with pytest.raises(Refused, match="new@example.org has been sent 5 invitations"):
        again(northmoor, mo, "new@example.org")
    assert len(mail.outbox) == 5


def test_one_invitation_has_the_same_limit(northmoor, mo, val):
    for _ in range(5):
        again(northmoor, mo, "new@example.org")
    with pytest.raises(Refused, match="since yesterday"):
        inviting.invite(
            authority=northmoor, email="new@example.org", role="contributor", by=val
        )


def test_a_person_sends_so_many_an_hour(northmoor, mo, zoe, monkeypatch):
    monkeypatch.setattr(invitation_limits, "AN_HOUR", 3)
    invite(northmoor, mo, "one@example.org", "two@example.org")
    with pytest.raises(Refused, match="have sent 2. Wait an hour"):
        invite(northmoor, mo, "three@example.org", "four@example.org")
    invite(northmoor, mo, "three@example.org")
    with pytest.raises(Refused, match="have sent 3"):
        invite(northmoor, mo, "four@example.org")
    invite(northmoor, zoe, "four@example.org")
    assert len(mail.outbox) == 4
