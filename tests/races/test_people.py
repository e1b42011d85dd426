"""Inviting, joining and leaving at the same moment: one order, and never a fault."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.models import Assessment, Invitation, LocalAuthority, Membership
from assessments.workflow import (
    accepting_invitations,
    inviting,
    members,
    setting_up,
    taking_part,
)
from assessments.workflow.authorities import authority_named
from assessments.workflow.inviting import Invited
from assessments.workflow.taking_part import Joined
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import make_authority, make_group, make_member, make_round
from tests.support.clients import FormClient
from tests.support.mailed import link_to
from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
TRIALS = 8


def invite(authority, email, by, **fields):
    """Return the token of a new invitation."""
    given = {"role": "contributor"} | fields
    return inviting.invite(authority=authority, email=email, by=by, **given)[1]


def joins(token):
    """Follow the link as somebody new; the status of the answer."""
    sent = {"name": "Pat", "password": PASSWORD}
    client = FormClient()
    return lambda: client.post(f"/invitations/{token}/", sent).status_code


def test_two_invitations_of_a_new_address_accepted_at_once(northmoor, mo, oli):
    """One makes the account; the other link still works, once signed in."""
    eastvale = oli.memberships.get().authority
    for trial in range(TRIALS):
        email = f"pat{trial}@example.org"
        tokens = [invite(northmoor, email, mo), invite(eastvale, email, oli)]
        answers = at_once(*(joins(token) for token in tokens))
        assert set(answers) <= {302, 200}
        pat = User.objects.get(email=email)
        assert pat.memberships.count() == 1
        left = next(token for token in tokens if accepting_invitations.usable(token))
        accepting_invitations.accept(token=left, user=pat)
        assert pat.memberships.count() == 2


def test_one_link_used_twice_at_once(northmoor, mo):
    for trial in range(TRIALS):
        token = invite(northmoor, f"pat{trial}@example.org", mo)
        answers = at_once(joins(token), joins(token))
        assert 302 in answers
        assert set(answers) <= {302, 404, 200}
        assert Membership.objects.filter(authority=northmoor).count() == trial + 2


def joins_round(round, name, email, by):
    """Add the authority of that name to a round, as a past file does, and invite."""
    return taking_part.join(
        round=round, authority=authority_named(name), email=email, by=by
    )


def test_a_new_authority_joins_two_rounds_at_once(val):
    for trial in range(TRIALS):
        name, email = f"Southmere {trial}", f"sam{trial}@example.org"
        outcomes = at_once(
            *(partial(joins_round, make_round(), name, email, val) for _ in range(2))
        )
        assert [type(each) for each in outcomes] == [Joined, Joined]
        authority = LocalAuthority.objects.get(name=name)
        assert authority.assessments.count() == 2
        assert authority.invitations.pending().count() == 1
        link = link_to(email)  # of the newer, as the older is dead
        assert FormClient().get(link).status_code in {200, 404}


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Xanadu", "XANADU."], {"xanadu"}),
        (["☃", "☂"], {"localauthority", "localauthority-2"}),
        (["Dorset Council", "Dorset"], {"dorset-council"}),
    ],
)
def test_authorities_of_nearly_one_name_at_once(val, names, slugs):
    outcomes = at_once(
        *(
            partial(joins_round, make_round(), name, "sam@example.org", val)
            for name in names
        )
    )
    assert [type(each) for each in outcomes] == [Joined, Joined]
    assert {each.slug for each in LocalAuthority.objects.all()} == slugs
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("together", [False, True])
def test_accepting_while_being_invited_again(assessment, northmoor, mo, together):
    """Either they have joined and are not invited, or their older link is dead."""
    for trial in range(16):
        email = f"pat{trial}@example.org"
        token = invite(northmoor, email, mo)
        Invitation.objects.update(invited_at=timezone.now() - timedelta(minutes=2))

        def again(email=email):
            if not together:
                return inviting.invite(
                    authority=northmoor, email=email, role="approver", by=mo
                )
            return inviting.invite_all(
                authority=northmoor, addresses=[email], role="contributor", by=mo
            )

        answer, outcome = at_once(joins(token), again)
        has_joined = inviting.belongs(northmoor, email)
        assert answer == (302 if has_joined else 404)
        is_pending = Invitation.objects.pending().filter(email=email).exists()
        assert is_pending != has_joined
        if isinstance(outcome, Invited):
            assert bool(outcome.members) == has_joined
        else:
            assert isinstance(outcome, Refused) == has_joined


def test_accepting_while_it_is_withdrawn(assessment, northmoor, mo):
    for trial in range(TRIALS):
        email = f"pat{trial}@example.org"
        token = invite(northmoor, email, mo)
        invitation = Invitation.objects.get(email=email)
        answer, outcome = at_once(
            joins(token),
            lambda invitation=invitation: inviting.withdraw(
                invitation=invitation, by=mo
            ),
        )
        has_joined = inviting.belongs(northmoor, email)
        assert answer == (302 if has_joined else 404)
        assert isinstance(outcome, Refused) == has_joined


def test_accepting_while_the_inviter_is_removed(assessment, northmoor, mo):
    for trial in range(TRIALS):
        zoe = make_member(northmoor, "moderator", f"zoe{trial}")
        token = invite(northmoor, f"pat{trial}@example.org", zoe)
        membership = zoe.memberships.get()
        answer, ended = at_once(
            joins(token),
            lambda membership=membership: members.remove_member(
                membership=membership, by=mo
            ),
        )
        has_joined = inviting.belongs(northmoor, f"pat{trial}@example.org")
        assert answer == (302 if has_joined else 404)
        assert bool(ended) != has_joined
        assert not zoe.memberships.exists()


def test_inviting_while_being_removed(northmoor, mo):
    """Nothing that somebody sent outlives their part."""
    for trial in range(TRIALS):
        zoe = make_member(northmoor, "moderator", f"zoe{trial}")
        membership = zoe.memberships.get()

        def invites(zoe=zoe, trial=trial):
            try:
                return invite(northmoor, f"pat{trial}@example.org", zoe)
            except PermissionDenied:
                return None

        at_once(
            invites,
            lambda membership=membership: members.remove_member(
                membership=membership, by=mo
            ),
        )
        assert not Invitation.objects.pending().filter(invited_by=zoe).exists()


def test_joining_a_group_while_it_is_removed(assessment, northmoor, mo):
    for trial in range(TRIALS):
        group = make_group(assessment, mo, areas=[1], name=f"Group {trial}")
        token = invite(northmoor, f"pat{trial}@example.org", mo, groups=[group])
        answer, _ = at_once(
            joins(token),
            lambda group=group: setting_up.remove_group(group=group, by=mo),
        )
        assert answer == 302
        assert not assessment.groups.exists()


def test_people_of_two_authorities_do_not_wait_for_each_other(val):
    """Two who belong to both are invited, in the opposite order, by each."""
    places = [make_authority(), make_authority()]
    emails = [f"pat{number}@example.org" for number in range(6)]
    outcomes = at_once(
        *(
            lambda place=place, order=order: inviting.invite_all(
                authority=place, addresses=order, role="contributor", by=val
            )
            for place, order in zip(places, [emails, emails[::-1]], strict=True)
        )
    )
    assert [len(outcome.new) for outcome in outcomes] == [6, 6]


def leave(membership):
    members.remove_member(membership=membership, by=membership.user)


def step_down(membership):
    members.change_role(membership=membership, role="contributor", by=membership.user)


@pytest.mark.parametrize("go", [leave, step_down])
def test_of_the_last_two_moderators_one_stays(northmoor, mo, zoe, go):
    for _ in range(TRIALS):
        both = [
            Membership.objects.update_or_create(
                user=person, authority=northmoor, defaults={"role": "moderator"}
            )[0]
            for person in (mo, zoe)
        ]
        outcomes = at_once(*(lambda each=each: go(each) for each in both))
        assert sorted(isinstance(each, Refused) for each in outcomes) == [False, True]
        assert northmoor.memberships.filter(role="moderator").count() == 1
