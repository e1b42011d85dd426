"""What every transition does: hold the assessment, and leave a record."""

from django.db.models import F

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import CLOSED
from ..analysis.sentences import join_and
from ..models import Assessment, AuditEvent, LocalAuthority, Meeting, Role

Kind = AuditEvent.Kind


def lock(assessment):
    """Hold the assessment's row until the transaction ends; raise if not open."""
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not locked.is_open:
        raise Refused(CLOSED)
    return locked


def hold_people(authority):
    """Hold the authority's row, then its assessments', until the transaction ends.

    Whatever changes who is in an authority, or invited, comes by here first, so that
    no two of them wait for each other. Rows that only point here need not wait.
    Returns the assessments, by key.
    """
    LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    held = Assessment.objects.select_for_update(no_key=True).filter(authority=authority)
    return list(held.order_by("pk"))


def record(assessment, kind, by, detail=""):
    """Write one audit event. `detail` names groups, areas and codes, never text."""
    AuditEvent.objects.create(
        assessment=assessment, kind=kind, by=by, detail=detail[:300]
    )


def moderators_of(assessment):
    """The people who moderate for the assessment's authority and can sign in."""
    return User.objects.filter(
        memberships__authority=assessment.authority_id,
        memberships__role=Role.MODERATOR,
        is_active=True,
    )


def tell_room(assessment):
    """Have every open page of the room load what is new. The assessment is held."""
    Meeting.objects.filter(assessment=assessment).update(version=F("version") + 1)


def numbers(areas):
    """Areas in words, by number: "area 3", "areas 1, 2 and 10"."""
    ordered = [str(number) for number in sorted(area.number for area in areas)]
    return f"{'area' if len(ordered) == 1 else 'areas'} {join_and(ordered)}"
