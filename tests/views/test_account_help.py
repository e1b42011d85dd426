"""Helping somebody who cannot sign in, and putting out somebody who must not."""

import pytest
from django.core import mail
from django.urls import reverse

from leavingcare.models import AccountEvent, User
from tests.support.builders import make_authority, make_member
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup
from tests.support.second_steps import App, has_step
from tests.support.signing_in import PASSWORD, sign_in


@pytest.fixture
def app(monkeypatch):
    return App(monkeypatch)


def url_of(person):
    membership = person.memberships.select_related("authority").get()
    return reverse("member_account", args=[membership.authority.slug, membership.pk])


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    client = FormClient()
    sign_in(client, person.email)
    return client


def is_signed_in(client):
    return client.get("/").status_code == 200


def last_event(person):
    event = AccountEvent.objects.filter(person=person).first()
    return event.kind, event.by


@pytest.mark.parametrize("helper", ["mo", "val"])
def test_a_lost_telephone_is_helped_without_a_secret(request, app, zoe, helper):
    helper = request.getfixturevalue(helper)
    app.set_up_for(zoe)
    client = client_of(helper)
    assert "Lost telephone" in markup(client.get(url_of(zoe)))
    client.post(url_of(zoe), {"do": "step"})
    assert not has_step(zoe)
    assert last_event(zoe) == ("step_removed", helper)
    (letter,) = mail.outbox
    assert letter.to == [zoe.email]
    assert f"{helper} has removed the second step" in letter.body
    assert "Lost telephone" not in markup(client.get(url_of(zoe)))


def test_removing_the_second_step_ends_the_sessions(mo, zoe, app):
    open_now = with_password(zoe)
    assert is_signed_in(open_now)
    app.set_up_for(zoe)
    client_of(mo).post(url_of(zoe), {"do": "step"})
    assert not is_signed_in(open_now)


def test_signing_somebody_out_everywhere(mo, cass, housing):
    first, second = with_password(cass), FormClient()
    sign_in(second, cass.email)
    client_of(mo).post(url_of(cass), {"do": "sessions"})
    assert not is_signed_in(first)
    assert not is_signed_in(second)
    assert last_event(cass) == ("sessions", mo)
    assert sign_in(second, cass.email).status_code == 302


def test_coram_voice_closes_an_account_and_opens_it_again(val, cass, housing):
    open_now = with_password(cass)
    staff = client_of(val)
    staff.post(url_of(cass), {"do": "close"})
    assert not is_signed_in(open_now)
    sign_in(open_now, cass.email)
    assert not is_signed_in(open_now)
    assert last_event(cass) == ("closed", val)
    assert mail.outbox[-1].subject == "Your account has been closed"
    assert "Closed" in markup(staff.get(url_of(cass)))
    staff.post(url_of(cass), {"do": "open"})
    sign_in(open_now, cass.email)
    assert is_signed_in(open_now)
    assert housing.members.filter(pk=cass.pk).exists()


def test_a_moderator_closes_no_account(mo, cass):
    client = client_of(mo)
    assert "Close the account" not in markup(client.get(url_of(cass)))
    assert client.post(url_of(cass), {"do": "close"}).status_code == 404
    assert User.objects.get(pk=cass.pk).is_active


def test_a_moderator_does_not_act_on_an_account_of_another_authority_too(
    mo, cass, oli, app, val
):
    """Else removing its second step would open the other authority."""
    url = url_of(cass)
    oli.memberships.get().authority.memberships.create(user=cass, role="moderator")
    app.set_up_for(cass)
    client = client_of(mo)
    page = markup(client.get(url))
    assert "also belongs to another authority" in page
    assert client.post(url, {"do": "step"}).status_code == 403
    assert has_step(cass)
    client_of(val).post(url, {"do": "step"})
    assert not has_step(cass)


def test_nobody_acts_on_their_own_account(mo, val):
    assert client_of(mo).get(url_of(mo)).status_code == 403
    own = reverse("staff_account", args=[val.pk])
    assert client_of(val).post(own, {"do": "close"}).status_code == 403


def test_coram_voice_signs_a_colleague_out_and_ends_access_elsewhere(val):
    kit = User.objects.create_user(
        "kit@example.org", PASSWORD, name="Kit", is_staff=True
    )
    client = client_of(val)
    url = reverse("staff_account", args=[kit.pk])
    assert url in markup(client.get(reverse("staff_member", args=[kit.pk])))
    assert "Close the account" not in markup(client.get(url))
    assert client.post(url, {"do": "close"}).status_code == 404
    assert client.post(url, {"do": "sessions"}).status_code == 302


def test_an_account_of_an_authority_is_not_coram_voices_page(val, cass):
    response = client_of(val).get(reverse("staff_account", args=[cass.pk]))
    assert response.status_code == 404


def test_a_moderator_elsewhere_knows_nothing_of_it(oli, cass):
    assert client_of(oli).get(url_of(cass)).status_code == 404
    other = make_member(make_authority(), "moderator")
    assert client_of(other).post(url_of(cass), {"do": "step"}).status_code == 404
