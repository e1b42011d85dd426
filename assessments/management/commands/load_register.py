"""Load the register of local authorities, or a newer one."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.workflow import register

FILE = settings.BASE_DIR / "fixtures" / "register" / "local_authorities_england.json"


class Command(BaseCommand):
    """A command that loads a register; running it again does no harm."""

    help = (
        "Load the register of local authorities: their codes, names, kinds, regions "
        "and successors. Authorities that are here already are matched by name, and "
        "those that are not in it are listed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=FILE,
            help="a file like the one in fixtures/register, which is the default",
        )

    def handle(
        self, *args: object, file: Path, verbosity: int, **options: object
    ) -> None:
        try:
            loaded = register.load(file)
        except register.RegisterError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        said = [*loaded.done, *(f"{each} was found in it." for each in loaded.matched)]
        if loaded.unmatched:
            said.append("Not in it, or not certainly. Look at them on “Authorities”:")
            said += [f"  {each}" for each in loaded.unmatched]
        if verbosity:
            self.stdout.write("\n".join(said or ["Nothing has changed."]))
