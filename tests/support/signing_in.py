"""What the tests of signing in and of passwords share."""

import re

LOGIN = "/accounts/login/"
PASSWORD = "three dull words 71"


def sign_in(client, email="pat@example.org", password=PASSWORD, where=LOGIN):
    return client.post(where, {"login": email, "password": password})


def message(response):
    """What the page says is wrong."""
    return re.findall(r'<a href="#id_\w+">(.*?)</a>', response.content.decode())
