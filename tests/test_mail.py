"""The queue of mails: written with what it tells of, delivered later, then forgotten."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from post_office.models import STATUS, Email

from assessments.models import Invitation
from assessments.workflow import drafting
from assessments.workflow import people as workflow
from leavingcare.refusals import Refused

from .clients import FormClient, client_of
from .test_settings import PRODUCTION, python, setting

CLOSED_PORT = 1


class Refusing(EmailBackend):
    """A mail server that repeats the address and the text in its refusal."""

    def send_messages(self, messages):
        raise RuntimeError(f"{messages[0].to} refused: {messages[0].body}")


@pytest.fixture
def site(settings):
    """Mails are queued, as on a site, and delivered to `mail.outbox`."""
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    deliver_by(settings, "django.core.mail.backends.locmem.EmailBackend")
    return settings


def deliver_by(settings, backend):
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}


def deliver(tmp_path):
    with override_settings(DEMO=False):
        call_command("send_queued_mail", lockfile=str(tmp_path / "mail"))


@pytest.fixture
def invited(northmoor, mo, site):
    """The token of Pat's invitation, whose mail is in the queue."""
    return workflow.invite(
        authority=northmoor, email="pat@example.org", role="contributor", by=mo
    )[1]


# Queued


def test_a_mail_is_queued_with_what_it_tells_of(invited):
    queued = Email.objects.get()
    assert queued.to == ["pat@example.org"]
    assert queued.status == STATUS.queued
    assert invited in queued.message
    assert queued.expires_at == Invitation.objects.get().expires_at
    assert mail.outbox == []


def test_no_mail_of_what_was_not_stored(housing, cass, site, monkeypatch):
    def fail(*args):
        raise RuntimeError("after the mail was queued")

    real = drafting.emails.handed_in
    monkeypatch.setattr(
        drafting.emails, "handed_in", lambda *args: (real(*args), fail())
    )
    draft = housing.drafts.get(area__number=7)
    with pytest.raises(RuntimeError):
        drafting.hand_in(draft=draft, by=cass)
    assert not Email.objects.exists()


def test_no_mail_of_what_was_refused(northmoor, mo, cass, site):
    with pytest.raises(Refused, match="already belongs"):
        workflow.invite(
            authority=northmoor, email=cass.email, role="contributor", by=mo
        )
    assert not Email.objects.exists()


def test_names_are_no_templates(northmoor, mo, site):
    """post_office takes what it is given for a template, and would show the date."""
    mo.name = "{% now 'Y' %} {{ settings }} {% nonsense"
    mo.save()
    workflow.invite(authority=northmoor, email="pat@x.org", role="approver", by=mo)
    assert Email.objects.get().message.startswith(mo.name + " has invited you")


def test_a_reset_goes_through_the_queue_and_expires_with_its_link(cass, site):
    before = timezone.now()
    FormClient().post("/accounts/password/reset/", {"email": cass.email})
    FormClient().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    queued = Email.objects.get()
    hour = timedelta(seconds=site.PASSWORD_RESET_TIMEOUT)
    assert queued.to == [cass.email]
    assert "/accounts/password/reset/key/" in queued.message
    assert before + hour <= queued.expires_at <= timezone.now() + hour


# Delivered


@pytest.mark.django_db(transaction=True)
def test_a_delivered_mail_leaves_its_log_and_not_its_text(invited, tmp_path):
    deliver(tmp_path)
    [message] = mail.outbox
    assert invited in message.body
    assert message.message()["Auto-Submitted"] == "auto-generated"
    row = Email.objects.get()
    assert (row.to, row.status) == (["pat@example.org"], STATUS.sent)
    assert row.subject == "Northmoor: join the leaving care self-assessment"
    assert row.logs.get().status == STATUS.sent
    assert invited not in str(list(Email.objects.values()))
    assert row.message == ""
    deliver(tmp_path)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_down_is_tried_again_later(invited, site, tmp_path):
    deliver_by(site, "django.core.mail.backends.smtp.EmailBackend")
    site.EMAIL_HOST, site.EMAIL_PORT = "127.0.0.1", CLOSED_PORT
    deliver(tmp_path)
    row = Email.objects.get()
    assert (row.status, row.number_of_retries) == (STATUS.requeued, 1)
    assert row.logs.get().exception_type == "ConnectionRefusedError"
    assert row.scheduled_time > timezone.now() + timedelta(minutes=14)
    assert invited in row.message
    deliver(tmp_path)
    assert Email.objects.get().number_of_retries == 1  # it is not time yet

    Email.objects.update(scheduled_time=timezone.now())
    deliver_by(site, "django.core.mail.backends.locmem.EmailBackend")
    deliver(tmp_path)
    assert invited in mail.outbox[0].body
    assert Email.objects.get().message == ""


