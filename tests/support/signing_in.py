"""The helpers of the tests of signing in and of passwords."""

import re

from tests.support.markup import markup

LOGIN = "/accounts/login/"
PASSWORD = "three dull words 71"


def sign_in(client, email="pat@example.org", password=PASSWORD, where=LOGIN):
    return client.post(where, {"login": email, "password": password})


def message(response):
    """Return what the page says is wrong, one text per error."""
    return re.findall(r'<a href="#id_\w+">(.*?)</a>', markup(response))
