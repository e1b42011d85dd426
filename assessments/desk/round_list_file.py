"""The list of a round's authorities as the rows of a file."""

from datetime import date, datetime

from django.utils import timezone

from .round_rows import RoundRow

HEADER = [
    "authority",
    "code",
    "region",
    "kind",
    "stage",
    "next",
    "moderators",
    "due",
    "late",
    "last activity",
    "last reminded",
    "drafts handed in",
    "drafts",
    "statements settled",
    "statements",
    "submitted on",
    "imported by Coram Voice",
    "reference",
    "counted as asked",
    "plan",
]


def cells(row: RoundRow) -> list[str | int]:
    """Return a row of the file, in the order of HEADER; what is not known is ""."""
    each = row.assessment
    return [
        str(each.authority),
        each.authority.code,
        each.authority.region,
        each.authority.kind,
        row.stage.label,
        row.next,
        each.moderator_count,
        _day(each.due),
        _yes(row.is_late),
        _day(each.last_activity),
        _day(row.chased_at),
        each.handed_in_count,
        each.draft_count,
        each.settled_count,
        each.statement_count,
        _day(each.submitted_on),
        _yes(bool(each.is_imported)),
        each.reference or "",
        _yes(each.is_counted),
        row.plan.in_words if row.plan else "",
    ]


def _day(at: date | datetime | None) -> str:
    if isinstance(at, datetime):
        at = timezone.localdate(at)
    return at.isoformat() if at else ""


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
