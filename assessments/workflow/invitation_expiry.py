"""The time for which the link of an invitation is good."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from ..models import Assessment, Invitation, LocalAuthority

INVITATION_DAYS = 14  # after the due dates of the authority's assessments


def expiry(authority: LocalAuthority, now: datetime) -> datetime:
    """Return when an invitation sent now expires: some days after all it is for is due."""
    due = [
        each.due
        for each in authority.assessments.filter(
            status=Assessment.Status.OPEN, round__closed_at=None
        ).select_related("round")
    ]
    lasting = timedelta(days=INVITATION_DAYS)
    if not (days := list(filter(None, due))):
        return now + lasting
    end = timezone.make_aware(datetime.combine(max(days), time.max))
    return max(now, end) + lasting


def outlive(assessment: Assessment) -> None:
    """Keep the links of the authority's invitations good until after its due date."""
    authority = assessment.authority
    lasting = expiry(authority, timezone.now())
    pending = Invitation.objects.pending().filter(authority=authority)
    pending.filter(expires_at__lt=lasting).update(expires_at=lasting)
