"""The site as a WSGI application, for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavingcare.settings")
application = get_wsgi_application()

# Every page's code is loaded now, and stays: to look through it for garbage would take
# longer than most pages do.
import_module(settings.ROOT_URLCONF)
gc.freeze()
