"""A site that is not a demonstration refuses settings that are missing or unsafe."""

import os
import subprocess
import sys

import pytest

from tests.support.production import PRODUCTION, ROOT, python, setting


def without(name):
    return {key: value for key, value in PRODUCTION.items() if key != name}


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        (without("SECRET_KEY"), "Set SECRET_KEY in the environment"),
        (PRODUCTION | {"SECRET_KEY": ""}, "Set SECRET_KEY in the environment"),
        (without("ALLOWED_HOSTS"), "Set ALLOWED_HOSTS in the environment"),
        (without("DATABASE_URL"), "Set DATABASE_URL to a PostgreSQL database"),
        (
            PRODUCTION | {"DATABASE_URL": "sqlite:////tmp/never-made.sqlite3"},
            "Set DATABASE_URL to a PostgreSQL database",
        ),
    ],
)
def test_production_refuses(environment, complaint):
    done = python("import leavingcare.settings", environment)
    assert done.returncode == 1
    last_line = done.stderr.strip().splitlines()[-1]
    assert complaint in last_line
    assert "ImproperlyConfigured" in last_line


def test_production_is_safe():
    expected = {
        "DEMO": "False",
        "DEBUG": "False",
        "SECURE_SSL_REDIRECT": "True",
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": "True",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_SECURE": "True",
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "MESSAGE_STORAGE": "leavingcare.messages.HostMessages",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": "5",
    }
    code = "; ".join(
        ["from leavingcare import settings"]
        + [f"print(getattr(settings, {name!r}))" for name in expected]
    )
    done = python(code, PRODUCTION)
    assert dict(zip(expected, done.stdout.split(), strict=True)) == expected


def test_passwords_are_hashed_slowly():
    code = "import django; django.setup(); from django.contrib.auth import hashers; "
    code += "print(hashers.get_hasher().algorithm, hashers.get_hasher().iterations)"
    module = {"DJANGO_SETTINGS_MODULE": "leavingcare.settings"}
    algorithm, iterations = python(code, PRODUCTION | module).stdout.split()
    assert algorithm == "pbkdf2_sha256"
    assert int(iterations) >= 600_000


def test_production_may_choose_sqlite():
    environment = without("DATABASE_URL") | {"SQLITE_ALLOWED": "1"}
    engine = setting("settings.DATABASES['default']['ENGINE']", environment)
    assert engine == "django.db.backends.sqlite3"


def test_the_first_name_is_where_mails_lead_and_come_from():
    environment = PRODUCTION | {
        "ALLOWED_HOSTS": "assess.example.org, other.example.org"
    }
    names = setting("settings.ALLOWED_HOSTS", environment)
    assert names == "['assess.example.org', 'other.example.org']"
    both = "settings.SITE_URL, settings.DEFAULT_FROM_EMAIL"
    assert setting(both, environment) == (
        "https://assess.example.org leavingcare@assess.example.org"
    )


def test_a_demonstration_needs_nothing_and_is_for_this_machine_only():
    hosts = setting("settings.ALLOWED_HOSTS", {"DEMO": "1"})
    assert hosts == "['localhost', '127.0.0.1', '[::1]']"


def test_no_environment_turns_debugging_on():
    environment = PRODUCTION | {"DEBUG": "1", "DJANGO_DEBUG": "1"}
    assert setting("settings.DEBUG", environment) == "False"
    assert setting("settings.DEBUG", {"DEMO": "1", "DEBUG": "1"}) == "False"


LIMITS_OF_REQUESTS = (
    "-c lock_timeout=3s -c statement_timeout=15s "
    "-c idle_in_transaction_session_timeout=60s"
)


def test_nobody_waits_for_ever_for_the_database():
    options = "settings.DATABASES['default']['OPTIONS']"
    assert setting(f"{options}['options']", PRODUCTION) == LIMITS_OF_REQUESTS
    assert setting(f"{options}['connect_timeout']", PRODUCTION) == "5"
    assert setting(f"{options}['tcp_user_timeout']", PRODUCTION) == "15000"
    assert setting(f"{options}['timeout']", {"DEMO": "1"}) == "10"


def test_what_the_url_says_of_the_connection_goes_before():
    url = f"{PRODUCTION['DATABASE_URL']}?sslmode=require&connect_timeout=9"
    names = ["sslmode", "connect_timeout", "options"]
    told = setting(
        f"[settings.DATABASES['default']['OPTIONS'][n] for n in {names}]",
        PRODUCTION | {"DATABASE_URL": url},
    )
    assert told == str(["require", 9, LIMITS_OF_REQUESTS])


def test_a_command_may_take_its_time():
    code = "from django.conf import settings; print(settings.DATABASES)"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "-c lock_timeout=30s -c statement_timeout=0s" in done.stdout


def test_sqlite_keeps_what_it_said_is_saved(tmp_path):
    code = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ["journal_mode", "synchronous"]:
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""
    done = python(
        code,
        {
            "DEMO": "1",
            "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
            "DJANGO_SETTINGS_MODULE": "leavingcare.settings",
        },
    )
    full = "2"
    assert done.stdout.split() == ["wal", full]


def test_django_finds_nothing_to_make_safer():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--tag=security"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("System check identified no issues")
