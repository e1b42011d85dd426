"""Remind people two weeks, a week and a day before their due date, and a day after it."""

from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.models import Assessment
from assessments.workflow import chasing, daily_email
from leavingcare.refusals import Refused


class Command(BaseCommand):
    """Run once a day. People with no work left, or who opted out, get nothing.

    A day on which it did not run is made good by the next run.
    """

    help = (
        "Remind people with something left to do 14 days, 7 days and 1 day before it "
        "is due, and 1 day after. Run it once a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Send nothing; say how many."
        )

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        today = timezone.localdate()
        people = 0
        for assessment in chasing.waited_for().select_related("authority", "round"):
            if dry_run:
                people += len(chasing.due_for_reminder(assessment, today))
            else:
                people += self.remind(assessment, today)
        did = "would get" if dry_run else "got"
        self.stdout.write(f"Reminders: {people} {did} one.")
        if not dry_run and (staff := daily_email.send_digest(now=timezone.now())):
            self.stdout.write(f"Daily email to Coram Voice: {staff} got it.")

    def remind(self, assessment: Assessment, today: date) -> int:
        try:
            return chasing.remind_when_due(assessment=assessment, today=today)
        except Refused:  # it has been submitted meanwhile
            return 0
