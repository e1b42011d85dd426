"""Coram Voice staff are never members of an authority, by whatever way."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.models import Invitation, Membership, Role
from assessments.workflow import accepting_invitations
from assessments.workflow import inviting as workflow
from leavingcare.models import User
from tests.support.builders import hand_in, make_user
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup
from tests.support.world import address

PASSWORD = "correct horse battery"
LINK = re.compile(r"/invitations/[\w-]+/")
PEOPLE = "/authorities/northmoor/people/"
SEALED = "A text nobody else may read."


def text(response):
    return " ".join(markup(response).split())


def invited(authority, by, email="pat@example.org", role="moderator"):
    return workflow.invite(authority=authority, email=email, role=role, by=by)


def assert_no_staff_belongs():
    assert not Membership.objects.filter(user__is_staff=True).exists()
    assert not User.objects.filter(is_staff=True, working_groups__isnull=False).exists()


@pytest.mark.parametrize("inviter", ["val", "mo"])
@pytest.mark.parametrize("spelling", ["val@example.org", "VAL@Example.org"])
def test_staff_cannot_be_invited(northmoor, mo, val, mailoutbox, inviter, spelling):
    person = {"val": val, "mo": mo}[inviter]
    sent = {"emails": f"{spelling} pat@example.org", "role": "moderator"}
    page = text(client_of(person).post(f"{PEOPLE}invite/", sent))
    assert "1 person invited</h1>" in page
    assert "val@example.org" in page.split("Coram Voice staff</h2>")[1]
    assert [message.to for message in mailoutbox] == [["pat@example.org"]]
    assert Invitation.objects.get().email == "pat@example.org"


def test_staff_cannot_be_the_moderator_of_an_authority_they_add(
    assessment, val, mailoutbox
):
    address = reverse("add_one", args=[assessment.round.slug, "E06000059"])
    response = client_of(val).post(address, {"email": "Val@example.org"})
    assert response.status_code == 409
    assert text(response).count("val@example.org belongs to Coram Voice staff") == 2
    assert not Invitation.objects.exists()
    assert mailoutbox == []


def test_whoever_became_staff_after_being_invited_cannot_join(northmoor, mo):
    _, token = invited(northmoor, mo)
    pat = make_user("pat", is_staff=True)
    path = f"/invitations/{token}/"
    for response in [client_of(pat).get(path), client_of(pat).post(path)]:
        assert response.status_code == 403
        assert "Coram Voice staff cannot join an authority</h1>" in text(response)
    with pytest.raises(workflow.StaffAddress):
        accepting_invitations.accept(token=token, user=pat)
    assert_no_staff_belongs()


def test_nobody_signs_up_anew_with_the_address_of_staff(northmoor, mo):
    _, token = invited(northmoor, mo)
    make_user("pat", is_staff=True)
    sent = {"name": "Pat", "password": PASSWORD}
    assert "Sign in to join" in text(FormClient().post(f"/invitations/{token}/", sent))
    with pytest.raises(accepting_invitations.HasAccount):
        accepting_invitations.accept(token=token, **sent)
    assert_no_staff_belongs()


def test_a_member_cannot_be_made_staff(cass):
    with pytest.raises(CommandError, match="need an email address of their own"):
        call_command("create_staff", "CASS@example.org", "Cass")
    cass.refresh_from_db()
    assert not cass.is_staff
    assert cass.memberships.count() == 1


def test_no_staff_belongs_in_the_demonstration(db):
    call_command("demo", verbosity=0)
    assert User.objects.filter(is_staff=True).exists()
    assert_no_staff_belongs()


@pytest.mark.parametrize("role", Role.values)
def test_a_membership_of_staff_would_give_them_nothing(world, val, role):
    """Had a row come about in any way, the drafts would still be sealed."""
    authority = world["assessment"].authority
    Membership.objects.create(user=val, authority=authority, role=role)
    world["housing"].members.add(val)
    hand_in(world["housing"], world["cass"])
    client = client_of(val)
    inside = ["draft", "draft_file", "response_history", "notes", "room", "room_state"]
    inside += ["everything", "everything_file", "settle", "agenda_pack", "cover"]
    found = {name: client.get(address(world, name)) for name in inside}
    assert {name: answer.status_code for name, answer in found.items()} == (
        dict.fromkeys(inside, 403)
    )
    pages = [markup(answer) for answer in found.values()]
    assert [page for page in pages if SEALED in page] == []


def test_the_link_is_shown_to_nobody_but_the_person_invited(
    assessment, housing, mo, val, mailoutbox
):
    """Neither staff nor a moderator can open an account in another's name."""
    group = reverse("group", args=[assessment.pk, housing.pk])
    round = reverse("round", args=[assessment.round.slug])
    pages = [
        client_of(mo).post(
            f"{PEOPLE}invite/",
            {"emails": "a@x.org", "role": role, "changes_roles": "on"},
        )
        for role in Role.values
    ]
    pages += [
        client_of(mo).post(group, {"form": "invite", "emails": "b@x.org"}),
        client_of(val).post(
            f"{PEOPLE}invite/", {"emails": "c@x.org", "role": "moderator"}
        ),
        client_of(val).post(f"{round}add/E06000059/", {"email": "d@x.org"}),
        client_of(val).get(round),
        client_of(val).get(PEOPLE),
        client_of(mo).get(PEOPLE),
        client_of(mo).get(group),
    ]
    assert {page.status_code for page in pages} == {200}
    assert [message.to for message in mailoutbox] == [
        *[["a@x.org"]] * 3,
        ["b@x.org"],
        ["c@x.org"],
        ["d@x.org"],
    ]
    links = [LINK.search(message.body)[0] for message in mailoutbox]
    shown = [link for link in links for page in pages if link in markup(page)]
    assert shown == []