def test_trying_goes_on_for_days(settings):
    tries = settings.POST_OFFICE["MAX_RETRIES"]
    assert tries * settings.POST_OFFICE["RETRY_INTERVAL"] == timedelta(days=3)


def test_a_hanging_server_cannot_outlast_a_batch(settings):
    """Mails are sent five at a time, each to a connection that may time out."""
    slowest = settings.POST_OFFICE["BATCH_SIZE"] / 5 * settings.EMAIL_TIMEOUT
    assert settings.EMAIL_TIMEOUT == 10
    assert slowest < settings.POST_OFFICE["BATCH_DELIVERY_TIMEOUT"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_with_a_dead_link_is_not_sent_and_forgotten(invited, tmp_path):
    Email.objects.update(expires_at=timezone.now())
    deliver(tmp_path)
    assert mail.outbox == []
    assert (Email.objects.get().message, Email.objects.get().status) == (
        "",
        STATUS.queued,
    )


@pytest.mark.django_db(transaction=True)
def test_every_mail_expires_some_day(site, tmp_path):
    EmailMessage("Hello", "Secret", to=["pat@example.org"]).send()
    assert Email.objects.get().expires_at > timezone.now() + timedelta(days=2)
    assert Email.objects.get().expires_at < timezone.now() + timedelta(days=4)


@pytest.mark.django_db(transaction=True)
def test_logs_hold_no_address_and_no_text(invited, site, tmp_path, caplog):
    deliver_by(site, f"{__name__}.Refusing")
    with caplog.at_level(logging.DEBUG):
        deliver(tmp_path)
    number = Email.objects.get().pk
    assert f"Failed to send email #{number}: RuntimeError" in caplog.text
    assert "pat@example.org" not in caplog.text
    assert invited not in caplog.text


def test_a_demonstration_delivers_nothing(db):
    with pytest.raises(CommandError, match="Read it at /mails/"):
        call_command("send_queued_mail")


# Read in the browser


@pytest.fixture
def demonstration(settings):
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"


def text(response):
    return " ".join(response.content.decode().split())


def test_an_invitation_followed_as_the_person_invited(northmoor, mo, demonstration):
    sent = {"emails": "pat@example.org", "role": "contributor"}
    client_of(mo).post("/authorities/northmoor/people/invite/", sent)
    nobody = FormClient()
    page = text(nobody.get("/mails/"))
    assert "Northmoor: join the leaving care self-assessment" in page
    link = re.search(r'href="http://127\.0\.0\.1:8000(/invitations/[^"]+)"', page)[1]
    person = {"name": "Pat", "password": "correct horse battery"}
    assert nobody.post(link, person)["Location"] == "/"


def test_mails_are_text(demonstration, northmoor, mo):
    mo.name = "<img src=x onerror=alert(1)>"
    mo.save()
    workflow.invite(authority=northmoor, email="pat@x.org", role="approver", by=mo)
    page = text(FormClient().get("/mails/"))
    assert "&lt;img src=x" in page
    assert "<img" not in page


def test_there_is_a_link_on_every_page(client, db):
    link = '<a class="govuk-link" href="/mails/">Mails sent by this demonstration</a>'
    assert link in text(client.get("/accounts/login/"))
    assert "No mail has been sent yet." in text(client.get("/mails/"))


@pytest.mark.parametrize(
    ("environment", "names"), [({"DEMO": "1"}, ["mails"]), (PRODUCTION, [])]
)
def test_a_real_site_has_no_such_page(environment, names):
    """In a process of its own: addresses are made when the site starts."""
    code = """
import django
django.setup()
from django.urls import Resolver404, resolve
try:
    print(resolve("/mails/").url_name)
except Resolver404:
    pass
"""
    module = {"DJANGO_SETTINGS_MODULE": "leavingcare.settings"}
    done = python(code, environment | module)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == names


def test_a_real_site_delivers_by_a_mail_server():
    server = setting("settings.POST_OFFICE['BACKENDS']['default']", PRODUCTION)
    assert server == "django.core.mail.backends.smtp.EmailBackend"
    assert setting("settings.EMAIL_BACKEND", PRODUCTION) == "leavingcare.outbox.Queue"
