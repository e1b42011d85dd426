"""Joining by a link: once, by the person invited, until it expires."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import AuditEvent, Invitation, Membership
from assessments.workflow import accepting_invitations
from assessments.workflow import inviting as workflow
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import make_user
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup

PASSWORD = "correct horse battery"
SENT = {"name": "Pat Jones", "password": PASSWORD}


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def invited(northmoor, mo):
    """Pat's invitation and its token."""
    return workflow.invite(
        authority=northmoor, email="Pat@example.org ", role="contributor", by=mo
    )


@pytest.fixture
def path(invited):
    return f"/invitations/{invited[1]}/"


# The email and the token


def test_only_a_digest_of_the_token_is_kept(invited):
    token = invited[1]
    row = Invitation.objects.values().get()
    assert row["token_digest"] == workflow.digest_of(token)
    assert token not in str(row)
    assert len(token) >= 43  # 256 bits


def test_the_mail_says_who_where_and_until_when(northmoor, mo, mailoutbox, settings):
    northmoor.name = "Northmoor\r\nBcc: everybody@example.org"
    invitation, token = workflow.invite(
        authority=northmoor, email="pat@example.org", role="contributor", by=mo
    )
    [message] = mailoutbox
    assert message.to == ["pat@example.org"]
    assert message.bcc == []
    assert "\n" not in message.subject
    assert message.subject.startswith("Northmoor Bcc: everybody@example.org: join")
    assert f"{settings.SITE_URL}/invitations/{token}/" in message.body.splitlines()
    assert timezone.localtime(invitation.expires_at).strftime("%B %Y") in message.body
    assert "Mo has invited you" in message.body
    assert message.body.count("http") == 1
    assert "&#x27;" not in message.body


# Joining


def test_a_new_person_joins(client, path, northmoor, mo, assessment, housing):
    Invitation.objects.get().groups.add(housing)
    page = text(client.get(path))
    assert "<bdi>Mo</bdi> has invited you" in page
    assert "as a contributor, in the working group <bdi>Housing</bdi>." in page
    assert not User.objects.filter(email="pat@example.org").exists()

    response = client.post(path, SENT)
    assert response.status_code == 302
    assert response["Location"] == "/"
    pat = User.objects.get(email="pat@example.org")
    assert pat.name == "Pat Jones"
    assert pat.check_password(PASSWORD)
    assert not pat.is_staff
    assert Membership.objects.get(user=pat).role == "contributor"
    assert list(pat.working_groups.all()) == [housing]
    assert client.session["_auth_user_id"] == str(pat.pk)
    assert AuditEvent.objects.get(kind="joined").by == pat
    home = text(client.get("/"))
    assert "7. Being in safe" in home
    first = housing.areas.order_by("number").first().number
    assert (
        f"You have joined Northmoor’s self-assessment. Start with area {first}." in home
    )


def test_a_new_session_begins(client, path):
    client.get(path)
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key
    client.post(path, SENT)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 151}, "Shorten this to 150 characters or fewer. It has 151"),
        ({"password": ""}, "Enter a password"),
        ({"password": "short"}, "Password must be 12 characters or more"),
        ({"password": "pat@example.org"}, "not like your name or email address"),
        ({"password": "qwerty123456"}, "Choose a password that is harder to guess"),
    ],
)
def test_what_is_refused_at_the_field(client, path, changed, message):
    response = client.post(path, SENT | changed)
    page = text(response)
    assert response.status_code == 422
    assert page.count(message) == 2
    assert not changed.get("password") or f'value="{changed["password"]}"' not in page
    assert not User.objects.filter(email="pat@example.org").exists()
    assert Invitation.objects.pending().count() == 1


def test_a_name_is_one_line_and_text(client, path):
    """F43, F44: no line break reaches an email or a log."""
    client.post(path, SENT | {"name": "Pat\r\nBcc: <b>x<b>"})
    assert User.objects.get(email="pat@example.org").name == "Pat Bcc: <b>x<b>"
    assert "<b>x" not in text(client.get("/"))


def test_more_fields_than_there_are_change_nothing(client, path):
    """F36."""
    extra = {"is_staff": "on", "role": "moderator", "email": "x@example.org"}
    client.post(path, SENT | extra)
    pat = User.objects.get(email="pat@example.org")
    assert not pat.is_staff
    assert pat.memberships.get().role == "contributor"


