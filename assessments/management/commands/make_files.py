"""Make the files of submissions that are kept, before anybody asks for them."""

from django.core.management.base import BaseCommand, CommandParser

from assessments.files.catalogue import KEPT
from assessments.models import Submission
from assessments.workflow.prebuilt_files import make_missing


class Command(BaseCommand):
    """Run every minute. Two at once never make the same file."""

    help = (
        "Make every file of a submission that is made once and kept and has not been "
        "made yet. Run it every minute."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format", choices=sorted(KEPT), help="Make only these files."
        )

    def handle(self, *args: object, format: str | None, **options: object) -> None:
        formats = [KEPT[format]] if format else list(KEPT.values())
        run = make_missing(Submission.objects.all(), formats)
        if run.made or run.failed:
            self.stdout.write(f"Files made: {run.made}.")
        for name in run.failed:
            self.stdout.write(f"Could not be made: {name}. Run this again tomorrow.")
        if run.is_busy:
            self.stdout.write(
                "Other processes are making files. The rest are made later."
            )
