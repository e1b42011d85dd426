"""Import submissions from their JSON documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.incoming.past_submission import kind_of
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.management.files import beginning_of
from assessments.workflow import past_import, past_import_reading
from leavingcare.refusals import Refused

A_FORM = "This is a Word document. Use import_form for a completed form."
CHANGED = (
    "it has been changed since it was exported: its digest does not match its content"
)


class Command(BaseCommand):
    """Makes a past submission of each file, or leaves the whole file out."""

    help = (
        "Import submissions from JSON documents, whose schema is at "
        "/schemas/submission-1.json. Makes the authority and the round where they "
        "are missing. A file is imported as a whole or not at all; the next one follows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: Sequence[Path], **options: Any) -> None:
        failed = 0
        for file in files:
            try:
                self.import_file(file)
            except OSError as error:
                failed += 1
                self.stderr.write(f"{file}: {error.strerror}. Nothing was changed.")
            except UnreadableForm as error:
                failed += 1
                self.stderr.write(f"{file}: {error} Nothing was changed.")
                for fault in error.faults:
                    self.stderr.write(f"  {fault}")
            except Refused as error:
                failed += 1
                self.stderr.write(f"{file}: {error} Nothing was changed.")
        if failed:
            raise CommandError(f"{failed} of {len(files)} files were not imported.")

    def import_file(self, file: Path) -> None:
        data = beginning_of(file)
        if kind_of(data) != "json":
            raise Refused(A_FORM)
        found = past_import_reading.read(data)
        named = found["round"] or {"slug": "", "name": ""}
        submission, report = past_import.import_submission(
            found=found, authority=found["authority"], by=None, **named
        )
        content = submission.content
        said = f"{len(report.filled)} statements"
        if found["origin"].get("is_as_exported") is False:
            said += f"; {CHANGED}"
        self.stdout.write(
            f"{file}: {submission.reference}, {content['authority']['name']}, "
            f"{content['round']['name']}, {said}"
        )
        for where, text in report.unplaced:
            self.stdout.write(f"  Could not be placed: {where}: {text}")
