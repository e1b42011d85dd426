"""Passkeys as the second step of signing in."""

import json
import re

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from fido2.cose import ES256
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from leavingcare import account_help, passkeys
from leavingcare.models import AccountEvent
from leavingcare.second_step import Adapter
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.passkeys import FLAG, Passkey, asked
from tests.support.production import PRODUCTION, setting
from tests.support.second_steps import App, has_step
from tests.support.signing_in import PASSWORD, sign_in

INDEX = "/accounts/second-step/"
ADD = "/accounts/second-step/passkeys/add/"
CODE = "/accounts/code/"
AGAIN = "/accounts/code/passkey/"
NOT_RECOGNISED = "Passkey not recognised. Try again"


@pytest.fixture(autouse=True)
def asked_for(settings, transactional_db):
    settings.SECOND_STEP = True


@pytest.fixture
def person(mo):
    mo.set_password(PASSWORD)
    mo.save()
    return mo


@pytest.fixture
def client(person):
    client = FormClient()
    sign_in(client, person.email)
    return client


def send(client, where, answer, **more):
    return client.post(where, {"credential": json.dumps(answer), **more})


def add(client, passkey, **more):
    return send(client, ADD, passkey.added(asked(client.get(ADD))), **more)


def half_way_in(person):
    client = FormClient()
    assert sign_in(client, person.email)["Location"] == CODE
    return client


def wrong(response):
    """Return what the summary of the page says is wrong."""
    summary = markup(response).partition("There is a problem")[2]
    return re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", summary.partition("</ul>")[0])


def kept_of(person):
    return Authenticator.objects.filter(user=person, type="webauthn")


def test_a_moderator_may_set_up_a_passkey_alone(client, person):
    assert client.get("/")["Location"] == "/accounts/second-step/set-up/"
    assert ADD in markup(client.get("/accounts/second-step/set-up/"))
    response = add(client, Passkey(), name="My work telephone")
    assert response["Location"] == "/accounts/second-step/recovery-codes/"
    page = client.get(response["Location"])
    assert len(re.findall(r"<li>(\d{10})</li>", markup(page))) == 10
    assert client.get("/").status_code == 200
    assert "My work telephone" in markup(client.get(INDEX))
    assert mail.outbox[-1].subject == "You have added a passkey"
    assert mail.outbox[-1].to == [person.email]
    kinds = AccountEvent.objects.filter(person=person).values_list("kind", flat=True)
    assert kinds[0] == AccountEvent.Kind.SECOND_STEP_ADDED


def test_adding_one_ends_sessions_begun_without_it(client, person):
    elsewhere = FormClient()
    sign_in(elsewhere, person.email)
    add(client, Passkey())
    assert elsewhere.get("/accounts/sessions/").status_code == 302
    assert client.get("/accounts/sessions/").status_code == 200


def test_signing_in_takes_the_password_and_it(client, person):
    passkey = Passkey()
    add(client, passkey)
    other = half_way_in(person)
    assert other.get("/")["Location"].startswith("/accounts/login/")
    page = other.get(CODE)
    assert "Use a passkey" in markup(page)
    response = send(other, CODE, passkey.used(asked(page)))
    assert response["Location"] == "/"
    assert other.get("/").status_code == 200
    assert kept_of(person).get().last_used_at


def test_an_answer_counts_once_and_only_for_its_page(client, person):
    passkey = Passkey()
    add(client, passkey)
    first, second = half_way_in(person), half_way_in(person)
    answer = passkey.used(asked(first.get(CODE)))
    second.get(CODE)
    response = send(second, CODE, answer)
    assert (response.status_code, wrong(response)) == (422, [NOT_RECOGNISED])
    assert send(first, CODE, answer).status_code == 302
    assert send(half_way_in(person), CODE, answer).status_code == 422


@pytest.mark.parametrize(
    "made",
    [
        lambda mine, page: Passkey().used(page),
        lambda mine, page: mine.used(page, signed_by=Passkey()),
        lambda mine, page: mine.used(page, flags=FLAG(0)),
        lambda mine, page: mine.added({"creation_options": page["request_options"]}),
    ],
    ids=["another's", "a forged signature", "nobody there", "of another kind"],
)
def test_nothing_else_signs_in(client, person, made, caplog):
    passkey = Passkey()
    add(client, passkey)
    other = half_way_in(person)
    response = send(other, CODE, made(passkey, asked(other.get(CODE))))
    assert (response.status_code, wrong(response)) == (422, [NOT_RECOGNISED])
    assert other.get("/").status_code == 302


def test_another_site_gets_nothing_that_signs_in(client, person):
    passkey = Passkey()
    add(client, passkey)
    for other_site in [
        {"origin": "https://example.com"},
        {"origin": "http://testserver"},
        {"site": "example.com"},
    ]:
        other = half_way_in(person)
        copy = Passkey(**other_site)
        copy.name, copy.private = passkey.name, passkey.private
        response = send(other, CODE, copy.used(asked(other.get(CODE))))
        assert wrong(response) == [NOT_RECOGNISED], other_site


