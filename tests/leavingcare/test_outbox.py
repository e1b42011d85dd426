"""The queue of emails: stored with the event, delivered later, then forgotten."""

import logging
import re
from datetime import timedelta
from io import StringIO
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from assessments.models import Invitation
from assessments.workflow import drafting
from assessments.workflow import inviting as workflow
from leavingcare.outbox import forget_texts
from leavingcare.refusals import Refused
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup
from tests.support.production import PRODUCTION, python, setting

CLOSED_PORT = 1


class Refusing(EmailBackend):
    """An email server that repeats the address and the text in its refusal."""

    def send_messages(self, messages):
        raise RuntimeError(f"{messages[0].to} refused: {messages[0].body}")


class Looking(EmailBackend):
    """An email server that notes the database's state of each email it is handed."""

    seen = []

    def send_messages(self, messages):
        self.seen.append(set(Email.objects.values_list("status", flat=True)))
        return super().send_messages(messages)


class Blanking(EmailBackend):
    """An email server; while it takes an email, all others lose their text."""

    def send_messages(self, messages):
        Email.objects.exclude(status=None).update(message="")
        return super().send_messages(messages)


class Late(EmailBackend):
    """An email server that refuses an email for now, after another gave it up."""

    def send_messages(self, messages):
        Email.objects.update(status=STATUS.failed)
        raise SMTPDataError(451, b"Later")


class Dying(EmailBackend):
    """An email server that takes an email; then its sender is killed."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


class Hanging(EmailBackend):
    """An email server that takes a connection and never answers."""

    tries = []

    def send_messages(self, messages):
        self.tries.append(messages)
        raise TimeoutError("timed out")


class Answering(EmailBackend):
    """An email server that answers as the address says: 550@example.org gets a 550."""

    def send_messages(self, messages):
        [to] = messages[0].to
        if to[0] in "45":
            raise SMTPRecipientsRefused({to: (int(to[:3]), b"No")})
        return super().send_messages(messages)


@pytest.fixture
def site(settings):
    """Queue emails as on a site, and deliver them to `mail.outbox`."""
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    deliver_by(settings, "django.core.mail.backends.locmem.EmailBackend")
    return settings


def deliver_by(settings, backend):
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}


def deliver():
    with override_settings(DEMO=False):
        call_command("send_queued_mail")


def deliver_in_vain(said):
    with pytest.raises(CommandError, match=re.escape(f"Emails: {said}.")):
        deliver()


def queue(*names):
    for name in names:
        EmailMessage("Hello", f"Text for {name}", to=[f"{name}@example.org"]).send()


@pytest.fixture
def invited(northmoor, mo, site):
    """Return the token of Pat's invitation, whose email is in the queue."""
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
    with pytest.raises(Refused, match="is already a member"):
        workflow.invite(
            authority=northmoor, email=cass.email, role="contributor", by=mo
        )
    assert not Email.objects.exists()


def test_names_are_no_templates(northmoor, mo, site):
    """post_office takes what it is given for a template, and would show the date."""
    mo.name = "{% now 'Y' %} {{ settings }} {% nonsense"
    mo.save()
    workflow.invite(authority=northmoor, email="pat@x.org", role="approver", by=mo)
    assert Email.objects.get().message.startswith(f"{mo.name} has invited you to")


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
def test_a_delivered_mail_leaves_its_log_and_not_its_text(invited, mo):
    deliver()
    [message] = mail.outbox
    assert invited in message.body
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.message()["Reply-To"] == mo.email
    row = Email.objects.get()
    assert (row.to, row.status) == (["pat@example.org"], STATUS.sent)
    assert row.subject == "Northmoor: join the leaving care self-assessment"
    assert row.logs.get().status == STATUS.sent
    assert invited not in str(list(Email.objects.values()))
    assert mo.email not in str(list(Email.objects.values()))
    assert row.message == ""
    deliver()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_down_is_tried_again_later(invited, site):
    deliver_by(site, "leavingcare.smtp.EmailBackend")
    site.EMAIL_HOST, site.EMAIL_PORT = "127.0.0.1", CLOSED_PORT
    deliver_in_vain("1 to be tried again")
    row = Email.objects.get()
    assert (row.status, row.number_of_retries) == (STATUS.requeued, 1)
    assert row.logs.get().exception_type == "ConnectionRefusedError"
    assert row.scheduled_time > timezone.now() + timedelta(minutes=14)
    assert invited in row.message
    deliver()
    assert Email.objects.get().number_of_retries == 1  # it is not time yet

    Email.objects.update(scheduled_time=timezone.now())
    deliver_by(site, "django.core.mail.backends.locmem.EmailBackend")
    deliver()
    assert invited in mail.outbox[0].body
    assert Email.objects.get().message == ""


