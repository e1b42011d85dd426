"""The site as a WSGI application, for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavingcare.settings")
application = get_wsgi_application()
# The views as well: each process of gunicorn is a copy of the one that runs this, and
# would otherwise import them at its first request, while everybody waits.
import_module(settings.ROOT_URLCONF)
# All of it stays: to look through it for garbage would take longer than most pages do.
gc.freeze()
