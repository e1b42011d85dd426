"""The queue of mails, in the database, delivered by `manage.py send_queued_mail`.

A mail is a row written in the transaction of what it tells of, so it exists if that
was stored and only then, and no request ever talks to a mail server. Its links are
secrets: the text goes once it is delivered or of no more use, and what is left is
the log of who was sent what, when, and how it went.
"""

from datetime import timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email

FROM_NOBODY = {"Auto-Submitted": "auto-generated"}  # or people on leave would answer
KEPT = timedelta(days=3)  # tries to deliver a mail that does not say when it expires


class Queue(BaseEmailBackend):
    """What Django and allauth send by.

    `expires_at` of a message, if it has one, says from when on its links are dead.
    post_office's own backend takes texts for templates, so a group named `{% now %}`
    would end up as the date in them; and it knows of no expiry.
    """

    def send_messages(self, messages):
        Email.objects.bulk_create(
            Email(
                from_email=message.from_email,
                to=message.to,
                subject=message.subject,
                message=message.body,
                headers=FROM_NOBODY,
                expires_at=getattr(message, "expires_at", timezone.now() + KEPT),
                priority=PRIORITY.medium,
                status=STATUS.queued,
            )
            for message in messages
        )
        return len(messages)


def forget_texts():
    """Blank the mails that were delivered, and those whose links are dead."""
    Email.objects.filter(
        Q(status=STATUS.sent) | Q(expires_at__lte=timezone.now())
    ).exclude(message="").update(message="")
