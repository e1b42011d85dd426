"""The acts of others on an account: no secret is needed, and each is recorded.

Who may is decided by `assessments.access`; an operator may by `manage.py account`.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from .account_events import note, tell
from .models import AccountEvent, User

Kind = AccountEvent.Kind


@transaction.atomic
def end_sessions(*, person: User, by: User | None) -> None:
    """Sign a person out everywhere."""
    _end(person)
    note(person, Kind.SESSIONS_ENDED, by)


@transaction.atomic
def remove_second_step(*, person: User, by: User | None) -> None:
    """Remove the second step of somebody who has lost their telephone, and sign out.

    At the next sign-in, those who must have one set it up again.
    """
    Authenticator.objects.filter(user=person).delete()
    _end(person)
    note(person, Kind.SECOND_STEP_REMOVED, by)
    tell(person, "account/email/second_step_removed", by=by)


@transaction.atomic
def close(*, person: User, by: User | None) -> None:
    """Close an account and sign it out everywhere; everything it wrote stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end(person)
    note(person, Kind.CLOSED, by)
    tell(person, "account/email/closed", by=by)


@transaction.atomic
def open_again(*, person: User, by: User | None) -> None:
    """Open a closed account."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    note(person, Kind.OPENED, by)
    tell(person, "account/email/opened", by=by)


def _end(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    person.tokens.all().delete()
