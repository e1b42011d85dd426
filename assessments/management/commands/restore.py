"""Restore a backup, or prove that it can be restored."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.submission.wrong_digests import wrong_documents
from leavingcare import backup


class Command(BaseCommand):
    """For an operator; --check changes nothing, so a timer may run it."""

    requires_system_checks = []
    help = (
        "Fill the empty database of DATABASE_URL from a backup, then compare every "
        "table and submission. With --check, do so in a database made for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("listed", metavar="LIST", help="the .json of the backup")
        parser.add_argument("--check", action="store_true")

    def handle(
        self, *args: object, listed: str, check: bool, **options: object
    ) -> None:
        try:
            found, path = backup.read(listed)
            if not check:
                self.restore(found, path)
                return
            with backup.scratch(path.parent):
                self.restore(found, path)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error

    def restore(self, found: backup.Found, path: Path) -> None:
        backup.restore(path)
        told = [*backup.differences(found), *wrong_documents()]
        if told:
            raise CommandError("\n".join(["The restored database differs:", *told]))
        rows = sum(rows for rows, _ in found["tables"].values())
        self.stdout.write(
            f"Restored and compared: {len(found['tables'])} tables, {rows} rows, and "
            "every submission has its digest."
        )
