"""A test client that posts forms as the site's own pages do."""

import time
from datetime import timedelta
from secrets import token_hex
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

FORM = "application/x-www-form-urlencoded"


class FormClient(Client):
    """Posts a dictionary as a URL-encoded form, which is all the site takes.

    It sends the headers that a browser sends for a form on a page of this site.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def post(self, path, data=None, content_type=FORM, **extra):
        if content_type == FORM and not isinstance(data, str | bytes):
            data = urlencode(data or {}, doseq=True)
        return super().post(path, data, content_type, **extra)

    def force_login(self, user, backend=None):
        """Sign a person in with one row, which says what signing in would.

        Django's own asks and writes eight times.
        """
        self.cookies[settings.SESSION_COOKIE_NAME] = new_session(user)


def new_session(user):
    """Return the key of a new session of the person, as after their first request."""
    now = int(time.time())
    content = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "started": now,
        "seen": now,
    }
    session = Session(
        session_key=token_hex(16),
        session_data=SessionStore().encode(content),
        expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    Session.objects.bulk_create([session])
    return session.session_key


def client_of(user):
    """Return a client signed in as the person."""
    client = FormClient()
    client.force_login(user)
    return client
