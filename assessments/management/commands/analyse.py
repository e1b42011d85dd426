"""Print the figures of a round."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.files.round_analysis.text import in_words
from assessments.models import Round
from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.document import document


class Command(BaseCommand):
    """Prints what the pages of the analysis show, of everybody that was asked."""

    help = (
        "Print the figures of a round: areas, statements and authorities ranked, and "
        "the change to its follow-ups or since an earlier round."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="the short name of the round in its URL")
        parser.add_argument("--baseline", metavar="ROUND", help="an earlier round")
        parser.add_argument(
            "--codes", action="store_true", help="codes in place of authorities' names"
        )
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(
        self,
        *args: Any,
        round: str,
        baseline: str | None,
        codes: bool,
        format: str,
        **options: Any,
    ) -> None:
        found = _round(round)
        choice = Choice(
            baseline=_round(baseline) if baseline else None, has_codes=codes
        )
        if choice.baseline == found:
            raise CommandError("A round cannot be its own baseline.")
        if choice.baseline and choice.baseline.opens_on > found.opens_on:
            raise CommandError("The baseline was opened later than the round.")
        data = data_of(found, bases(found, choice), choice, with_notes=True)
        if format == "json":
            self.stdout.write(json.dumps(document(data), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(in_words(data))


def _round(slug: str) -> Round:
    try:
        return Round.objects.select_related("framework").get(slug=slug)
    except Round.DoesNotExist:
        raise CommandError(f"There is no round {slug}.") from None
