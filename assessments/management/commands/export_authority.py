"""Write everything an authority has here to an archive."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.bounded.jobs import NotMade
from assessments.models import LocalAuthority
from assessments.workflow import authority_archive


class Command(BaseCommand):
    """For the day the service ends, and for an authority that asks."""

    help = (
        "Write everything an authority has here to a ZIP file that can be read "
        "without this software: the same as its moderators download. An archive is "
        "written whole or not at all, and recorded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "authority", nargs="?", metavar="SLUG", help="as in the URL of its page"
        )
        which.add_argument("--all", action="store_true", help="every authority")
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            required=True,
            help="the file or, with --all, the folder; nothing is written over",
        )

    def handle(
        self,
        *args: object,
        authority: str | None,
        all: bool,
        output: Path,
        **options: object,
    ) -> None:
        if all:
            authorities = LocalAuthority.objects.order_by("slug")
            files = [(each, output / f"{each.slug}.zip") for each in authorities]
        else:
            files = [(self.find(authority or ""), output)]
        if there := [str(file) for _, file in files if file.exists()]:
            raise CommandError(f"Nothing was written: {there[0]} already exists.")
        try:
            if all:
                output.mkdir(parents=True, exist_ok=True)
            for one, file in files:
                self.write(one, file)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        except NotMade as error:
            raise CommandError(str(error)) from error

    def find(self, slug: str) -> LocalAuthority:
        try:
            return LocalAuthority.objects.get(slug=slug)
        except LocalAuthority.DoesNotExist as error:
            raise CommandError(f"There is no authority {slug}.") from error

    def write(self, authority: LocalAuthority, path: Path) -> None:
        """Write a file next to it, then rename that, so that it is never half."""
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w+b") as file:
                authority_archive.everything_of(authority, file)
            authority_archive.record_everything(authority, by=None)
            os.replace(name, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes")
