"""Delete what is no longer needed, or say what that would be."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import LocalAuthority
from assessments.workflow.retention import KINDS, retain


class Command(BaseCommand):
    """For an operator, first without --delete, which changes nothing."""

    help = (
        "Say how many rows of each kind are older than they are kept, and delete them "
        "with --delete. Authorities in RETENTION_HOLD are left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")

    def handle(self, *args: object, delete: bool, **options: object) -> None:
        known = LocalAuthority.objects.filter(slug__in=settings.RETENTION_HOLD)
        unknown = set(settings.RETENTION_HOLD) - set(
            known.values_list("slug", flat=True)
        )
        if unknown:
            raise CommandError(
                f"RETENTION_HOLD names no authority: {', '.join(sorted(unknown))}."
            )
        counts = retain(delete=delete)
        for kind in KINDS:
            done = "deleted" if delete else "to delete"
            days = "1 day" if kind.days == 1 else f"{kind.days} days"
            self.stdout.write(
                f"{kind.name}, {days} after {kind.since}: {counts[kind.name]} {done}"
            )
