"""List the emails that were given up, and send them again."""

from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from leavingcare.outbox import send_again, undelivered


class Command(BaseCommand):
    """For an operator at a terminal: what it lists names people."""

    help = (
        "List the emails that were not delivered and will not be tried again: to "
        "whom, and why. --again puts them back in the queue."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            nargs="+",
            type=int,
            metavar="NUMBER",
            help="Queue these emails again.",
        )

    def handle(
        self, *args: object, again: Sequence[int] | None, **options: object
    ) -> None:
        if again:
            self.send_again(again)
        else:
            self.list()

    def list(self) -> None:
        for email in undelivered().prefetch_related("logs"):
            why = max(email.logs.all(), key=lambda log: log.pk).message
            made = f"{timezone.localtime(email.created):%d %B %Y, %H:%M}"
            text = "" if email.message else " (its text is gone)"
            to = ", ".join(email.to)
            self.stdout.write(
                f"{email.pk}: {made}, to {to}: {email.subject}{text}\n    {why}"
            )

    def send_again(self, numbers: Sequence[int]) -> None:
        queued = send_again(numbers)
        self.stdout.write(f"Emails: {len(queued)} queued again.")
        if left := [str(number) for number in numbers if number not in queued]:
            raise CommandError(
                f"Not queued: {', '.join(left)}. Either it was not given up, or it has "
                "expired and its text is gone; then do again what sent it."
            )
