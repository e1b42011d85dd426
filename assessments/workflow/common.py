"""Steps of every transition: locking the assessment and recording the event."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from frameworks.models import Area
from leavingcare.models import User

from ..access import require_open
from ..analysis.sentences import join_and
from ..models import Assessment, AuditEvent, LocalAuthority, Meeting, Role

Kind = AuditEvent.Kind


def lock(assessment: Assessment) -> Assessment:
    """Lock the assessment's row and return it; raise Refused unless it is open."""
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    require_open(locked)
    return locked


def hold_people(authority: LocalAuthority) -> list[Assessment]:
    """Lock the authority's row, then those of its assessments, and return these.

    Every change of members or invitations takes these locks first and in this order,
    so that no two wait for each other. Rows that only refer to these need not wait.
    """
    LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    held = Assessment.objects.select_for_update(no_key=True).filter(authority=authority)
    return list(held.order_by("pk"))


def record(
    assessment: Assessment, kind: str, by: User | None, detail: str = ""
) -> None:
    """Write one audit event. `detail` names groups, areas and codes, never text."""
    AuditEvent.objects.create(
        assessment=assessment, kind=kind, by=by, detail=detail[:300]
    )


def moderators_of(assessment: Assessment) -> QuerySet[User]:
    """Return the moderators of the assessment's authority who can sign in."""
    return User.objects.filter(
        memberships__authority=assessment.authority_id,
        memberships__role=Role.MODERATOR,
        is_active=True,
    )


def tell_room(assessment: Assessment) -> None:
    """Make every open page of the meeting reload. The assessment must be locked."""
    Meeting.objects.filter(assessment=assessment).update(version=F("version") + 1)


def numbers(areas: Iterable[Area]) -> str:
    """Return areas by number, as "area 3" or "areas 1, 2 and 10"."""
    ordered = [str(number) for number in sorted(area.number for area in areas)]
    return f"{'area' if len(ordered) == 1 else 'areas'} {join_and(ordered)}"
