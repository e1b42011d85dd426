"""Deliver the mails in the queue, then forget what was in them."""

from django.conf import settings
from django.core.management.base import CommandError
from post_office.management.commands import send_queued_mail

from leavingcare.outbox import forget_texts


class Command(send_queued_mail.Command):
    """post_office's command, which keeps no text it has no more use for."""

    help = "Deliver the mails in the queue. Run it every minute."

    def handle(self, *args, **options):
        if settings.DEMO:
            raise CommandError("A demonstration sends no mail. Read it at /mails/.")
        try:
            super().handle(*args, **options)
        finally:
            forget_texts()
