"""The site as a Django app."""

from importlib import import_module

from allauth.core.internal import ratelimit
from django.apps import AppConfig

from . import checks
from .database import give_up_frozen_servers

COUNTING = 5  # seconds that a sign-in may wait for others of its address to be counted


class LeavingCareConfig(AppConfig):
    """The site itself: people, signing in, and what a server may not start without."""

    name = "leavingcare"
    checks = checks

    def ready(self):
        import_module("leavingcare.account_events")
        # allauth refuses after one second, as if there had been too many.
        ratelimit.CACHE_LOCK_WAIT_TIMEOUT = COUNTING
        give_up_frozen_servers()
