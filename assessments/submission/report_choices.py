"""The moderator's choices for the report for members and the board."""

from ..models import Assessment, BoardReport
from .shown.report_choices import ReportChoices


def of(assessment: Assessment) -> ReportChoices | None:
    """Return the choices, None if nobody has made any. One query."""
    row = BoardReport.objects.filter(assessment=assessment, version__gt=0).first()
    return values_of(row) if row else None


def values_of(row: BoardReport) -> ReportChoices:
    return {
        "strengths": row.strengths,
        "priorities": row.priorities,
        "asked": row.asked,
        "printed": row.printed,
    }
