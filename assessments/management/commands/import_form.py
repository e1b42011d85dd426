"""Bring in a completed Word form."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.imports.archive import UnreadableForm
from assessments.imports.word import read_form
from assessments.models import WorkingGroup
from assessments.workflow import importing, past
from leavingcare.refusals import Refused


class Command(BaseCommand):
    """Fills a group's drafts or, with no group, makes a past submission."""

    help = (
        "Bring a completed Word form into a group's drafts, filling only what is "
        "blank or, with no group, in as a past submission. Prints what it could not "
        "place."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--authority", required=True, metavar="NAME")
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--group", metavar="NAME")

    def handle(self, *args, file, authority, round, group, **options):
        try:
            form = read_form(Path(file).read_bytes(), importing.editions())
            if group is None:
                submission, report = past.record_past(
                    authority=authority, round_slug=round, form=form, by=None
                )
                self.stdout.write(f"Submission {submission.reference}")
            else:
                report = importing.fill_drafts(
                    group=self.find(authority, round, group), form=form, by=None
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except (UnreadableForm, Refused) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        self.say(report)

    def find(self, authority, round, group):
        try:
            return WorkingGroup.objects.select_related(
                "assessment__round__framework"
            ).get(
                name=group,
                assessment__authority__name=authority,
                assessment__round__slug=round,
            )
        except WorkingGroup.DoesNotExist as error:
            raise CommandError(
                f"{authority} has no group called {group} in the round {round}."
            ) from error

    def say(self, report):
        self.stdout.write(f"{len(report.filled)} statements filled")
        for title, rows in [
            ("Left as they were, because something is there already", report.clashes),
            ("Could not be placed", report.unplaced),
        ]:
            if rows:
                self.stdout.write(f"{title}:")
            for where, text in rows:
                self.stdout.write(f"  {where}: {text}")
