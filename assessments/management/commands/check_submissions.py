"""Compare everything submitted with its digest, and check the records of its figures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import FollowUpReturn, Submission
from assessments.submission.wrong_digests import wrong_follow_ups
from assessments.workflow.submission_figures import check_figures


class Command(BaseCommand):
    """For a timer: it ends with 1 if anything that was submitted has changed."""

    help = (
        "Compare every submission and submitted follow-up with its digest, and check "
        "that the record of its ratings and scores, which analyses read, says the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="make records again that are missing or differ",
        )

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        wrong = list(wrong_follow_ups())
        for fault in check_figures(rebuild=rebuild):
            if fault.is_mended:
                self.stdout.write(f"{fault.reference} {fault.words} (made again)")
            else:
                wrong.append(f"{fault.reference} {fault.words}.")
        if wrong:
            raise CommandError("\n".join(wrong))
        count = Submission.objects.count() + FollowUpReturn.objects.count()
        self.stdout.write(f"Compared: {count}. Each is as it was submitted.")
