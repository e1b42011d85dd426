"""The site's settings as it is served, with the floor's URLs added.

DEBUG is off, so templates are kept compiled. The database is one Django makes for
tests and removes again: nothing that is kept is ever touched.
"""

from tests.settings import *

ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")

# Static files are only named on pages here, never asked for.
STATIC_ROOT = BASE_DIR / "static"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False

# As the site makes it: a server refuses to start on tables without their migrations.
DATABASES["default"]["TEST"]["MIGRATE"] = True
