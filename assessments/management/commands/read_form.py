"""Show how a completed Word form is read."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.incoming import isolated
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.files.word_form.reader.values import Form
from assessments.management.files import beginning_of
from assessments.workflow import fill_from_form


class Command(BaseCommand):
    """Prints what a form says as JSON and changes nothing."""

    help = (
        "Print as JSON how a completed Word form is read: its answers, scores and "
        "cover sheet, what could not be placed and what would be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = beginning_of(file)
            form = isolated.read(data, fill_from_form.editions())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except UnreadableForm as error:
            said = {"refused": str(error)}
        else:
            said = as_json(form)
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def as_json(form: Form) -> dict[str, Any]:
    """Return what a form says in JSON's types.

    "unplaced", "questions" and "notices" are lists of texts, each with its place first.
    """
    return {
        "refused": None,
        "edition": form.edition,
        "reference": form.reference,
        "answers": {code: asdict(answer) for code, answer in form.answers.items()},
        "global_scores": {
            str(number): score for number, score in form.global_scores.items()
        },
        "cover": form.cover,
        "missing": form.missing,
        "unplaced": [f"{where}: {text}" for where, text in form.unplaced],
        "questions": [str(question) for question in form.questions],
        "notices": [str(notice) for notice in form.notices],
    }