def test_trying_goes_on_for_days(settings):
    tries = settings.POST_OFFICE["MAX_RETRIES"]
    assert tries * settings.POST_OFFICE["RETRY_INTERVAL"] == timedelta(days=3)


@pytest.mark.django_db(transaction=True)
def test_trying_ends_with_the_last_try(invited, site):
    deliver_by(site, f"{__name__}.Hanging")
    Email.objects.update(number_of_retries=site.POST_OFFICE["MAX_RETRIES"])
    deliver_in_vain("1 failed")
    assert Email.objects.get().status == STATUS.failed


@pytest.mark.django_db(transaction=True)
def test_a_hanging_server_costs_a_run_one_time_out(site):
    queue("ann", "bea", "cat")
    deliver_by(site, f"{__name__}.Hanging")
    Hanging.tries.clear()
    deliver_in_vain("1 to be tried again, 2 waiting")
    assert site.EMAIL_TIMEOUT == 10
    assert len(Hanging.tries) == 1
    deliver_by(site, "django.core.mail.backends.locmem.EmailBackend")
    deliver()
    assert len(mail.outbox) == 2
    Email.objects.update(scheduled_time=timezone.now())
    deliver()
    assert len(mail.outbox) == 3


@pytest.mark.django_db(transaction=True)
def test_a_permanent_refusal_is_not_tried_again_and_a_temporary_one_is(site):
    queue("550", "450", "ann")
    deliver_by(site, f"{__name__}.Answering")
    deliver_in_vain("1 failed, 1 to be tried again, 1 sent")
    status = {email.to[0][:3]: email.status for email in Email.objects.all()}
    assert status == {
        "550": STATUS.failed,
        "450": STATUS.requeued,
        "ann": STATUS.sent,
    }
    deliver()
    assert Log.objects.filter(status=STATUS.failed).count() == 2


