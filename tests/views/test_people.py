"""The members of an authority: its members see them, those who invite change them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import AuditEvent, Invitation, Membership
from assessments.workflow import accepting_invitations
from assessments.workflow import inviting as workflow
from leavingcare.models import User
from tests.support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
)
from tests.support.clients import client_of
from tests.support.markup import markup

PEOPLE = "/authorities/northmoor/people/"


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def invitation(northmoor, mo):
    return workflow.invite(
        authority=northmoor, email="pat@example.org", role="contributor", by=mo
    )[0]


def as_(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def signed_in(client, mo):
    return as_(client, mo)


def actions(northmoor, invitation, member):
    return {
        "invite/": {"emails": "new@example.org", "role": "contributor"},
        f"invitations/{invitation.pk}/withdraw/": {},
        f"{member.pk}/role/": {"role": "approver"},
        f"{member.pk}/remove/": {},
    }


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("mo", 200),
        ("cass", 200),
        ("dee", 200),
        ("ann", 200),
        ("val", 200),
        ("oli", 404),
    ],
)
def test_who_may_see_it(client, northmoor, request, person, status):
    as_(client, request.getfixturevalue(person))
    assert client.get(PEOPLE).status_code == status


@pytest.mark.parametrize(
    ("person", "status"), [("cass", 403), ("ann", 403), ("oli", 404)]
)
def test_who_may_not_change_it(
    client, northmoor, dee, invitation, request, person, status
):
    as_(client, request.getfixturevalue(person))
    dees = Membership.objects.get(user=dee)
    for path, sent in actions(northmoor, invitation, dees).items():
        assert client.post(PEOPLE + path, sent).status_code == status
    invitation.refresh_from_db()
    dees.refresh_from_db()
    assert (invitation.withdrawn_at, dees.role) == (None, "contributor")
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("person", ["mo", "val"])
def test_who_may_change_it(client, northmoor, dee, invitation, mo, request, person):
    as_(client, request.getfixturevalue(person))
    dees = Membership.objects.get(user=dee)
    statuses = [
        client.post(PEOPLE + path, sent).status_code
        for path, sent in actions(northmoor, invitation, dees).items()
    ]
    assert statuses == [200, 302, 302, 302]
    assert not Membership.objects.filter(user=dee).exists()
    assert [row.email for row in Invitation.objects.pending()] == ["new@example.org"]


def test_changes_are_posted_only(signed_in, northmoor, dee, invitation):
    dees = Membership.objects.get(user=dee)
    for path in actions(northmoor, invitation, dees):
        assert signed_in.get(PEOPLE + path)["Location"] == PEOPLE
    assert signed_in.post(PEOPLE).status_code == 405
    assert signed_in.put(PEOPLE).status_code == 405


def test_what_members_see_and_what_they_do_not(
    client, northmoor, assessment, mo, cass, housing, invitation
):
    page = text(as_(client, cass).get(PEOPLE))
    assert page.count('<h2 class="govuk-summary-card__title') == 2  # Cass and Mo
    assert "<bdi>Housing</bdi>" in page
    assert "Cass (you)" in page
    assert "mo@example.org" in page  # of the moderator, whom everybody may ask
    assert page.count("@example.org") == 1
    assert "Invite" not in page

    page = text(as_(client, mo).get(PEOPLE))
    assert "cass@example.org" in page
    assert "pat@example.org" in page


def test_groups_of_another_authority_are_not_shown(client, northmoor, oli, mo):
    """A26: Oli belongs to two authorities."""
    from_eastvale = oli.memberships.get().authority
    Membership.objects.create(user=oli, authority=northmoor, role="contributor")
    other = make_assessment(from_eastvale, oli)
    make_group(other, oli, oli, name="Eastvale secret group")
    assert "secret group" not in text(as_(client, mo).get(PEOPLE))


def test_pending_and_expired_invitations(signed_in, invitation):
    page = text(signed_in.get(PEOPLE))
    assert "The link works until" in page
    assert '<a class="govuk-link" href="#invited">1 invited, not joined yet</a>' in page
    assert page.count('id="invited"') == page.count('id="invite"') == 1
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = text(signed_in.get(PEOPLE))
    assert "Expired on" in page
    assert "The link works until" not in page


def test_several_addresses_at_once(signed_in, northmoor):
    sent = {
        "emails": "A@example.org, b@example.org;\r\nc@example.org a@example.org",
        "role": "approver",
    }
    page = text(signed_in.post(PEOPLE + "invite/", sent))
    assert "3 people invited" in page
    assert "/invitations/" not in page
    assert list(Invitation.objects.values_list("email", "role")) == [
        ("a@example.org", "approver"),
        ("b@example.org", "approver"),
        ("c@example.org", "approver"),
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"emails": ""}, "Enter at least one email address"),
        ({"emails": " ,; \n"}, "Enter at least one email address"),
        (
            {"emails": "<b>bad</b>"},
            "Check ‘&lt;b&gt;bad&lt;/b&gt;’: there is no email address in it.",
        ),
        ({"emails": " ".join(f"x{n}@a.org" for n in range(51))}, "Invite 50 people or"),
        ({"emails": "x" * 250 + "@example.org"}, "it is longer than 254 characters."),
        ({"role": "owner"}, "Select a valid choice."),
        ({"role": ""}, "Choose a role"),
    ],
)
def test_invitations_that_are_refused(signed_in, northmoor, changed, message):
    sent = {"emails": "good@example.org", "role": "contributor"} | changed
    response = signed_in.post(PEOPLE + "invite/", sent)
    page = text(response)
    assert response.status_code == 422
    assert page.count(message) == 2
    assert "<b>bad" not in page
    assert not Invitation.objects.exists()


def test_sending_again_makes_the_older_link_useless(signed_in, northmoor, mo, housing):
    old, token = workflow.invite(
        authority=northmoor,
        email="pat@example.org",
        role="contributor",
        groups=[housing],
        by=mo,
    )
    Invitation.objects.update(invited_at=timezone.now() - timedelta(minutes=2))
    sent = {"emails": old.email, "role": old.role, "groups": housing.pk}
    signed_in.post(PEOPLE + "invite/", sent)
    old.refresh_from_db()
    new = Invitation.objects.pending().get()
    assert old.withdrawn_at is not None
    assert (new.email, [*new.groups.all()]) == ("pat@example.org", [housing])
    assert new.token_digest != old.token_digest
    assert accepting_invitations.usable(token) is None


def test_no_invitation_into_a_group_of_another_authority(signed_in, northmoor, oli):
    other = make_assessment(oli.memberships.get().authority, oli)
    group = make_group(other, oli)
    make_group(make_assessment(northmoor, oli), oli, name="Ours")
    sent = {"emails": "x@example.org", "role": "contributor", "groups": group.pk}
    assert signed_in.post(PEOPLE + "invite/", sent).status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_once(signed_in, invitation):
    path = f"{PEOPLE}invitations/{invitation.pk}/withdraw/"
    assert signed_in.post(path).status_code == 302
    assert signed_in.post(path).status_code == 409


def test_rows_of_another_authority(signed_in, northmoor, oli):
    theirs = oli.memberships.get()
    invitation = workflow.invite(
        authority=theirs.authority, email="x@example.org", role="contributor", by=oli
    )[0]
    for path, sent in actions(northmoor, invitation, theirs).items():
        if path != "invite/":
            assert signed_in.post(PEOPLE + path, sent).status_code == 404
    theirs.refresh_from_db()
    assert theirs.role == "moderator"


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_numbers_nobody_has(signed_in, northmoor, number):
    for action in ["role", "remove"]:
        assert signed_in.post(f"{PEOPLE}{number}/{action}/").status_code == 404


def test_an_authority_keeps_a_moderator(signed_in, northmoor, mo, cass):
    mos = Membership.objects.get(user=mo)
    closed = make_member(northmoor, "moderator", "closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    sentence = "An authority needs a moderator."
    for path, sent in [("role/", {"role": "approver"}), ("remove/", {})]:
        response = signed_in.post(f"{PEOPLE}{mos.pk}/{path}", sent)
        assert response.status_code == 409
        assert sentence in text(response)
    mos.refresh_from_db()
    assert mos.role == "moderator"


def test_a_moderator_leaves_when_there_is_another(signed_in, northmoor, mo):
    make_member(northmoor, "moderator")
    mos = Membership.objects.get(user=mo)
    response = signed_in.post(f"{PEOPLE}{mos.pk}/remove/")
    assert response["Location"] == "/"
    assert signed_in.get(PEOPLE).status_code == 404


def test_a_role_that_is_none(signed_in, northmoor, dee):
    dees = Membership.objects.get(user=dee)
    response = signed_in.post(f"{PEOPLE}{dees.pk}/role/", {"role": "owner"})
    assert response.status_code == 422
    assert "Choose a role" in text(response)


def test_removing_takes_out_of_groups_and_keeps_the_record(
    signed_in, assessment, cass, dee, housing
):
    housing.members.add(dee)
    cass_ = Membership.objects.get(user=cass)
    signed_in.post(f"{PEOPLE}{cass_.pk}/remove/")
    assert list(housing.members.all()) == [dee]
    assert AuditEvent.objects.filter(assessment=assessment, kind="left").count() == 1


def test_names_are_text(signed_in, northmoor, cass):
    """F17, F43."""
    cass.name = "<img src=x onerror=alert(1)>\u202e"
    cass.save()
    page = text(signed_in.get(PEOPLE))
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("members", [1, 3])
def test_queries(
    signed_in, django_assert_num_queries, northmoor, assessment, mo, members
):
    for number in range(members):
        member = make_member(northmoor)
        make_group(assessment, mo, member)
        workflow.invite(
            authority=northmoor,
            email=f"x{number}@example.org",
            role="contributor",
            by=mo,
        )
    signed_in.get(PEOPLE)
    with django_assert_num_queries(9):
        page = text(signed_in.get(PEOPLE))
    assert page.count("Change role or remove") == members + 1
    assert page.count("Send again") == members


def test_an_authority_that_is_not_there(signed_in, northmoor):
    make_authority("Westmere")
    assert signed_in.get("/authorities/westmere/people/").status_code == 404
    assert signed_in.get("/authorities/nowhere/people/").status_code == 404


def test_coram_voice_comes_back_to_the_authority_and_invites_a_moderator_first(
    northmoor, val, mo
):
    """The role at first is that which nobody has."""
    client, url = client_of(val), "/authorities/northmoor/people/"
    page = client.get(url)
    assert 'href="/authorities/northmoor/"' in page.content.decode()
    assert page.context["form"]["role"].value() == "contributor"
    mo.is_active = False
    mo.save()
    assert client.get(url).context["form"]["role"].value() == "moderator"
