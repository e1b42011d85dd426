"""A test client that posts forms as the site's own pages do."""

from urllib.parse import urlencode

from django.test import Client

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


def client_of(user):
    """Return a client signed in as the person."""
    client = FormClient()
    client.force_login(user)
    return client
