"""The site's own settings, with a password hasher that costs nothing."""

import os

os.environ["DEMO"] = "1"

from leavingcare.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
