"""The second step of signing in: who must have it, and how it is set up and used."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core import mail

from leavingcare.models import AccountEvent
from leavingcare.second_step import SecondStepRequired, cipher, has_taken
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.production import PRODUCTION, setting
from tests.support.second_steps import App, has_step
from tests.support.signing_in import PASSWORD, message, sign_in

SET_UP = "/accounts/second-step/set-up/"
CODES = "/accounts/second-step/recovery-codes/"
CODE = "/accounts/code/"
NOT_RECOGNISED = "Code not recognised. Enter the code that the app shows now"


@pytest.fixture(autouse=True)
def asked_for(settings, transactional_db):
    settings.SECOND_STEP = True


@pytest.fixture
def app(monkeypatch):
    return App(monkeypatch)


@pytest.fixture
def with_password(request):
    def give(name):
        person = request.getfixturevalue(name)
        person.set_password(PASSWORD)
        person.save()
        return person

    return give


def signed_in(person):
    client = FormClient()
    sign_in(client, person.email)
    return client


def user_of(client):
    return client.session.get("_auth_user_id")


def test_a_real_site_always_asks_and_a_demonstration_only_if_told():
    assert setting("settings.SECOND_STEP", PRODUCTION) == "True"
    off = PRODUCTION | {"SECOND_STEP": "0"}
    assert setting("settings.SECOND_STEP", off) == "True"
    assert setting("settings.SECOND_STEP", {"DEMO": "1"}) == "False"
    assert setting("settings.SECOND_STEP", {"DEMO": "1", "SECOND_STEP": "1"}) == "True"


@pytest.mark.parametrize("who", ["val", "mo"])
def test_staff_and_moderators_see_nothing_before_they_set_it_up(
    with_password, who, assessment
):
    client = signed_in(with_password(who))
    for page in ["/", f"/assessments/{assessment.pk}/", "/frameworks/"]:
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (302, SET_UP), page


def test_what_they_send_before_is_given_back(with_password, assessment):
    client = signed_in(with_password("mo"))
    response = client.post(
        f"/assessments/{assessment.pk}/cover/", {"how_completed": "In two workshops"}
    )
    assert response.status_code == 403
    assert "In two workshops" in markup(response)
    assert SET_UP in markup(response)
    assessment.refresh_from_db()
    assert assessment.how_completed == ""


@pytest.mark.parametrize("who", ["cass", "ann"])
def test_others_need_none(with_password, who):
    assert signed_in(with_password(who)).get("/").status_code == 200


def test_help_and_the_own_account_stay_open(with_password):
    client = signed_in(with_password("mo"))
    for page in ["/help/", "/accounts/password/change/", "/accounts/sessions/"]:
        assert client.get(page).status_code == 200, page


def test_who_becomes_a_moderator_is_asked_at_once(with_password, northmoor):
    client = signed_in(with_password("cass"))
    assert client.get("/").status_code == 200
    northmoor.memberships.filter(user__name="Cass").update(role="moderator")
    assert client.get("/")["Location"] == SET_UP


def set_up(client, app):
    """Set up the second step as the pages ask, and return the page of codes."""
    app.scan(client.get(SET_UP))
    return client.post(SET_UP, {"code": app.code()}, follow=True)


def test_setting_it_up_shows_recovery_codes_once_and_goes_on(with_password, app):
    mo = with_password("mo")
    client = signed_in(mo)
    page = set_up(client, app)
    codes = re.findall(r"<li>(\d{10})</li>", markup(page))
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    again = markup(client.get(CODES))
    assert not [code for code in codes if code in again]
    assert "We showed your codes once" in again
    assert mail.outbox[-1].to == [mo.email]
    assert mail.outbox[-1].subject == "Your second step of signing in is set up"


def test_setting_it_up_ends_sessions_begun_without_it(with_password, app):
    mo = with_password("mo")
    here, elsewhere = signed_in(mo), signed_in(mo)
    assert user_of(elsewhere)
    set_up(here, app)
    assert elsewhere.get("/accounts/sessions/").status_code == 302
    assert here.get("/accounts/sessions/").status_code == 200


def test_a_wrong_code_sets_nothing_up(with_password, app):
    mo = with_password("mo")
    client = signed_in(mo)
    client.get(SET_UP)
    response = client.post(SET_UP, {"code": "000000"})
    assert response.status_code == 422
    assert message(response) == [NOT_RECOGNISED]
    assert not has_step(mo)


def test_the_picture_runs_nothing_and_loads_nothing(with_password):
    client = signed_in(with_password("mo"))
    svg = re.search(r"<svg.*?</svg>", markup(client.get(SET_UP)), re.DOTALL)[0]
    assert "style=" not in svg
    assert "data:" not in svg
    assert "<script" not in svg


def test_signing_in_takes_both(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    client = FormClient()
    response = sign_in(client, mo.email)
    assert response["Location"] == CODE
    assert user_of(client) is None
    assert client.get("/")["Location"].startswith("/accounts/login/")
    page = client.get(CODE)
    assert "Enter your code" in markup(page)
    assert client.post(CODE, {"code": app.code()})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_code_works_once(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    first, second = FormClient(), FormClient()
    for client in (first, second):
        sign_in(client, mo.email)
    code = app.code()
    assert first.post(CODE, {"code": code}).status_code == 302
    response = second.post(CODE, {"code": code})
    assert response.status_code == 422
    assert message(response) == [NOT_RECOGNISED]
    app.later()
    assert second.post(CODE, {"code": code}).status_code == 422
    assert second.post(CODE, {"code": app.code()}).status_code == 302


def test_codes_cannot_be_guessed(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    client = FormClient()
    sign_in(client, mo.email)
    wrong = str((int(app.code()) + 1) % 10**6).zfill(6)
    answers = [message(client.post(CODE, {"code": wrong})) for _ in range(6)]
    assert answers[4] == [NOT_RECOGNISED]
    assert answers[5] == [
        "There have been too many attempts. Wait 5 minutes, then try again"
    ]
    assert client.post(CODE, {"code": app.code()}).status_code == 422


def test_a_recovery_code_works_once(with_password, app):
    mo = with_password("mo")
    codes = app.set_up_for(mo)
    statuses = []
    for _ in range(2):
        client = FormClient()
        sign_in(client, mo.email)
        statuses.append(client.post(CODE, {"code": codes[0]}).status_code)
    assert statuses == [302, 422]


def test_a_reset_of_the_password_does_not_get_round_it(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    key = default_token_generator.make_token(mo)
    client = FormClient()
    link = f"/accounts/password/reset/key/{user_pk_to_url_str(mo)}-{key}/"
    page = client.get(link, follow=True)
    action = re.search(r'action="(/accounts/password/reset/[^"]*)"', markup(page))[1]
    new = "quite different 83"
    client.post(action, {"password1": new, "password2": new})
    assert user_of(client) is None
    assert sign_in(client, mo.email, new)["Location"] == CODE


def test_the_secret_is_not_readable_in_the_database(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    stored = Authenticator.objects.get(user=mo, type="totp").data["secret"]
    assert app.secret not in stored
    assert cipher().decrypt(stored.encode()).decode() == app.secret


def test_the_secret_outlives_a_change_of_the_key(with_password, app, settings):
    mo = with_password("mo")
    app.set_up_for(mo)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 10
    client = FormClient()
    sign_in(client, mo.email)
    assert client.post(CODE, {"code": app.code()}).status_code == 302


def test_removing_it_asks_for_it_first_and_leads_to_setting_it_up(with_password, app):
    mo = with_password("mo")
    app.set_up_for(mo)
    client = FormClient()
    sign_in(client, mo.email)
    client.post(CODE, {"code": app.code()})
    remove = "/accounts/second-step/remove/"
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert "reauthenticate" in client.get(remove)["Location"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Do you want to remove" in markup(client.get(remove))
    client.post(remove)
    assert not has_step(mo)
    assert mail.outbox[-1].subject == "Your app for codes has been removed"
    assert client.get("/")["Location"] == SET_UP
    kinds = AccountEvent.objects.filter(person=mo).values_list("kind", flat=True)
    assert kinds[0] == AccountEvent.Kind.SECOND_STEP_REMOVED


def test_new_recovery_codes_end_the_earlier_ones(with_password, app):
    mo = with_password("mo")
    codes = app.set_up_for(mo)
    client = FormClient()
    sign_in(client, mo.email)
    client.post(CODE, {"code": app.code()})
    page = client.post(CODES + "new/", follow=True)
    new = re.findall(r"<li>(\d{10})</li>", markup(page))
    assert len(new) == 10
    assert not set(new) & set(codes)
    assert mail.outbox[-1].subject == "You have new recovery codes"
    other = FormClient()
    sign_in(other, mo.email)
    assert other.post(CODE, {"code": codes[0]}).status_code == 422


def test_a_person_in_a_group_may_have_it_too(with_password, app):
    cass = with_password("cass")
    client = signed_in(cass)
    page = markup(client.get("/accounts/second-step/"))
    assert "Set it up" in page
    set_up(client, app)
    assert "10 not used" in markup(client.get("/accounts/second-step/"))
    assert sign_in(FormClient(), cass.email)["Location"] == CODE


def test_who_has_taken_it_costs_no_query(with_password, app, django_assert_num_queries):
    mo = with_password("mo")
    app.set_up_for(mo)
    client = FormClient()
    sign_in(client, mo.email)
    client.post(CODE, {"code": app.code()})
    request = client.get("/").wsgi_request
    assert request.user.pk
    with django_assert_num_queries(0):
        assert has_taken(request)
        assert SecondStepRequired(None).process_view(request, lambda: 0, (), {}) is None
