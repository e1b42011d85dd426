"""Load editions of the framework, and how they correspond, from fixture files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from frameworks.fixture import FixtureError
from frameworks.loader import load


class Command(BaseCommand):
    """Loads editions; may be run again and again."""

    help = "Load editions of the framework. An edition in use is never changed."

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="*", type=Path, help="Default: all in settings.FIXTURE_DIRS."
        )

    def handle(self, *args, files, **options):
        files = [Path(file) for file in files] or [
            file
            for folder in settings.FIXTURE_DIRS
            for file in sorted(Path(folder).glob("*.json"))
        ]
        if not files:
            raise CommandError("There are no files to load.")
        try:
            changed, outcomes = load(files)
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if not changed:
            outcomes.append("Nothing has changed.")
        if options["verbosity"]:
            self.stdout.write("\n".join(outcomes))
