"""Deliver the emails in the queue, then forget what was in them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from leavingcare.delivery import deliver
from leavingcare.outbox import forget_texts


class Command(BaseCommand):
    """Run every minute, on as many servers as you like."""

    help = (
        "Deliver the emails in the queue. Run it every minute; several at once never "
        "send the same email. Ends with 1 if any email was not delivered."
    )

    def handle(self, *args: object, **options: object) -> None:
        if settings.DEMO:
            raise CommandError("A demonstration sends no email. Read it at /mails/.")
        try:
            counts = deliver()
        finally:
            forget_texts()
        line = ", ".join(f"{count} {what}" for what, count in counts.items())
        if counts.keys() - {"sent"}:
            raise CommandError(
                f"Emails: {line}. See the log, and manage.py undelivered_emails."
            )
        if counts:
            self.stdout.write(f"Emails: {line}.")
