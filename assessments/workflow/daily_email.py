"""One email a day to Coram Voice: what authorities submitted since the last one."""

from datetime import datetime, timedelta

from django.db import transaction

from .. import emails
from ..models import AuditEvent, Digest
from .common import Kind, officers

NEWS = [Kind.SUBMITTED, Kind.RETURNED]  # what Coram Voice waits for from an authority
FIRST = timedelta(days=1)  # how far back the first one looks


@transaction.atomic
def send_digest(*, now: datetime) -> int:
    """Send the email to all staff who want it, if there is news; return how many.

    It reports everything since the one before, so that no day is missed and nothing
    is told twice.
    """
    last = Digest.objects.select_for_update().first()
    since = last.until if last else now - FIRST
    news = news_between(since, now)
    if not news:
        return 0
    people = list(officers().filter(wants_reminders=True))
    emails.digest(news, people)
    Digest.objects.create(until=now, people=len(people))
    return len(people)


def news_between(since: datetime, until: datetime) -> list[AuditEvent]:
    """Return what authorities did in that time that Coram Voice waits for, in order."""
    return list(
        AuditEvent.objects.filter(kind__in=NEWS, at__gt=since, at__lte=until)
        .exclude(by__is_staff=True)
        .select_related("assessment__authority", "assessment__round")
        .order_by("at", "pk")
    )