# People who leave


def leave(client, person):
    membership = person.memberships.get()
    return client.post(f"{PEOPLE}{membership.pk}/remove/", follow=True)


def test_invitations_end_with_the_part_of_whoever_sent_them(northmoor, mo, zoe):
    _, own = invited(northmoor, zoe, "zoe.at.home@example.org")
    _, other = invited(northmoor, zoe, "new@example.org", role="contributor")
    _, kept = invited(northmoor, mo, "dan@example.org")
    page = text(leave(client_of(mo), zoe))
    assert (
        "Invite these people again if they should still join: new@example.org, zoe.at"
        in page
    )
    for token in [own, other]:
        sent = {"name": "Zoe", "password": PASSWORD}
        assert FormClient().post(f"/invitations/{token}/", sent).status_code == 404
    assert FormClient().get(f"/invitations/{kept}/").status_code == 200
    assert [each.email for each in Invitation.objects.pending()] == ["dan@example.org"]


def test_an_invitation_of_the_address_ends_too(northmoor, mo, zoe):
    """One sent before they joined by another, as an older site could have."""
    invitation, token = invited(northmoor, mo, "zed@example.org")
    Invitation.objects.filter(pk=invitation.pk).update(email=zoe.email)
    leave(client_of(mo), zoe)
    with pytest.raises(accepting_invitations.Refused, match="can no longer be used"):
        accepting_invitations.accept(token=token, user=zoe)
    assert not zoe.memberships.exists()


def test_other_authorities_invitations_stay(northmoor, mo, zoe, oli):
    eastvale = oli.memberships.get().authority
    _, token = invited(eastvale, oli, zoe.email, role="contributor")
    leave(client_of(mo), zoe)
    accepting_invitations.accept(token=token, user=zoe)
    assert zoe.memberships.get().authority == eastvale


def test_invitations_end_when_their_sender_moderates_no_more(northmoor, mo, zoe):
    _, token = invited(northmoor, zoe)
    membership = zoe.memberships.get()
    page = text(
        client_of(mo).post(
            f"{PEOPLE}{membership.pk}/role/", {"role": "contributor"}, follow=True
        )
    )
    assert (
        "Invite these people again if they should still join: pat@example.org." in page
    )
    assert accepting_invitations.usable(token) is None


def test_whoever_may_invite_no_more_sends_nothing(northmoor, mo, zoe, mailoutbox):
    """The page asked before; the rule is asked again once the people are held."""
    leave(client_of(mo), zoe)
    sent = {"role": "moderator", "by": zoe, "authority": northmoor}
    for send in [
        lambda: workflow.invite(email="pat@example.org", **sent),
        lambda: workflow.invite_all(addresses=["pat@example.org"], **sent),
    ]:
        with pytest.raises(workflow.PermissionDenied):
            send()
    assert mailoutbox == []
