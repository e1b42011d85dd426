"""The site as a Django app."""

from allauth.core.internal import ratelimit
from django.apps import AppConfig

from . import checks

COUNTING = 5  # seconds that a sign-in may wait for others of its address to be counted


class LeavingCareConfig(AppConfig):
    """The site itself: people, signing in, and what a server may not start without."""

    name = "leavingcare"
    checks = checks

    def ready(self):
        # allauth refuses after one second, as if there had been too many.
        ratelimit.CACHE_LOCK_WAIT_TIMEOUT = COUNTING