def test_it_is_made_for_the_site_whatever_name_it_was_asked_by(settings, rf):
    settings.DEMO, settings.SITE_URL = False, "https://assess.example.org"
    settings.ALLOWED_HOSTS = ["assess.example.org", "old.example.org"]
    with context.request_context(rf.get("/", headers={"host": "old.example.org"})):
        assert Adapter().get_public_key_credential_rp_entity() == {
            "id": "assess.example.org",
            "name": "Leaving care self-assessment",
        }


def test_no_site_takes_passkeys_from_plain_http():
    name = "getattr(settings, 'MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN', False)"
    assert setting(name, PRODUCTION) == "False"


def test_wrong_answers_are_limited_as_codes_are(client, person):
    passkey = Passkey()
    add(client, passkey)
    other = half_way_in(person)
    answers = [
        wrong(send(other, CODE, Passkey().used(asked(other.get(CODE)))))
        for _ in range(6)
    ]
    assert answers[4] == [NOT_RECOGNISED]
    assert answers[5] == [
        "There have been too many attempts. Wait 5 minutes, then try again"
    ]
    assert send(other, CODE, passkey.used(asked(other.get(CODE)))).status_code == 422


def test_a_lost_passkey_is_replaced_by_a_recovery_code(client, person):
    response = add(client, Passkey())
    codes = re.findall(r"<li>(\d{10})</li>", markup(client.get(response["Location"])))
    other = half_way_in(person)
    assert "enter one of your recovery codes" in markup(other.get(CODE))
    assert other.post(CODE, {"code": codes[0]})["Location"] == "/"


def test_a_lost_passkey_is_removed_by_others_without_a_secret(client, person, zoe):
    add(client, Passkey())
    account_help.remove_second_step(person=person, by=zoe)
    assert not has_step(person)
    assert client.get("/accounts/sessions/").status_code == 302
    assert sign_in(FormClient(), person.email)["Location"] == "/"


def test_it_stands_beside_an_app(client, person, monkeypatch):
    app, passkey = App(monkeypatch), Passkey()
    app.set_up_for(person)
    other = half_way_in(person)
    other.post(CODE, {"code": app.code()})
    assert add(other, passkey)["Location"] == INDEX  # no new recovery codes
    app.later()
    third = half_way_in(person)
    assert third.post(CODE, {"code": app.code()})["Location"] == "/"
    fourth = half_way_in(person)
    page = fourth.get(CODE)
    assert "enter the code it shows now" in markup(page)
    assert send(fourth, CODE, passkey.used(asked(page)))["Location"] == "/"


def test_who_has_none_is_shown_no_passkey(client, person, monkeypatch):
    App(monkeypatch).set_up_for(person)
    other = half_way_in(person)
    assert "passkey" not in markup(other.get(CODE))
    response = send(
        other,
        CODE,
        Passkey().used({"request_options": {"publicKey": {"challenge": "AAAA"}}}),
    )
    assert (response.status_code, wrong(response)) == (422, [NOT_RECOGNISED])


def test_naming_it(client, person):
    add(client, Passkey())
    page = f"{INDEX}passkeys/{kept_of(person).get().pk}/name/"
    response = client.post(page, {"name": ""})
    assert (response.status_code, wrong(response)) == (422, ["Enter a name"])
    response = client.post(page, {"name": "x" * 61})
    assert "x" * 61 in markup(response)
    assert client.post(page, {"name": "Blue <key>"})["Location"] == INDEX
    assert "Blue &lt;key&gt;" in markup(client.get(INDEX))


def test_removing_the_last_leads_to_setting_up_another_at_once(client, person):
    add(client, Passkey())
    page = f"{INDEX}passkeys/{kept_of(person).get().pk}/remove/"
    assert "Do you want to remove the passkey" in markup(client.get(page))
    assert client.post(page)["Location"] == INDEX
    assert not has_step(person)
    assert mail.outbox[-1].subject == "A passkey has been removed"
    assert client.get("/")["Location"] == "/accounts/second-step/set-up/"
    kinds = AccountEvent.objects.filter(person=person).values_list("kind", flat=True)
    assert kinds[0] == AccountEvent.Kind.SECOND_STEP_REMOVED


def test_removing_one_of_two_keeps_the_other(client, person):
    for _ in range(2):
        add(client, Passkey())
    first, second = kept_of(person)
    assert {first.wrap().name, second.wrap().name} == {"Passkey", "Passkey 2"}
    client.post(f"{INDEX}passkeys/{first.pk}/remove/")
    assert list(kept_of(person)) == [second]
    assert has_step(person)
    assert client.get("/").status_code == 200


