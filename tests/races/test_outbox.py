"""Senders that run at once, or are killed: every email once, and none lost unseen."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from post_office.models import STATUS, Email

from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
EMAILS = 100
# A sender of its own, with an SMTP server that notes the recipient of each email, and
# kills the sender before it has an answer for the 25th.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command

class Server(BaseEmailBackend):
    taken = 0

    def send_messages(self, messages):
        Server.taken += 1
        print(messages[0].to[0], flush=True)
        if Server.taken == 25:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1

settings.DEMO = False
settings.POST_OFFICE["BACKENDS"]["default"] = "__main__.Server"
call_command("send_queued_mail")
"""


@pytest.fixture(autouse=True)
def queued(settings):
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    backend = "django.core.mail.backends.locmem.EmailBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}
    for number in range(EMAILS):
        EmailMessage("Hello", f"Text {number}", to=[f"{number}@example.org"]).send()


def deliver():
    call_command("send_queued_mail", verbosity=0)


def database_url():
    of = connection.settings_dict
    return f"postgres://{of['USER']}@{quote(of['HOST'], safe='')}/{of['NAME']}"


def start_sender():
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
    }
    return subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@override_settings(DEMO=False)
def test_four_senders_at_once_send_each_email_once():
    at_once(deliver, deliver, deliver, deliver)
    taken = Counter(message.to[0] for message in mail.outbox)
    assert taken == {f"{number}@example.org": 1 for number in range(EMAILS)}
    assert Email.objects.filter(status=STATUS.sent, message="").count() == EMAILS


@override_settings(DEMO=False)
def test_two_killed_senders_send_nothing_twice_and_leave_two_in_doubt():
    senders = [start_sender(), start_sender()]
    taken = [to for sender in senders for to in sender.communicate()[0].split()]
    assert [sender.returncode for sender in senders] == [-signal.SIGKILL] * 2
    assert len(taken) == 50
    deliver()
    taken += [message.to[0] for message in mail.outbox]
    assert sorted(taken) == sorted(f"{number}@example.org" for number in range(EMAILS))

    in_doubt = Email.objects.filter(status=None)
    assert {email.to[0] for email in in_doubt} == {taken[24], taken[49]}
    in_doubt.update(last_updated=timezone.now() - timedelta(minutes=16))
    with pytest.raises(CommandError, match=r"^Emails: 2 in doubt\."):
        deliver()
    assert Email.objects.filter(status=STATUS.failed).count() == 2
    assert len(mail.outbox) == 50