def test_the_password_can_be_reset(client, path, mailoutbox):
    client.post(path, SENT)
    client.logout()
    mailoutbox.clear()
    client.post("/accounts/password/reset/", {"email": "PAT@example.org"})
    assert [message.to for message in mailoutbox] == [["pat@example.org"]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


def test_somebody_with_an_account_signs_in_first(client, path, northmoor, mo):
    make_user("pat")
    page = text(client.get(path))
    assert "Sign in to join" in page
    token = path.split("/")[2]
    assert f'href="/accounts/login/?next=%2Finvitations%2F{token}%2F"' in page

    response = client.post(path, SENT)
    assert "Sign in to join" in text(response)
    assert not Membership.objects.filter(user__email="pat@example.org").exists()
    assert "_auth_user_id" not in client.session


def test_somebody_with_an_account_joins_with_one_button(path, northmoor):
    pat = make_user("pat")
    client = client_of(pat)
    page = text(client.get(path))
    assert "Join</button>" in page
    assert 'name="password"' not in page
    assert not pat.memberships.exists()
    assert client.post(path)["Location"] == "/"
    assert pat.memberships.get().authority == northmoor


def test_a_person_joins_a_second_authority(path, oli, northmoor):
    """A26."""
    Invitation.objects.update(email=oli.email)
    client_of(oli).post(path)
    assert set(oli.memberships.values_list("authority__name", "role")) == {
        ("Eastvale", "moderator"),
        ("Northmoor", "contributor"),
    }


# What opens nothing


def test_the_link_works_once(client, path):
    client.post(path, SENT)
    assert_gone(FormClient(), path)


def test_two_browsers_at_once(path, northmoor):
    """C15: both have the page open; the second finds the link used."""
    first, second = FormClient(), FormClient()
    first.get(path)
    second.get(path)
    assert first.post(path, SENT).status_code == 302
    assert second.post(path, SENT | {"name": "Thief"}).status_code == 404
    assert User.objects.get(email="pat@example.org").name == "Pat Jones"
    assert Membership.objects.filter(authority=northmoor).count() == 2  # and Mo


def test_the_rule_holds_without_the_page(invited):
    _, token = invited
    accepting_invitations.accept(token=token, name="Pat", password=PASSWORD)
    with pytest.raises(Refused, match="can no longer be used"):
        accepting_invitations.accept(token=token, name="Pat", password=PASSWORD)


def test_what_is_withdrawn_is_used_by_no_page_opened_before(invited, mo):
    invitation, token = invited
    workflow.withdraw(invitation=invitation, by=mo)
    with pytest.raises(Refused, match="can no longer be used"):
        accepting_invitations.accept(token=token, name="Pat", password=PASSWORD)


def test_nobody_else_can_use_it(invited, northmoor, oli):
    with pytest.raises(Refused, match="for another email address"):
        accepting_invitations.accept(token=invited[1], user=oli)
    assert not northmoor.memberships.filter(user=oli).exists()


def test_expired(client, path, invited):
    """A12."""
    Invitation.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert client.get(path).status_code == 200
    Invitation.objects.update(expires_at=timezone.now())
    assert_gone(client, path)


def test_withdrawn(client, path, invited, mo):
    workflow.withdraw(invitation=invited[0], by=mo)
    assert_gone(client, path)


def test_unknown_and_changed_tokens(client, path):
    """A13."""
    for token in [
        "x",
        path.split("/")[2] + "x",
        path.split("/")[2].swapcase(),
        "é" * 99,
    ]:
        assert_gone(client, f"/invitations/{token}/")


def test_every_dead_link_says_the_same(client, path):
    client.post(path, SENT)
    client.logout()
    used = client.get(path).content.replace(path.encode(), b"")
    unknown = client.get("/invitations/x/").content.replace(b"/invitations/x/", b"")
    assert used == unknown


def assert_gone(client, path):
    for response in [client.get(path), client.post(path, SENT)]:
        page = text(response)
        assert response.status_code == 404
        assert "This invitation cannot be used" in page
        assert "Northmoor" not in page
        assert "pat@example.org" not in page


def test_signed_in_as_somebody_else(path, dee):
    """A13: neither joined, nor told for whom it is."""
    client = client_of(dee)
    for response in [client.get(path), client.post(path, SENT)]:
        page = text(response)
        assert response.status_code == 403
        assert "dee@example.org" in page
        assert "pat@example.org" not in page
        assert "Northmoor" not in page
    assert Invitation.objects.pending().count() == 1
    assert not User.objects.filter(email="pat@example.org").exists()


def test_the_token_goes_nowhere_else(client, path):
    response = client.get(path)
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert "http" not in re.sub(r"http://www.w3.org[^\"]*", "", text(response))


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(client, path, method):
    assert getattr(client, method)(path).status_code == 405


def test_accents_in_an_address_make_one_account(northmoor, mo):
    """F14."""
    first, _ = workflow.invite(
        authority=northmoor, email="jose\u0301@example.org", role="contributor", by=mo
    )
    second, _ = workflow.invite(
        authority=northmoor, email="JOS\u00c9@example.org", role="contributor", by=mo
    )
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert first.email == second.email == "jos\u00e9@example.org"
