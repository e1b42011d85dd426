"""The site's own settings for one of several servers, for `tests/test_several_servers.py`.

As on a real site: https, behind one proxy, with the second step. Only what a throw-away
database and a checkout lack is left out: a disk that is waited for, collected files.
"""

from leavingcare.settings import *
from leavingcare.settings import SILENCED_SYSTEM_CHECKS, STORAGES

SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "leavingcare.E008"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SHARE_SECONDS = 1_000_000  # one person of a test does what a hundred do
