"""Sessions in the database, as Django keeps them, read with SQL that is built once."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from .compiled import compiled


@compiled
def session_of(key: str) -> QuerySet[Session]:
    """Return the session with that key, even if it has expired."""
    return Session.objects.filter(session_key=key)


def is_of_somebody(key: str) -> bool:
    """Return whether somebody signed in with the session of that key, even if it expired."""
    return any(SESSION_KEY in session.get_decoded() for session in session_of(key))


class SessionStore(db.SessionStore):
    """Django's own, but for how a request finds its session."""

    def _get_session_from_db(self) -> Session | None:
        for session in session_of(self.session_key or ""):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
