"""The faults a server refuses to start with, and its messages (leavingcare.checks)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from leavingcare import checks
from tests.support.production import GOOD_KEY

ROOT = Path(__file__).parents[2]
MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def ids(found):
    return [fault.id.removeprefix("leavingcare.") for fault in found]


@pytest.mark.parametrize(
    "key",
    [
        GOOD_KEY[:49],
        "abcdefghi" * 6,
        "demonstration-only-" + GOOD_KEY,
        "Demonstration-" + GOOD_KEY,
    ],
)
def test_a_key_that_can_be_guessed_is_refused(settings, key):
    settings.DEMO = False
    settings.SECRET_KEY = key
    assert ids(checks.secret_key(None)) == ["E001"]
    settings.SECRET_KEY = GOOD_KEY
    settings.SECRET_KEY_FALLBACKS = [key]
    (fault,) = checks.secret_key(None)
    assert fault.id == "leavingcare.E001"
    assert key not in str(fault)


def test_a_good_key_is_taken(settings):
    settings.DEMO = False
    settings.SECRET_KEY = GOOD_KEY
    assert checks.secret_key(None) == []


def test_a_demonstration_may_have_a_known_key():
    assert checks.secret_key(None) == []


@pytest.mark.parametrize(
    ("hosts", "site", "expected"),
    [
        (["assess.example.org"], "https://assess.example.org", []),
        ([".example.org"], "https://assess.example.org", []),
        (["*"], "https://assess.example.org", ["E009"]),
        (["assess.example.org"], "http://assess.example.org", ["E010"]),
        (["assess.example.org"], "https://assess.example.com", ["E010"]),
        (["assess.example.org"], "https://assess.example.org/", ["E010"]),
        (["assess.example.org"], "assess.example.org", ["E010"]),
        ([".example.org"], "https://.example.org", ["E010"]),
    ],
)
def test_mails_lead_to_a_name_of_the_site(settings, hosts, site, expected):
    settings.DEMO = False
    settings.ALLOWED_HOSTS, settings.SITE_URL = hosts, site
    assert ids(checks.addresses(None)) == expected


@pytest.mark.parametrize(
    ("email", "database", "expected"),
    [
        ({}, {}, []),
        ({"EMAIL_HOST": "mail.example.org"}, {}, ["E014"]),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": True}, {}, []),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_USE_SSL": True}, {}, []),
        ({}, {"HOST": "/run/postgresql"}, []),
        ({}, {"HOST": "127.0.0.1"}, []),
        ({}, {"HOST": "db.example.org"}, ["E015"]),
        ({}, {"HOST": "db.example.org", "OPTIONS": {"sslmode": "prefer"}}, ["E015"]),
        ({}, {"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}, []),
    ],
)
def test_nothing_leaves_the_machine_unencrypted(
    settings, monkeypatch, email, database, expected
):
    settings.DEMO = False
    monkeypatch.setitem(settings.DATABASES, "default", database)
    for name, value in email.items():
        setattr(settings, name, value)
    assert ids(checks.encrypted(None)) == expected


def test_static_files_must_have_been_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": MANIFEST}}
    assert ids(checks.static_files(None)) == ["E002"]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert checks.static_files(None) == []


def test_reports_can_be_made_here():
    assert checks.reports(None) == []


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(checks, "FONTS", ["Liberation Sans", "No Such Font"])
    (fault,) = checks.reports(None)
    assert fault.id == "leavingcare.E004"
    assert fault.msg == "Fonts of the reports are missing: No Such Font."


def test_missing_pango_is_told_in_one_line(monkeypatch):
    def without_pango(name):
        raise OSError("cannot load library 'libpango-1.0-0'\nand much more")

    monkeypatch.setattr(checks, "import_module", without_pango)
    (fault,) = checks.reports(None)
    assert fault.id == "leavingcare.E003"
    assert fault.msg == (
        "WeasyPrint does not start: cannot load library 'libpango-1.0-0'"
    )


@pytest.mark.django_db
def test_this_database_is_up_to_date():
    assert checks.database(None, databases=["default"]) == []


def test_the_database_is_left_alone_unless_named():
    assert checks.database(None) == []


@pytest.mark.django_db
def test_an_older_database_is_refused():
    [(_, newest)] = MigrationLoader(connection).graph.leaf_nodes("assessments")
    MigrationRecorder(connection).record_unapplied("assessments", newest)
    (fault,) = checks.database(None, databases=["default"])
    assert fault.id == "leavingcare.E006"
    assert f"assessments.{newest}" in fault.msg


@pytest.mark.django_db
def test_a_newer_database_is_refused():
    MigrationRecorder(connection).record_applied("assessments", "0999_from_later")
    MigrationRecorder(connection).record_applied("gone", "0001_initial")
    (fault,) = checks.database(None, databases=["default"])
    assert fault.id == "leavingcare.E007"
    assert fault.msg == (
        "The code is older than the database, which has assessments.0999_from_later."
    )


@pytest.mark.django_db
def test_a_database_that_only_has_more_is_served():
    """So servers of the version before run while others already have the new one."""
    MigrationRecorder(connection).record_applied("assessments", "0998_expand_notes")
    assert checks.database(None, databases=["default"]) == []
    MigrationRecorder(connection).record_applied("assessments", "0999_drop_notes")
    (fault,) = checks.database(None, databases=["default"])
    assert "assessments.0999_drop_notes." in fault.msg


LACKS_SOURCE = (
    "The database has run all migrations, but lacks assessments_submission.source."
)


@pytest.mark.django_db
def test_a_database_that_lacks_a_column_is_refused():
    """As one is whose migration was rewritten after it ran."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assessments_submission RENAME source TO origin")
    (fault,) = checks.database(None, databases=["default"])
    assert (fault.id, fault.msg) == ("leavingcare.E011", LACKS_SOURCE)
    assert "restore a backup" in fault.hint


