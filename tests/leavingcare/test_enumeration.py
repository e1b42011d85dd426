"""Nobody learns from an answer, or from how long it takes, who has an account here.

The times are those of the clock, as a stranger measures them, taken in turns. What else
the machine does adds to some of them: so the shortest or the middle one must be alike.
"""

import re
import time
from statistics import median

import pytest
from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.core.cache import cache
from django.urls import reverse
from post_office.models import Email

from leavingcare.models import User
from tests.support.builders import make_authority, make_member
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup
from tests.support.signing_in import PASSWORD, sign_in

RESET = "/accounts/password/reset/"
KNOWN, UNKNOWN, CLOSED = (f"{name}@example.org" for name in ("pat", "kim", "sam"))
ALIKE = 1.4  # times as long, at most


@pytest.fixture
def people(db, settings):
    """Somebody with an account, and somebody whose account is closed; real costs."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    User.objects.create_user(KNOWN, PASSWORD, name="Pat")
    User.objects.create_user(CLOSED, PASSWORD, name="Sam", is_active=False)


def timed(ask, addresses, times):
    """Return the times taken for each email address, and the answers."""
    taken, answers = {address: [] for address in addresses}, {}
    for _ in range(times):
        for address in addresses:
            cache.clear()
            client = FormClient()
            start = time.perf_counter()
            response = ask(client, address)
            taken[address].append(time.perf_counter() - start)
            answers[address] = (response.status_code, words_of(response, address))
    return taken, answers


def words_of(response, address):
    """Return a page without what differs each time and the email address itself."""
    page = response.headers.get("Location") or markup(response)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page.replace(address, "ADDRESS")


def assert_alike(found):
    taken, answers = found
    assert len(set(answers.values())) == 1
    apart = []
    for of_several in (min, median):
        times = [of_several(each) for each in taken.values()]
        apart.append(max(times) / min(times))
    assert min(apart) < ALIKE, apart


def test_a_wrong_password(people):
    addresses = [KNOWN, UNKNOWN, CLOSED]
    assert_alike(timed(lambda by, who: sign_in(by, who, "wrong"), addresses, 5))


def test_a_link_to_reset_the_password(people):
    addresses = [KNOWN, UNKNOWN, CLOSED]
    assert_alike(timed(lambda by, who: by.post(RESET, {"email": who}), addresses, 20))
    assert {email.to[0] for email in Email.objects.all()} == {KNOWN}
    assert not EmailAddress.objects.exclude(user__email=KNOWN).exists()


def test_an_invitation(northmoor, mo):
    """Whether somebody invited has an account of another authority is not told."""
    make_member(make_authority("Westmere"), "moderator", "wes")
    pages = []
    for address in ("wes@example.org", "new@example.org"):
        sent = {"emails": address, "role": "contributor"}
        response = client_of(mo).post(reverse("invite", args=[northmoor.slug]), sent)
        assert response.status_code == 200
        pages.append(words_of(response, address))
    assert "ADDRESS" in pages[0]
    assert pages[0] == pages[1]
