"""A real email server that is down, refuses, hangs or is slow, and is back later."""

import smtplib
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from post_office.models import STATUS, Email

from bench.served import free_port
from leavingcare import smtp
from leavingcare.delivery import SENDER_IS_DEAD
from tests.support.clients import FormClient, client_of

pytestmark = pytest.mark.django_db(transaction=True)
HOST = "127.0.0.1"


class Handler:
    """The part of an email server that takes each text, notes it and answers."""

    def __init__(self, answer="250 Taken"):
        self.answer, self.taken = answer, []
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()

    async def handle_DATA(self, server, session, envelope):
        self.asked.set()
        await server.loop.run_in_executor(None, self.may_answer.wait)
        if self.answer.startswith("2"):
            self.taken += envelope.rcpt_tos
        return self.answer


@pytest.fixture
def site(settings):
    """A site whose email server is at a port where nothing listens yet."""
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    backends = {"default": "leavingcare.smtp.EmailBackend"}
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": backends}
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    return settings


@contextmanager
def listening(site, handler):
    """Have an email server listen."""
    server = Controller(handler, hostname=HOST, port=site.EMAIL_PORT)
    server.start()
    try:
        yield
    finally:
        handler.may_answer.set()
        server.stop()


def deliver():
    """Deliver what is in the queue, whenever it was to be tried again."""
    Email.objects.filter(status=STATUS.requeued).update(scheduled_time=timezone.now())
    with override_settings(DEMO=False):
        call_command("send_queued_mail")


def forget_password(person):
    """Ask for a new password, as a page does."""
    answer = FormClient().post("/accounts/password/reset/", {"email": person.email})
    assert (answer.status_code, answer.url) == (302, "/accounts/password/reset/done/")


def test_each_email_goes_out_once_when_the_server_is_back(site, cass, dee):
    forget_password(cass)
    with pytest.raises(CommandError, match="1 to be tried again"):
        deliver()  # nobody listens
    forget_password(dee)
    with (
        listening(site, Handler("451 Later")),
        pytest.raises(CommandError, match="2 to be tried again"),
    ):
        deliver()
    back = Handler()
    with listening(site, back):
        deliver()
        deliver()
    assert sorted(back.taken) == [cass.email, dee.email]


def test_pages_answer_while_the_server_hangs(site, cass, dee):
    hanging = Handler()
    hanging.may_answer.clear()
    forget_password(cass)
    with listening(site, hanging):
        sender = threading.Thread(target=deliver_and_leave)
        sender.start()
        hanging.asked.wait()
        forget_password(dee)
        assert client_of(cass).get("/").status_code == 200
        assert hanging.taken == []
        hanging.may_answer.set()
        sender.join()
    assert hanging.taken == [cass.email, dee.email]


def deliver_and_leave():
    try:
        deliver()
    finally:
        connection.close()


def test_a_server_may_take_minutes_with_a_text_but_not_with_a_greeting(
    site, monkeypatch
):
    """Else a slow one would get each email again and again, having taken it."""
    waited = []
    answered = smtplib.SMTP.getreply

    def getreply(self):
        waited.append(self.sock.gettimeout())
        return answered(self)

    monkeypatch.setattr(smtplib.SMTP, "getreply", getreply)
    EmailMessage("Hello", "Text", to=["pat@example.org", "kit@example.org"]).send()
    EmailMessage("Hello", "Text", to=["ned@example.org"]).send()
    with listening(site, Handler()):
        deliver()
    assert waited.count(smtp.SECONDS_TO_TAKE) == 4  # DATA, and the text, of each
    assert set(waited) == {site.EMAIL_TIMEOUT, smtp.SECONDS_TO_TAKE}
    assert SENDER_IS_DEAD.total_seconds() > smtp.SECONDS_TO_TAKE


def test_tls_from_the_start_waits_as_long(settings):
    assert smtp.EmailBackend(use_ssl=True).connection_class is smtp.Encrypted
    assert issubclass(smtp.Encrypted, smtplib.SMTP_SSL)
    assert smtp.Encrypted.data is smtp.Plain.data
