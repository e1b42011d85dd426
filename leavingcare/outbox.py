"""The queue of emails, in the database, delivered by `leavingcare.delivery`.

An email is a row written in the transaction of the event it reports, so it exists only
if that was stored, and no request ever talks to an email server. Its links are
secrets: the text goes once it is delivered or can never be, and what is left is the
log of who was sent what, when, and how it went.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import cast

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email

FROM_NOBODY = {"Auto-Submitted": "auto-generated"}  # or people on leave would answer
KEPT = timedelta(days=3)  # tries to deliver an email that does not say when it expires

# Times are compared with the database's clock: one server's own may be wrong.
EXPIRED = Q(expires_at__lte=Now())
BLANK = Q(message="")
WAITING = Q(status__in=[STATUS.queued, STATUS.requeued])


class Queue(BaseEmailBackend):
    """The email backend of Django and allauth.

    `expires_at` of a message, if it has one, says from when on its links are dead.
    post_office's own backend takes texts for templates, so a group named `{% now %}`
    would end up as the date in them; and it knows of no expiry.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Email.objects.bulk_create(
            Email(
                from_email=message.from_email,
                to=message.to,
                subject=message.subject,
                message=message.body,
                headers=headers_of(message),
                expires_at=getattr(message, "expires_at", timezone.now() + KEPT),
                priority=PRIORITY.medium,
                status=STATUS.queued,
            )
            for message in email_messages
        )
        return len(email_messages)


def headers_of(message: EmailMessage) -> dict[str, str]:
    """Return the headers of an email, besides those that name it and its sender."""
    if not message.reply_to:
        return FROM_NOBODY
    return FROM_NOBODY | {"Reply-To": ", ".join(message.reply_to)}


def undelivered() -> QuerySet[Email]:
    """Return the emails that were given up, oldest first."""
    emails = Email.objects.filter(status=STATUS.failed).order_by("pk")
    return cast("QuerySet[Email]", emails)


def send_again(numbers: Iterable[int]) -> list[int]:
    """Queue emails that were given up again; return the numbers of those queued.

    Left out is whatever is not given up, or has expired and so lost its text.
    """
    queued = []
    for number in numbers:
        able = undelivered().filter(pk=number).exclude(EXPIRED | BLANK)
        if able.update(status=STATUS.queued, scheduled_time=None, number_of_retries=0):
            queued.append(number)
    return queued


def forget_texts() -> None:
    """Blank the emails that were delivered, and those given up that have expired.

    Nor is it kept to whom a reply would have gone. The text of an email that is still
    to be sent stays, whatever any clock says.
    """
    Email.objects.filter(
        Q(status=STATUS.sent) | Q(status=STATUS.failed) & EXPIRED
    ).exclude(BLANK).update(message="", headers=FROM_NOBODY)
