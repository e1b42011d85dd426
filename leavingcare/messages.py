"""The storage of messages from one page to the next, on a site with TLS."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Django's cookie, under a name that no other site of the domain can set."""

    cookie_name = "__Host-messages"


class HostMessages(FallbackStorage):
    """Messages in a cookie, or in the session if they are too long for one."""

    storage_classes = (HostCookie, SessionStorage)
