"""Limits on how many invitations one person sends, and one email address is sent.

An invitation is an email of this site to anybody at all, so that without limits the
site could be used to send somebody hundreds.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import Invitation

AN_HOUR = 300  # by one person: Coram Voice invites every authority of England at once
A_DAY = 5  # to one email address, from all authorities together


def require_few(emails: Iterable[str], by: User) -> None:
    """Raise Refused if the person, or one of the email addresses, has had too many."""
    emails, now = set(emails), timezone.now()
    sent = Invitation.objects.filter(
        invited_by=by, invited_at__gt=now - timedelta(hours=1)
    ).count()
    if sent + len(emails) > AN_HOUR:
        raise Refused(
            f"You can send {AN_HOUR} invitations in an hour, and have sent {sent}. "
            "Wait an hour, then invite the others."
        )
    often = (
        Invitation.objects.filter(
            email__in=emails, invited_at__gt=now - timedelta(days=1)
        )
        .values("email")
        .annotate(count=Count("pk"))
        .filter(count__gte=A_DAY)
    )
    if addresses := sorted(each["email"] for each in often):
        raise Refused(
            f"{addresses[0]} has been sent {A_DAY} invitations since yesterday. Ask "
            "the person to look in their junk folder, and invite them tomorrow if the "
            "email is not there."
        )
