"""Choosing what the report for members and the board says first."""

from collections.abc import Sequence
from typing import cast

from django.db import transaction

from leavingcare.models import User

from ..field_merge import Merge, Value, Values, merge, seen_token
from ..models import Assessment, BoardReport, SubmissionFile
from ..submission.previous_submission import REPORTS
from ..submission.report_choices import values_of
from .common import Kind, record
from .supplements import hold_submitted, save_row

WORDS = {
    "strengths": "strengths",
    "priorities": "priorities",
    "asked": "what the Board is asked",
    "printed": "what may be printed",
}


def row_of(assessment: Assessment) -> BoardReport:
    """Return the assessment's row, not stored yet if nobody has chosen anything."""
    found = BoardReport.objects.select_related("updated_by")
    return found.filter(assessment=assessment).first() or BoardReport(
        assessment=assessment
    )


def choice_values(row: BoardReport) -> dict[str, Value]:
    """Return the values that `save_choices` takes, for a page's token."""
    return cast("dict[str, Value]", dict(values_of(row)))


def token_of(row: BoardReport) -> str:
    return seen_token(row.version, choice_values(row))


@transaction.atomic
def save_choices(
    *, assessment: Assessment, token: str, choices: Values, by: User
) -> Merge:
    """Store the choices of `choice_values`, and return the Merge.

    Values that clash are not stored. Raises Refused if nothing has been submitted.
    """
    held = hold_submitted(assessment)
    row, _ = BoardReport.objects.get_or_create(assessment=held)
    merged = merge(
        token=token, version=row.version, stored=choice_values(row), sent=choices
    )
    is_first = not row.version and not merged.clashes
    if merged.changes or is_first:
        save_row(row, merged.changes, by)
        record(held, Kind.BOARD_REPORT, by, _named(list(merged.changes)))
        SubmissionFile.objects.filter(
            submission__assessment=held, format__in=REPORTS
        ).delete()
    return merged


def _named(changes: Sequence[str]) -> str:
    return ", ".join(WORDS[name] for name in changes)
