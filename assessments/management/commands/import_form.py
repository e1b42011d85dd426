"""Import a completed Word form."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.incoming import isolated, past_submission
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.files.word_form.reader.values import Question
from assessments.management.files import beginning_of
from assessments.models import WorkingGroup
from assessments.workflow import fill_from_form, past_import
from assessments.workflow.fill_from_form import Report
from assessments.workflow.past_import_rows import summary_of
from leavingcare.refusals import Refused

PASSED_OVER = tuple(
    f"{name}, {fill_from_form.ELSEWHERE}" for name in ("rating", "score out of ten")
)
IN_DOUBT = (
    "This form can be read in more than one way ({count} in doubt). Make it plain in "
    "Word, upload it on the site and decide there, or give --without-doubtful to bring "
    "in the rest."
)


class Command(BaseCommand):
    """Fills a group's drafts or, with no group, makes a past submission."""

    help = (
        "Bring a completed Word form into a group's drafts, filling only what is "
        "blank or, with no group, in as a past submission. Prints what it could not "
        "place. Refuses a form that can be read in more than one way."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--authority", required=True, metavar="NAME")
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--group", metavar="NAME")
        parser.add_argument(
            "--without-doubtful",
            action="store_true",
            help="leave out what is in doubt and import the rest",
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        authority: str,
        round: str,
        group: str | None,
        without_doubtful: bool,
        **options: Any,
    ) -> None:
        try:
            data = beginning_of(file)
            if group is None:
                self.past(data, authority, round, without_doubtful)
            else:
                self.fill(data, self.find(authority, round, group), without_doubtful)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except (UnreadableForm, Refused) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error

    def fill(self, data: bytes, group: WorkingGroup, without_doubtful: bool) -> None:
        """Fill the blanks of a group's drafts and say what was taken from the form."""
        form = isolated.read(data, fill_from_form.editions())
        self.refuse_doubt(form.questions, without_doubtful)
        report = fill_from_form.fill_drafts(group=group, form=form, by=None)
        self.stdout.write(f"{len(report.filled)} statements filled")
        self.say_counts(report.counts)
        self.say_unrated(report.unrated)
        self.say(report)

    def past(
        self, data: bytes, authority: str, round: str, without_doubtful: bool
    ) -> None:
        """Make a past submission, after saying what it will and will not hold."""
        found = past_import.read_word(data)
        questions = [Question.of(each) for each in found["questions"]]
        self.refuse_doubt(questions, without_doubtful)
        found = past_submission.without_doubt(found)
        summary = summary_of(found)
        two_marks = summary["two_marks"]
        self.say_counts(
            {
                "ratings": summary["rated"],
                "two_marks": len(two_marks),
                "evidence": summary["evidence"],
                "ideas": summary["ideas"],
                "scores": summary["scores"],
            }
        )
        if two_marks:
            self.stdout.write(f"More than one mark: {', '.join(two_marks)}")
        self.say_unrated(past_import.unrated(found))
        for where, text in found["notices"]:
            self.stdout.write(f"{where}: {text}")
        submission, report = past_import.bring_in(
            found=found, authority=authority, slug=round, by=None
        )
        self.stdout.write(f"Submission {submission.reference}")
        self.say(report)

    def refuse_doubt(self, questions: list[Question], without_doubtful: bool) -> None:
        """Raise Refused, after naming each doubt, unless doubtful answers are left out."""
        if not questions:
            return
        out = self.stdout if without_doubtful else self.stderr
        out.write("In doubt:")
        for question in questions:
            out.write(f"  {question}")
        if not without_doubtful:
            raise Refused(IN_DOUBT.format(count=len(questions)))

    def find(self, authority: str, round: str, group: str) -> WorkingGroup:
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

    def say_counts(self, counts: dict[str, int]) -> None:
        self.stdout.write(
            "Ratings: {ratings}. Evidence: {evidence}. Ideas: {ideas}. Scores: {scores}. "
            "Rows with more than one mark: {two_marks}.".format(**counts)
        )

    def say_unrated(self, codes: list[str]) -> None:
        if codes:
            self.stdout.write(
                f"Left without a rating ({len(codes)}): {', '.join(codes)}"
            )

    def say(self, report: Report) -> None:
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
