"""The rules on what a person may know of what happened before.

A history would otherwise tell what the seal keeps back until a discussion opens, and
what a group took out again before it handed in.
"""

from django.db.models import QuerySet

from ..models import (
    AgreedArea,
    AuditEvent,
    Draft,
    DraftResponse,
    DraftRevision,
)
from .rules import Access

Kind = AuditEvent.Kind
OF_A_DISCUSSION = [  # they name statements, and so tell what the ratings were like
    Kind.SETTLED,
    Kind.LOOKED,
    Kind.UNDONE,
    Kind.RATED_AGAIN,
    Kind.REVEALED,
    Kind.DISSENTED,
    Kind.SCORED,
]


def events_seen(access: Access) -> QuerySet[AuditEvent]:
    """Return the events of the assessment the person may know of.

    Somebody who still has to rate an area hears nothing of discussions.
    """
    events = AuditEvent.objects.filter(assessment=access.assessment)
    opened = AgreedArea.objects.opened().filter(assessment=access.assessment)
    if opened.exclude(pk__in=access.areas_revealed().values("pk")).exists():
        return events.exclude(kind__in=OF_A_DISCUSSION)
    return events


def revisions_seen(
    access: Access, draft: Draft, response: DraftResponse
) -> QuerySet[DraftRevision]:
    """Return the revisions of a response of a draft that the person may read.

    Other groups get what was handed in and later changes, not what the group wrote
    and took out before.
    """
    revisions: QuerySet[DraftRevision] = response.revisions.all()
    if access.is_moderator or draft.group_id in access.group_ids:
        return revisions
    handed_in = revisions.filter(at__lte=draft.handed_in_at).first()
    return revisions.filter(pk__gte=handed_in.pk) if handed_in else revisions
