"""Write one file of a submission."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.bounded import jobs
from assessments.files.catalogue import FORMATS
from assessments.models import Submission
from assessments.workflow import downloads


class Command(BaseCommand):
    """Makes the file first, then puts it where it is wanted: whole, or not at all."""

    help = "Write a submission as a file, in any format its page offers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="for example BD-4F7H-9QXR")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="replace the file if there is one"
        )

    def handle(
        self,
        *args: object,
        reference: str,
        format: str,
        output: Path,
        replace: bool,
        **options: object,
    ) -> None:
        if output.exists() and not replace:
            raise CommandError(
                f"{output} already exists. Give another name, or --replace."
            )
        try:
            submission = Submission.objects.get(reference=reference.upper())
            content = downloads.file_of(submission=submission, format=FORMATS[format])
            downloads.record_download(submission=submission, format=format, by=None)
            write_whole(output, content)
        except Submission.DoesNotExist:
            raise CommandError(f"There is no submission {reference}.") from None
        except jobs.NotMade as failure:
            raise CommandError(str(failure)) from failure
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        self.stdout.write(f"{output}: {len(content):,} bytes")


def write_whole(path: Path, content: bytes) -> None:
    """Write the file in the same folder, then move it into place."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        try:
            beside.write(content)
            beside.close()
            os.replace(beside.name, path)
        except OSError:
            os.unlink(beside.name)
            raise
