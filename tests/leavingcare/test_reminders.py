"""The choice to get reminders: the account page, and the link in each email."""

from urllib.parse import urlsplit

import pytest

from leavingcare.reminders import SIGNER, opt_out_link
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup

ACCOUNT = "/your-account/"


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(cass):
    return urlsplit(opt_out_link(cass)).path


def test_the_link_leads_to_our_own_site(cass, settings):
    assert opt_out_link(cass).startswith(settings.SITE_URL + "/reminders/")


def test_opening_the_link_changes_nothing(path, cass):
    """Programs that scan emails open every link in them."""
    page = text(FormClient().get(path))
    assert '<h1 class="govuk-heading-l">Do you want to stop your reminders?' in page
    cass.refresh_from_db()
    assert cass.wants_reminders


def test_stopped_and_started_again_without_signing_in(path, cass, dee):
    nobody = FormClient()
    assert nobody.post(path, {"reminders": "off"})["Location"] == path
    cass.refresh_from_db()
    dee.refresh_from_db()
    assert (cass.wants_reminders, dee.wants_reminders) == (False, True)
    assert "Your reminders have been stopped" in text(nobody.get(path))

    nobody.post(path, {"reminders": "on"})
    cass.refresh_from_db()
    assert cass.wants_reminders
    assert "_auth_user_id" not in nobody.session


def test_the_page_says_nothing_of_the_person(path, cass, northmoor):
    page = text(FormClient().get(path))
    for word in ["Cass", cass.email, "Northmoor"]:
        assert word not in page.replace(path, "")


def test_somebody_else_signed_in_changes_the_person_of_the_link(path, cass, dee):
    client_of(dee).post(path, {"reminders": "off"})
    cass.refresh_from_db()
    dee.refresh_from_db()
    assert (cass.wants_reminders, dee.wants_reminders) == (False, True)


def test_links_nobody_was_sent(path, cass, dee):
    signature = path.split(":")[1].rstrip("/")
    nobody = SIGNER.sign(cass.pk + dee.pk + 1)
    for token in ["x", f"{dee.pk}:{signature}", f"{cass.pk}:x", str(cass.pk), nobody]:
        for answer in [FormClient().get, FormClient().post]:
            assert answer(f"/reminders/{token}/").status_code == 404
    cass.refresh_from_db()
    assert cass.wants_reminders


# One's own account


def test_the_account_page(cass):
    page = text(client_of(cass).get(ACCOUNT))
    assert "cass@example.org" in page
    assert 'href="/accounts/password/change/"' in page
    assert f'href="{ACCOUNT}"' in text(client_of(cass).get("/"))


def test_stopped_and_started_on_the_account_page(cass):
    client = client_of(cass)
    response = client.post(ACCOUNT, {"reminders": "off"})
    assert response["Location"] == ACCOUNT
    page = text(client.get(ACCOUNT))
    assert "You get no more reminders." in page
    assert ">Send me reminders</button>" in page
    client.post(ACCOUNT, {"reminders": "on"})
    page = text(client.get(ACCOUNT))
    assert "You get reminders again." in page
    assert ">Stop reminders</button>" in page


@pytest.mark.parametrize("page", ["account", "link"])
def test_a_form_without_an_answer_changes_nothing(path, cass, page):
    response = client_of(cass).post({"account": ACCOUNT, "link": path}[page])
    assert response.status_code == 302
    cass.refresh_from_db()
    assert cass.wants_reminders
