"""The site as a Django app."""

from django.apps import AppConfig

from . import checks


class LeavingCareConfig(AppConfig):
    """The site itself: people, signing in, and what a server may not start without."""

    name = "leavingcare"
    checks = checks
