"""Import a completed Word form."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.files.incoming import decisions, isolated
from assessments.files.incoming.decisions import LEAVE
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.files.word_form.reader.values import Question
from assessments.management.files import beginning_of
from assessments.models import WorkingGroup
from assessments.workflow import (
    fill_from_form,
    form_comparison,
    past_import,
    past_import_reading,
)
from assessments.workflow.fill_from_form import Report
from assessments.workflow.past_import_rows import here_words, labels_of
from assessments.workflow.past_import_summary import summary_of
from leavingcare.refusals import Refused

OUTSIDE = tuple(
    f"{name}, {form_comparison.ELSEWHERE}" for name in ("rating", "score out of ten")
)
IN_DOUBT = (
    "This form can be read in more than one way ({count} in doubt). Decide with "
    "--decide, or use --without-doubtful to leave these out and import the rest."
)
ONLY_CHECKED = "Nothing was imported, because of --check"


class Command(BaseCommand):
    """Fills a group's drafts or, with no group, makes a past submission."""

    help = (
        "Import a completed Word form: into the blanks of a group's drafts or, with no "
        "group, as a past submission. Prints what it could not place. Refuses a form "
        "that can be read in more than one way until it is decided how."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--authority", required=True, metavar="NAME")
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--group", metavar="NAME")
        parser.add_argument(
            "--decide",
            action="append",
            default=[],
            metavar="NUMBER=CHOICE",
            help="decide what is in doubt, by the number it is listed with: use, "
            "leave, or a rating such as 3; may be repeated",
        )
        parser.add_argument(
            "--without-doubtful",
            action="store_true",
            help="leave out anything in doubt that is not decided",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="say what would be imported and left without a rating, and stop",
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        authority: str,
        round: str,
        group: str | None,
        decide: Sequence[str],
        without_doubtful: bool,
        check: bool,
        **options: Any,
    ) -> None:
        self.decide, self.leaves_rest, self.only_checks = (
            decide,
            without_doubtful,
            check,
        )
        try:
            data = beginning_of(file)
            if group is None:
                self.past(data, authority, round)
            else:
                self.fill(data, self.find(authority, round, group))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except (UnreadableForm, Refused) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error

    def fill(self, data: bytes, group: WorkingGroup) -> None:
        """Fill the blanks of a group's drafts and say what was taken from the form."""
        form = isolated.read(data, fill_from_form.editions())
        chosen = self.decided(form.questions, form.edition)
        form = decisions.decided_form(form, chosen)
        with transaction.atomic():
            report = fill_from_form.fill_drafts(group=group, form=form, by=None)
            transaction.set_rollback(self.only_checks)
        self.stdout.write(f"{len(report.filled)} statements filled")
        self.say_counts(report.counts)
        self.say_unrated(report.unrated)
        self.say(report)
        if self.only_checks:
            self.stdout.write(ONLY_CHECKED)

    def past(self, data: bytes, authority: str, round: str) -> None:
        """Make a past submission, after saying what it will and will not contain."""
        found = past_import_reading.read_word(data)
        questions = decisions.questions_of(found)
        found = decisions.decided(found, self.decided(questions, found["edition"]))
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
        for where, text in found.get("notices", []):
            self.stdout.write(f"{where}: {text}")
        here = past_import.exported_here([found.get("reference", "")])
        for same in here.values():
            self.stdout.write(here_words(same))
        if self.only_checks:
            self.stdout.write(ONLY_CHECKED)
            return
        submission, report = past_import.import_submission(
            found=found, authority=authority, slug=round, by=None
        )
        self.stdout.write(f"Submission {submission.reference}")
        self.say(report)

    def decided(self, questions: list[Question], edition: str) -> dict[int, str]:
        """Return what was decided, after listing what is in doubt.

        Raises Refused if a decision does not fit or something is not decided.
        """
        try:
            chosen = decisions.parsed(self.decide, questions, labels_of(edition))
        except ValueError as error:
            raise Refused(str(error)) from error
        left = [place for place in range(len(questions)) if place not in chosen]
        out = self.stderr if left and not self.leaves_rest else self.stdout
        if questions:
            out.write("In doubt:")
        for number, question in enumerate(questions, 1):
            out.write(f"  {number}. {question}")
        if left and not self.leaves_rest:
            raise Refused(IN_DOUBT.format(count=len(left)))
        return chosen | dict.fromkeys(left, LEAVE)

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
        outside = [row for row in report.unplaced if row[0].endswith(OUTSIDE)]
        if outside:
            self.stdout.write(
                f"{len(outside)} ratings and scores outside the group's areas left out"
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
