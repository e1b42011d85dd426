"""Remind people a week before, a day before and a day after their due date."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.models import Assessment
from assessments.workflow import reminding
from leavingcare.refusals import Refused


class Command(BaseCommand):
    """Run once a day. People with no work left, or who opted out, get nothing.

    A day on which it did not run is made good by the next run.
    """

    help = (
        "Remind people who have work left 7 days and 1 day before their group's due "
        "date, and 1 day after. Run it once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Send nothing; say how many."
        )

    def handle(self, *args, dry_run, **options):
        today = timezone.localdate()
        people = 0
        for assessment in Assessment.objects.filter(
            status=Assessment.Status.OPEN
        ).select_related("authority", "round"):
            if dry_run:
                people += len(reminding.due_for_reminder(assessment, today))
            else:
                people += self.remind(assessment, today)
        did = "would get" if dry_run else "got"
        self.stdout.write(f"Reminders: {people} {did} one.")

    def remind(self, assessment, today):
        try:
            return reminding.remind_when_due(assessment=assessment, today=today)
        except Refused:  # it has been submitted meanwhile
            return 0
