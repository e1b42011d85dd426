"""Steps of every transition: locking the assessment and recording the event."""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.db.models import F, QuerySet
from django.utils import timezone

from frameworks.models import Area
from leavingcare.models import StaffRole, User
from leavingcare.refusals import Refused

from ..access import require_open
from ..analysis.sentences import join_and
from ..models import (
    Assessment,
    AuditEvent,
    Cluster,
    DeskEvent,
    LocalAuthority,
    Meeting,
    Role,
    Round,
    WorkingGroup,
)

Kind = AuditEvent.Kind
GONE = (
    "Coram Voice has undone the import of this assessment, so there is none any more."
)
RUN = timedelta(minutes=10)  # changes closer than this are one event
Named = TypeVar("Named", Cluster, LocalAuthority, Round, WorkingGroup)


def same_name(rows: Iterable[Named], name: str) -> Named | None:
    """Return the row with that name, in any case and any encoding of accents, or None.

    Python compares, because SQLite ignores the case only of unaccented letters.
    """
    wanted = plain(name)
    return next((row for row in rows if plain(row.name) == wanted), None)


def plain(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return unicodedata.normalize("NFC", name).casefold()


def lock(assessment: Assessment) -> Assessment:
    """Lock the assessment's row and return it; raise Refused unless it is open."""
    locked = hold(assessment)
    require_open(locked)
    return locked


def hold(assessment: Assessment) -> Assessment:
    """Lock the assessment's row and return it, open or not.

    Raises Refused if it has gone: the import that made it was undone meanwhile.
    """
    held = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if held is None:
        raise Refused(GONE)
    return held


def hold_people(authority: LocalAuthority) -> list[Assessment]:
    """Lock the authority's row, then those of its assessments, and return these.

    Every change of members or invitations takes these locks first and in this order,
    so that no two wait for each other. Rows that only refer to these need not wait.
    """
    LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    held = Assessment.objects.select_for_update(no_key=True).filter(authority=authority)
    return list(held.order_by("pk"))


def require_standing(authority: LocalAuthority) -> None:
    """Raise Refused if the authority has been merged into another.

    The database is asked, as it may have been read before a lock was taken.
    """
    kept = LocalAuthority.objects.filter(doubles=authority).first()
    if kept:
        raise Refused(f"{authority} has been merged into {kept}. Choose that instead.")


def set_status(assessment: Assessment, status: str, because: str = "") -> None:
    """Store the status, and the reason for reopening if it is reopened."""
    assessment.status = status
    assessment.reopened_because = because
    assessment.save(update_fields=["status", "reopened_because"])


def record(
    assessment: Assessment, kind: str, by: User | None, detail: str = ""
) -> None:
    """Write one audit event. `detail` names groups, areas and codes, never text."""
    AuditEvent.objects.create(
        assessment=assessment, kind=kind, by=by, detail=detail[:300]
    )


def goes_on(
    assessment: Assessment, kind: str, by: User | None, detail: str = ""
) -> bool:
    """Return whether the person did the same last, minutes ago: a page saves itself."""
    last = assessment.events.first()
    return (
        last is not None
        and by is not None
        and (last.kind, last.by_id, last.detail) == (kind, by.pk, detail[:300])
        and timezone.now() - last.at < RUN
    )


def note(
    kind: str,
    by: User | None,
    *,
    round: Round | None = None,
    authority: LocalAuthority | None = None,
    cluster: Cluster | None = None,
    person: User | None = None,
    detail: str = "",
) -> None:
    """Write one event of Coram Voice's desk. `detail` names things, never content."""
    DeskEvent.objects.create(
        kind=kind,
        by=by,
        round=round,
        authority=authority,
        cluster=cluster,
        person=person,
        detail=detail[:300],
    )


def moderators_of(assessment: Assessment) -> QuerySet[User]:
    """Return the moderators of the assessment's authority who can sign in."""
    return moderators_of_authority(assessment.authority_id)


def moderators_of_authority(authority: LocalAuthority | int) -> QuerySet[User]:
    """Return the authority's moderators who can sign in, by name."""
    return User.objects.filter(
        memberships__authority=authority,
        memberships__role=Role.MODERATOR,
        is_active=True,
        is_staff=False,
    ).order_by("name", "pk")


def officers() -> QuerySet[User]:
    """Return the programme officers of Coram Voice who can sign in."""
    return User.objects.filter(
        is_staff=True, is_active=True, staff_role=StaffRole.OFFICER
    )


def tell_room(assessment: Assessment) -> None:
    """Make every open page of the meeting reload. The assessment must be locked."""
    Meeting.objects.filter(assessment=assessment).update(version=F("version") + 1)


def numbers(areas: Iterable[Area]) -> str:
    """Return areas by number, as "area 3" or "areas 1, 2 and 10"."""
    ordered = [str(number) for number in sorted(area.number for area in areas)]
    return f"{'area' if len(ordered) == 1 else 'areas'} {join_and(ordered)}"
