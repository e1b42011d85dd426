"""The operator's command for accounts."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from leavingcare.models import AccountEvent
from tests.support.clients import client_of
from tests.support.second_steps import App, has_step


def account(*args):
    out = StringIO()
    call_command("account", *args, stdout=out)
    return out.getvalue().strip()


def test_it_says_how_an_account_stands(mo, monkeypatch):
    assert account("MO@example.org ") == "Account: open. Second step: not set up."
    App(monkeypatch).set_up_for(mo)
    assert account(mo.email) == "Account: open. Second step: set up."


def test_it_removes_the_second_step_on_record(mo, monkeypatch):
    App(monkeypatch).set_up_for(mo)
    done = account(mo.email, "--remove-second-step")
    assert done == "Account: open. Second step: not set up."
    assert not has_step(mo)
    event = AccountEvent.objects.get(person=mo)
    assert (event.kind, event.by) == ("step_removed", None)
    assert "An operator of the site has removed" in mail.outbox[-1].body


def test_it_closes_and_opens(mo):
    client = client_of(mo)
    assert account(mo.email, "--close").startswith("Account: closed.")
    assert client.get("/").status_code == 302
    assert account(mo.email, "--open").startswith("Account: open.")
    kinds = list(AccountEvent.objects.values_list("kind", flat=True))
    assert kinds == ["opened", "closed"]


def test_an_unknown_address_is_said(db):
    with pytest.raises(CommandError, match="No account has this email address"):
        account("nobody@example.org")
