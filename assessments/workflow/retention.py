"""Retention: what is deleted when it is no longer needed, kind by kind.

Nothing that is in use goes, nothing that was submitted, and nothing of an authority
on hold (RETENTION_HOLD), for example while a complaint or an inspection lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from leavingcare.models import AccountEvent, ProgramToken

from ..models import (
    DraftRevision,
    FormUpload,
    Invitation,
    LocalAuthority,
    Note,
    PastBatch,
    PastFile,
)

Due = Callable[[datetime, QuerySet[LocalAuthority]], QuerySet[Model]]


@dataclass(frozen=True)
class Kind:
    """A kind of data: how long it is kept, from when, and which rows are due."""

    name: str
    days: int
    since: str
    due: Due


def _uploads(before: datetime, held: QuerySet[LocalAuthority]) -> QuerySet[FormUpload]:
    return FormUpload.objects.filter(at__lt=before).exclude(
        group__assessment__authority__in=held
    )


def _past_files(
    before: datetime, held: QuerySet[LocalAuthority]
) -> QuerySet[PastBatch]:
    of_held = PastFile.objects.filter(submission__assessment__authority__in=held)
    return PastBatch.objects.filter(at__lt=before).exclude(
        pk__in=of_held.values("batch")
    )


def _invitations(
    before: datetime, held: QuerySet[LocalAuthority]
) -> QuerySet[Invitation]:
    over = Q(withdrawn_at__lt=before) | Q(accepted_at=None, expires_at__lt=before)
    return Invitation.objects.filter(over).exclude(authority__in=held)


def _notes(before: datetime, held: QuerySet[LocalAuthority]) -> QuerySet[Note]:
    return Note.objects.filter(
        response__draft__group__assessment__round__closed_at__lt=before
    ).exclude(response__draft__group__assessment__authority__in=held)


def _histories(
    before: datetime, held: QuerySet[LocalAuthority]
) -> QuerySet[DraftRevision]:
    return DraftRevision.objects.filter(
        response__draft__group__assessment__round__closed_at__lt=before
    ).exclude(response__draft__group__assessment__authority__in=held)


def _account_events(
    before: datetime, held: QuerySet[LocalAuthority]
) -> QuerySet[AccountEvent]:
    events: QuerySet[AccountEvent] = AccountEvent.objects.filter(at__lt=before)
    return events.exclude(person__memberships__authority__in=held)


def _sessions(
    before: datetime, held: QuerySet[LocalAuthority]
) -> QuerySet[UserSession]:
    sessions: QuerySet[UserSession] = UserSession.objects.filter(created_at__lt=before)
    return sessions


def _tokens(before: datetime, held: QuerySet[LocalAuthority]) -> QuerySet[ProgramToken]:
    tokens: QuerySet[ProgramToken] = ProgramToken.objects.filter(expires_at__lt=before)
    return tokens


YEAR = 365
KINDS = [
    Kind("Word forms that groups uploaded, as read", 90, "the upload", _uploads),
    Kind("Batches of past submissions to import", 90, "the upload", _past_files),
    Kind("Invitations nobody accepted", 90, "they expired", _invitations),
    Kind("Notes between colleagues", YEAR, "the round was closed", _notes),
    Kind("Histories of drafts", 3 * YEAR, "the round was closed", _histories),
    Kind("Sessions, with their browser and IP address", 1, "the sign-in", _sessions),
    Kind("Tokens of programs", 90, "they expired", _tokens),
    Kind("Sign-ins and changes of accounts", 400, "the event", _account_events),
]


@transaction.atomic
def retain(*, delete: bool) -> dict[str, int]:
    """Return {kind: rows that are due}, and delete them if told."""
    held = LocalAuthority.objects.filter(slug__in=settings.RETENTION_HOLD)
    counts = {}
    for kind in KINDS:
        due = kind.due(timezone.now() - timedelta(days=kind.days), held)
        counts[kind.name] = due.count()
        if delete:
            due.delete()
    return counts