def test_another_persons_is_not_there(client, person, val):
    add(client, Passkey())
    other = FormClient()
    val.set_password(PASSWORD)
    val.save()
    sign_in(other, val.email)
    key = kept_of(person).get().pk
    for page in ("name", "remove"):
        assert other.get(f"{INDEX}passkeys/{key}/{page}/").status_code == 404
        assert other.post(f"{INDEX}passkeys/{key}/{page}/").status_code == 404
    assert has_step(person)


def later(client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()


def test_changes_ask_who_it_is_again(client, person):
    add(client, Passkey())
    key = kept_of(person).get().pk
    later(client)
    for page in (ADD, f"{INDEX}passkeys/{key}/name/", f"{INDEX}passkeys/{key}/remove/"):
        assert "reauthenticate" in client.get(page)["Location"], page


def test_who_has_no_password_confirms_with_it(client, person):
    passkey = Passkey()
    add(client, passkey)
    later(client)
    person.set_unusable_password()
    person.save()
    session = client.session
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    page = client.get(client.get(ADD)["Location"], follow=True)
    assert AGAIN in markup(page)  # beside a recovery code
    page = client.get(AGAIN, {"next": ADD})
    response = send(client, AGAIN, Passkey().used(asked(page)))
    assert (response.status_code, wrong(response)) == (422, [NOT_RECOGNISED])
    page = client.get(AGAIN, {"next": ADD})
    response = send(client, AGAIN, passkey.used(asked(page)), next=ADD)
    assert response["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_nobody_has_more_than_a_few(client, person, monkeypatch):
    monkeypatch.setattr(passkeys, "MOST", 1)
    add(client, Passkey())
    response = add(client, Passkey())
    assert response.status_code == 422
    assert wrong(response)[0].startswith("You have 1 passkeys")
    assert kept_of(person).count() == 1


def test_nothing_but_the_key_is_stored(client, person):
    answer = Passkey().added(asked(client.get(ADD)))
    answer |= {"more": "\0", "clientExtensionResults": {"of": "\0"}}
    assert send(client, ADD, answer).status_code == 302
    stored = kept_of(person).get().data["credential"]
    assert set(stored) == {"type", "id", "rawId", "response", "clientExtensionResults"}
    assert stored["clientExtensionResults"] == {}


def test_a_key_that_could_not_be_used_is_not_stored(client, person):
    good = Passkey().public
    for public in [
        {1: 2, 3: -65535, -1: b"x"},
        {1: 2, 3: 1, -1: b"x"},
        {**good, -2: b"\1" * 32},
        {**good, -2: b""},
        {1: 2, 3: -7},
    ]:
        answer = Passkey().added(asked(client.get(ADD)), public=public)
        response = send(client, ADD, answer)
        assert (response.status_code, wrong(response)) == (422, [NOT_RECOGNISED])
    assert not has_step(person)
    assert ES256(good)[3] == -7


HOSTILE = [
    "",
    "[]",
    "null",
    "3",
    '"x"',
    "{}",
    "[" * 15_000,
    '{"a":' * 3_000,
    "9" * 5_000,
    '"\\ud800"',
    '{"type": "public-key", "rawId": 3, "response": {}}',
    '{"rawId": "\\u0000", "response": {"clientDataJSON": "e30", "attestationObject": ""}}',
    "x" * 30_000,
]


@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: sent[:12] or "nothing")
def test_hostile_answers_are_refused_in_a_sentence(client, person, sent):
    response = client.post(ADD, {"credential": sent})
    assert response.status_code == 422
    assert wrong(response) == [NOT_RECOGNISED if sent else passkeys.NOTHING_SENT]
    add(client, Passkey())
    other = half_way_in(person)
    response = other.post(CODE, {"credential": sent})
    assert response.status_code == 422


def paths_of(answer, before=()):
    for name, part in answer.items():
        yield (*before, name)
        if isinstance(part, dict):
            yield from paths_of(part, (*before, name))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=5,
)


@of_hypothesis(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_part_is_changed_it_is_refused_or_no_part_of_it(client, person, data):
    """Change one part of a right answer to anything; bytes too, inside the parts."""
    passkey = Passkey()
    cache.clear()
    answer = passkey.added(asked(client.get(ADD)))
    *above, name = data.draw(st.sampled_from(sorted(paths_of(answer))))
    place = answer
    for step in above:
        place = place[step]
    if isinstance(place[name], str) and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(place[name]) - 1))
        sign = data.draw(st.sampled_from("AQgw_-09"))
        place[name] = place[name][:at] + sign + place[name][at + 1 :]
    else:
        place[name] = data.draw(ANY)
    assert send(client, ADD, answer).status_code in {302, 422}
    for kept in kept_of(person):
        assert kept.wrap().authenticator_data.credential_data
    kept_of(person).delete()
