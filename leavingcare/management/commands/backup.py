"""Back up the database."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leavingcare import backup


class Command(BaseCommand):
    """For a timer every night. Encrypting and keeping the files is the operator's."""

    help = (
        "Write a backup of the database into a folder: a file, and a list of what the "
        "database held, with which `restore` compares."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder")

    def handle(self, *args: object, folder: str, **options: object) -> None:
        try:
            listed = backup.backup(folder)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(listed))
