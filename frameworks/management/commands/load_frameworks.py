"""Load editions of the framework, and how they correspond, from fixture files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from frameworks.fixture_file import FixtureError
from frameworks.loader import load


class Command(BaseCommand):
    """A command that loads editions; running it again does no harm."""

    help = "Load editions of the framework. An edition in use is never changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="Default: all in settings.FIXTURE_DIRS."
        )

    def handle(
        self, *args: object, files: list[str], verbosity: int, **options: object
    ) -> None:
        paths = [Path(file) for file in files] or [
            file
            for folder in settings.FIXTURE_DIRS
            for file in sorted(Path(folder).glob("*.json"))
        ]
        if not paths:
            raise CommandError("There are no files to load.")
        try:
            changed, outcomes = load(paths)
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if not changed:
            outcomes.append("Nothing has changed.")
        if verbosity:
            self.stdout.write("\n".join(outcomes))