@pytest.mark.parametrize(
    ("error", "is_permanent"),
    [
        (SMTPDataError(554, b"No"), True),
        (SMTPDataError(451, b"Later"), False),
        (SMTPSenderRefused(550, b"No", "us"), True),
        (SMTPRecipientsRefused({"a": (550, b"No"), "b": (450, b"Later")}), False),
        (SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_what_is_permanent(site, monkeypatch, error, is_permanent):
    def fail(*args):
        raise error

    queue("ann")
    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    deliver_in_vain("1 failed" if is_permanent else "1 to be tried again")


# By several senders, killed and at the wrong time


@pytest.mark.django_db(transaction=True)
def test_an_email_is_marked_before_it_is_handed_over(invited, site):
    deliver_by(site, f"{__name__}.Looking")
    Looking.seen.clear()
    deliver()
    assert Looking.seen == [{None}]


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_sender_handed_over_is_not_sent_again_unasked(site):
    queue("ann", "bea")
    deliver_by(site, f"{__name__}.Dying")
    with pytest.raises(KeyboardInterrupt):
        deliver()
    deliver_by(site, "django.core.mail.backends.locmem.EmailBackend")
    deliver()
    assert [message.to for message in mail.outbox] == [
        ["ann@example.org"],
        ["bea@example.org"],
    ]
    first = Email.objects.order_by("pk").first()
    assert (first.status, first.message) == (None, "Text for ann")

    Email.objects.update(last_updated=timezone.now() - timedelta(minutes=16))
    deliver_in_vain("1 in doubt")
    assert len(mail.outbox) == 2
    assert "It may have arrived." in listed()
    assert f"{first.pk}: " in listed()
    assert "to ann@example.org: Hello" in listed()
    assert "bea" not in listed()
    assert undelivered("--again", str(first.pk)) == "Emails: 1 queued again.\n"
    deliver()
    assert mail.outbox[2].to == ["ann@example.org"]
    assert mail.outbox[2].body == "Text for ann"
    assert listed() == ""


def undelivered(*arguments):
    out = StringIO()
    call_command("undelivered_emails", *arguments, stdout=out)
    return out.getvalue()


def listed():
    return undelivered()


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_or_lost_its_text_is_not_queued_again(invited, site):
    deliver()
    number = str(Email.objects.get().pk)
    with pytest.raises(CommandError, match=f"Not queued: {number}. Either it was not"):
        undelivered("--again", number)
    EmailMessage("Hello", "Secret", to=["550@example.org"]).send()
    deliver_by(site, f"{__name__}.Answering")
    deliver_in_vain("1 failed")
    Email.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    deliver()
    failed = Email.objects.get(status=STATUS.failed)
    assert failed.message == ""
    assert "(its text is gone)" in listed()
    with pytest.raises(CommandError, match="do again what sent it"):
        undelivered("--again", str(failed.pk))


@pytest.mark.django_db(transaction=True)
def test_a_clock_days_ahead_takes_no_text(invited, site, monkeypatch):
    """One server's clock may be wrong: the database's clock counts."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=400))
    forget_texts()
    deliver()
    assert invited in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_no_email_is_sent_without_its_text(invited, site):
    Email.objects.update(message="")
    deliver_in_vain("1 expired")
    assert mail.outbox == []
    assert Email.objects.get().status == STATUS.failed
    assert "lost its text" in listed()


@pytest.mark.django_db(transaction=True)
def test_a_text_lost_while_others_are_sent_is_not_sent_either(site):
    queue("ann", "bea")
    deliver_by(site, f"{__name__}.Blanking")
    deliver()
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_who_was_given_up_meanwhile_is_not_queued_by_a_late_answer(invited, site):
    """A sender that was taken for dead, but was only slow."""
    deliver_by(site, f"{__name__}.Late")
    deliver_in_vain("1 to be tried again")
    assert Email.objects.get().status == STATUS.failed


@pytest.mark.django_db(transaction=True)
def test_a_text_still_to_be_sent_is_never_blanked(invited, site):
    """This holds in the queue and while a sender holds it, expired or not."""
    for status in [STATUS.queued, STATUS.requeued, None]:
        Email.objects.update(
            status=status, expires_at=timezone.now() - timedelta(days=4)
        )
        forget_texts()
        assert invited in Email.objects.get().message


@pytest.mark.django_db(transaction=True)
def test_a_mail_with_a_dead_link_is_not_sent_and_forgotten(invited):
    Email.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    deliver_in_vain("1 expired")
    assert mail.outbox == []
    email = Email.objects.get()
    assert (email.message, email.status) == ("", STATUS.failed)


@pytest.mark.django_db(transaction=True)
def test_every_mail_expires_some_day(site):
    EmailMessage("Hello", "Secret", to=["pat@example.org"]).send()
    assert Email.objects.get().expires_at > timezone.now() + timedelta(days=2)
    assert Email.objects.get().expires_at < timezone.now() + timedelta(days=4)


@pytest.mark.django_db(transaction=True)
def test_logs_hold_no_address_and_no_text(invited, site, caplog):
    deliver_by(site, f"{__name__}.Refusing")
    with caplog.at_level(logging.DEBUG):
        deliver_in_vain("1 to be tried again")
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
    return " ".join(markup(response).split())


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
    link = '<a class="govuk-link" href="/mails/">Emails it sent</a>'
    assert link in text(client.get("/accounts/login/"))
    assert "No emails have been sent yet." in text(client.get("/mails/"))


@pytest.mark.parametrize(
    ("environment", "names"), [({"DEMO": "1"}, ["mails"]), (PRODUCTION, [])]
)
def test_a_real_site_has_no_such_page(environment, names):
    """In a process of its own: URLs are made when the site starts."""
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
    assert server == "leavingcare.smtp.EmailBackend"
    assert setting("settings.EMAIL_BACKEND", PRODUCTION) == "leavingcare.outbox.Queue"
