"""Settings, read from the environment. Without DEMO=1 unsafe values are refused.

DEMO               1 serves the demonstration: plain http, SQLite, emails shown at /mails/
SECRET_KEY         at least 50 random characters (needed unless DEMO)
ALLOWED_HOSTS      names the site answers to, with commas (needed unless DEMO)
SITE_URL           where emails send people (default https:// and the first name)
DATABASE_URL       postgres://user:password@host/name, or sqlite:///path
DATABASE_LIMITS    "command" lets statements take their time, as manage.py does
SQLITE_ALLOWED     1 lets a site that is not a demonstration run on SQLite
TRUSTED_PROXIES    how many proxies of ours are in front (default 1; 0 in DEMO)
EMAIL_HOST         the email server, with EMAIL_PORT, EMAIL_HOST_USER,
                   EMAIL_HOST_PASSWORD, and EMAIL_USE_TLS or EMAIL_USE_SSL
METRICS_TOKEN      what a program must know to read the figures at /metrics/
OPENID_CONNECT     a file (JSON) of the authorities that sign in with their own service,
                   as docs/openid-connect.md describes it
RETENTION_HOLD     slugs of authorities, with spaces, of which nothing is deleted
SECOND_STEP        1 asks for a second step of signing in in a demonstration too
DEFAULT_FROM_EMAIL who emails come from (default leavingcare@ the site's name)
OPERATOR_NAME      who runs the site, for its privacy notice; with OPERATOR_EMAIL, whom
                   people ask for help, and OPERATOR_DATA_PROTECTION, the address of
                   its data protection officer
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .database import LIMITS, limited, require_postgresql
from .logs import logging_settings
from .openid_apps import openid_apps, origins_of
from .signing_in import *

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name, default=False):
    return os.environ.get(name, "1" if default else "") in {"1", "true", "yes"}


def required(name):
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"Set {name} in the environment, or DEMO=1 to explore.")


DEMO = flag("DEMO")
DEBUG = False  # nowhere: an error page must never show what somebody typed

if DEMO:
    SECRET_KEY = os.environ.get("SECRET_KEY", "demonstration-only-" + "0" * 40)
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
else:
    SECRET_KEY = required("SECRET_KEY")
    ALLOWED_HOSTS = [name.strip() for name in required("ALLOWED_HOSTS").split(",")]
SITE_URL = os.environ.get(
    "SITE_URL", "http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}"
)
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "leavingcare",  # before post_office, whose command to send emails it replaces
    "post_office",
    "frameworks",
    "assessments",
]

MIDDLEWARE = [
    "leavingcare.stack.in_one_piece",
    "leavingcare.health.Health",
    "leavingcare.long_forms.TakenIn",
    "leavingcare.watching.Watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "leavingcare.middleware.PrivateResponses",
    "leavingcare.middleware.StrictEncoding",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "leavingcare.middleware.Refusals",
    "leavingcare.middleware.OfferedAgain",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leavingcare.middleware.LedToPages",
    "leavingcare.middleware.SessionLimits",
    "leavingcare.programs.Programs",
    "leavingcare.fair_share.FairShare",
    "leavingcare.middleware.LongForms",
    "leavingcare.middleware.SignInRequired",
    "leavingcare.second_step.SecondStepRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "leavingcare.urls"
WSGI_APPLICATION = "leavingcare.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "leavingcare.context_processors.site",
            ],
            "builtins": ["leavingcare.templatetags.moments"],
        },
    },
]
CRISPY_TEMPLATE_PACK = "leavingcare"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("leavingcare",)
CRISPY_FAIL_SILENTLY = False

# Database

DATABASES = {
    "default": limited(
        dj_database_url.config(
            default=f"sqlite:///{BASE_DIR / 'leavingcare.sqlite3'}",
            conn_max_age=600,
            conn_health_checks=True,
        ),
        LIMITS[os.environ.get("DATABASE_LIMITS", "request")],
    )
}
require_postgresql(DATABASES["default"], unless=DEMO or flag("SQLITE_ALLOWED"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
CACHES = {
    # Shared by all workers, so that the limits on guessing passwords hold.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Over this a third is dropped, whatever it counts; what is over goes first.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Language and time

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = "leavingcare.formats"

# People

AUTH_USER_MODEL = "leavingcare.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
OPENID_APPS = openid_apps(os.environ.get("OPENID_CONNECT"))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID_APPS}}
# The second step of signing in. On a real site nobody can turn it off.
SECOND_STEP = not DEMO or flag("SECOND_STEP")
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
TRUSTED_PROXIES = os.environ.get("TRUSTED_PROXIES", "0" if DEMO else "1")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXIES)
PASSWORD_RESET_TIMEOUT = 60 * 60

# Sessions and headers

SESSION_ENGINE = "leavingcare.sessions"
SESSION_IDLE = 60 * 60
SESSION_ABSOLUTE = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser is closed
CSRF_FAILURE_VIEW = "leavingcare.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not DEMO:
    SECURE_SSL_REDIRECT = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # To be in browsers' own lists is for the owner of the whole domain to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGE_STORAGE = "leavingcare.messages.HostMessages"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *origins_of(OPENID_APPS)],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # of a view that takes so many; most take none
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024  # the most that any view accepts

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no uploads
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Email

DEFAULT_FROM_EMAIL = os.environ.get(
    "DEFAULT_FROM_EMAIL", f"leavingcare@{urlsplit(SITE_URL).hostname}"
)
EMAIL_BACKEND = "leavingcare.outbox.Queue"
EMAIL_TIMEOUT = 10
POST_OFFICE = {
    "BACKENDS": {"default": "leavingcare.smtp.EmailBackend"},
    "RETRY_INTERVAL": timedelta(minutes=15),
    "MAX_RETRIES": 3 * 24 * 4,  # three days
}
if not DEMO:
    EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
    EMAIL_USE_SSL = flag("EMAIL_USE_SSL")

# The facts that the help pages give about the operator; see `leavingcare.checks`

OPERATOR_NAME = os.environ.get("OPERATOR_NAME", "the demonstration" if DEMO else "")
OPERATOR_EMAIL = os.environ.get("OPERATOR_EMAIL", "help@example.org" if DEMO else "")
OPERATOR_DATA_PROTECTION = os.environ.get(
    "OPERATOR_DATA_PROTECTION", "privacy@example.org" if DEMO else ""
)

# What the code itself asks

SHARE_SECONDS = 10  # of processor time a minute for one person; a page takes 0.03
FILES_MADE_AT_ONCE = True  # after a submission, before anybody asks for them

RETENTION_HOLD = os.environ.get("RETENTION_HOLD", "").split()
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
LOGGING = logging_settings(demo=DEMO)
