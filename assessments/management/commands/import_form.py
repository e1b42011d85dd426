"""Import a completed Word form."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.files.incoming import isolated
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.management.files import beginning_of
from assessments.models import WorkingGroup
from assessments.workflow import fill_from_form, past_import
from leavingcare.refusals import Refused

PASSED_OVER = tuple(
    f"{name}, {fill_from_form.ELSEWHERE}" for name in ("rating", "score out of ten")
)


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
            data = beginning_of(file)
            if group is None:
                report = self.past(data, authority, round)
            else:
                report = fill_from_form.fill_drafts(
                    group=self.find(authority, round, group),
                    form=isolated.read(data, fill_from_form.editions()),
                    by=None,
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except (UnreadableForm, Refused) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        self.say(report)

    def past(self, data, authority, round):
        submission, report = past_import.bring_in(
            found=past_import.read_word(data), authority=authority, slug=round, by=None
        )
        self.stdout.write(f"Submission {submission.reference}")
        return report

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
        outside = [row for row in report.unplaced if row[0].endswith(PASSED_OVER)]
        if outside:
            self.stdout.write(
                f"{len(outside)} ratings and scores outside the group's areas passed "
                "over"
            )
        unplaced = [row for row in report.unplaced if row not in outside]
        for title, rows in [
            ("Not changed, because there is already an answer", report.clashes),
            ("Could not be placed", unplaced),
        ]:
            if rows:
                self.stdout.write(f"{title}:")
            for where, text in rows:
                self.stdout.write(f"  {where}: {text}")
