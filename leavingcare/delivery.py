"""Hand the emails in the queue to the email server, however many senders run at once.

Each email is marked in the database before it is handed over, so no two senders, on
one server or on several, take the same one. If its sender dies before the email server
answers, nobody can know whether it arrived. It is then given up, not sent a second
time: an operator sees it in `undelivered_emails` and may send it again.
"""

import logging
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from post_office.connections import connections
from post_office.models import STATUS, Email, Log
from post_office.settings import (
    get_default_mailer,
    get_max_retries,
    get_retry_timedelta,
)

from .outbox import BLANK, EXPIRED, WAITING

# A status post_office knows: that of an email which it sends without queueing it.
HANDED_OVER = None
# Far longer than an email server may take: EMAIL_TIMEOUT bounds each of its answers.
SENDER_IS_DEAD = timedelta(minutes=15)
IN_DOUBT = "The sender stopped before the email server answered. It may have arrived."
TOO_LATE = "It expired, or lost its text, before it could be delivered."

logger = logging.getLogger(__name__)


class Unreachable(Exception):
    """The email server cannot be reached, or broke off: other emails can wait.

    `outcome` is that of the email that was being sent.
    """

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def deliver() -> Counter[str]:
    """Deliver the emails that are due; return a Counter of the outcomes.

    Its keys are "sent", "to be tried again", "failed", "in doubt", "expired" and
    "waiting": those left in the queue because the email server could not be reached.
    """
    dead = Q(status=HANDED_OVER, last_updated__lte=Now() - SENDER_IS_DEAD)
    counts: Counter[str] = Counter()
    counts["in doubt"] = _give_up(dead, IN_DOUBT)
    counts["expired"] = _give_up(WAITING & (EXPIRED | BLANK), TOO_LATE)
    try:
        while (email := _claim()) is not None:
            counts[_deliver(email)] += 1
    except Unreachable as found:
        counts[found.outcome] += 1
        counts["waiting"] = _due().count()
    finally:
        _disconnect()
    return +counts


def _due() -> QuerySet[Email]:
    on_time = Q(scheduled_time=None) | Q(scheduled_time__lte=Now())
    emails = Email.objects.filter(WAITING & on_time).exclude(EXPIRED | BLANK)
    return cast("QuerySet[Email]", emails)


def _claim() -> Email | None:
    """Mark one email as handed over and return it; None if no more are due.

    Of two who mark the same row at once, the database lets one change it.
    """
    while (number := _due().order_by("pk").values_list("pk", flat=True).first()) and (
        not _mark(_due().filter(pk=number), HANDED_OVER)
    ):
        pass
    return Email.objects.get(pk=number) if number else None


def _mark(emails: QuerySet[Email], status: int | None, **changes: object) -> int:
    return emails.update(status=status, last_updated=Now(), **changes)


def _deliver(email: Email) -> str:
    """Hand the email to the email server and return the outcome.

    Raise Unreachable, once that is noted, if the email server gave no answer.
    """
    try:
        connection = connections[get_default_mailer()]
    except Exception as error:
        raise Unreachable(_try_again(email, error)) from error
    try:
        email.dispatch(
            commit=False, disconnect_after_delivery=False, connection=connection
        )
    except Exception as error:
        _disconnect()
        if _is_permanent(error):
            return _fail(email, error)
        outcome = _try_again(email, error)
        if isinstance(error, OSError) and not _is_answer(error):
            raise Unreachable(outcome) from error
        return outcome
    with transaction.atomic():
        _mark(Email.objects.filter(pk=email.pk), STATUS.sent)
        Log.objects.create(email=email, status=STATUS.sent)
    return "sent"


def _is_answer(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused | SMTPResponseException)


def _is_permanent(error: Exception) -> bool:
    """Return whether the email server will never accept the email."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


def _try_again(email: Email, error: Exception) -> str:
    tried = email.number_of_retries or 0
    if tried >= get_max_retries():
        return _fail(email, error)
    later = Now() + get_retry_timedelta()
    return _refused(
        email,
        error,
        STATUS.requeued,
        "to be tried again",
        number_of_retries=tried + 1,
        scheduled_time=later,
    )


def _fail(email: Email, error: Exception) -> str:
    return _refused(email, error, STATUS.failed, "failed")


def _refused(
    email: Email, error: Exception, status: int, outcome: str, **changes: object
) -> str:
    kind = type(error).__name__  # the answer of an email server contains addresses
    logger.error("Failed to send email #%s: %s", email.pk, kind)
    with transaction.atomic():
        _mark(Email.objects.filter(pk=email.pk, status=HANDED_OVER), status, **changes)
        Log.objects.create(
            email=email, status=STATUS.failed, exception_type=kind, message=str(error)
        )
    return outcome


def _give_up(which: Q, why: str) -> int:
    """Fail the emails that match; return how many."""
    count = 0
    for number in Email.objects.filter(which).values_list("pk", flat=True):
        with transaction.atomic():
            # Another sender may be giving it up at this moment, too.
            if _mark(Email.objects.filter(which, pk=number), STATUS.failed):
                Log.objects.create(email_id=number, status=STATUS.failed, message=why)
                count += 1
    return count


def _disconnect() -> None:
    with suppress(OSError):  # the email server may be gone
        connections.close()
