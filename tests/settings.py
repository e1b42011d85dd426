"""The site's own settings, with a password hasher that costs nothing."""

import os
import tempfile

os.environ["DEMO"] = "1"
os.environ["DATABASE_LIMITS"] = "command"  # a busy machine is slow, not stuck

from leavingcare.settings import *
from leavingcare.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SHARE_SECONDS = 1_000_000  # one person of a test does what a hundred do
FILES_MADE_AT_ONCE = False  # only tests of it need threads
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Static files come from where they are written; nothing has to be collected first.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# A file and not memory, so that the server of the browser tests has connections of
# its own, as on the site; named after the process, so that two runs never meet.
# Its tables are made from the models in a second, which take ten to migrate.
DATABASES["default"]["TEST"] = {"MIGRATE": False}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] |= {
        "NAME": f"{tempfile.gettempdir()}/leavingcare-tests-{os.getpid()}.sqlite3"
    }