@pytest.mark.django_db
def test_every_table_and_column_that_is_lacking_is_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assessments_workinggroup_members RENAME TO gone")
        cursor.execute("ALTER TABLE post_office_email RENAME subject TO gone")
    (fault,) = checks.missing_columns(connection)
    table = "assessments_workinggroup_members"
    columns = [f"{table}.{name}" for name in ("id", "user_id", "workinggroup_id")]
    names = ", ".join([*columns, "post_office_email.subject"])
    assert fault.msg == f"The database has run all migrations, but lacks {names}."


@pytest.mark.django_db
def test_columns_are_compared_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert checks.missing_columns(connection) == []


@pytest.mark.django_db
def test_a_database_without_a_cache_table_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache RENAME TO gone")
    (fault,) = checks.missing_columns(connection)
    assert fault.id == "leavingcare.E012"
    assert "createcachetable" in fault.hint


def test_a_database_that_is_away_is_told_in_one_line(monkeypatch):
    def away(connection):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(checks, "unapplied_migrations", away)
    (fault,) = checks.database(None, databases=["default"])
    assert fault.id == "leavingcare.E005"
    assert fault.msg == "The database cannot be reached: connection refused"


@pytest.mark.race
@pytest.mark.django_db
def test_a_forgetful_postgresql_is_refused(settings):
    settings.DEMO = False
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    (fault,) = checks.forgetful(connection)
    assert fault.id == "leavingcare.E008"
    assert "synchronous_commit" in fault.msg


def test_gunicorn_refuses_to_start(tmp_path):
    """All of it together: what somebody reads who starts the server too early."""
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "short",
            "ALLOWED_HOSTS": "assess.example.org",
            "SQLITE_ALLOWED": "1",
            "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
            "PORT": "0",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "can be guessed" in done.stderr
    assert "The database is older than the code" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Booting worker" not in done.stderr
