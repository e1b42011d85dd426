"""The checks that stop a server from starting. `gunicorn.conf.py` runs these before it serves.

By hand: `manage.py check --deploy --tag start --database default`. A demonstration
may have a known key and a fast, forgetful database; nothing may lack what it needs.
"""

import re
import warnings
from importlib import import_module
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import (
    ManifestFilesMixin,
    staticfiles_storage,
)
from django.core.cache import caches
from django.core.checks import Error, register
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

START = "start"
KEY_LENGTH = 50
KEY_CHARACTERS = 10  # different ones
FONTS = ["Liberation Sans", "DejaVu Sans"]
# A migration that only adds what older code need not know, so that it may run on; what
# is in one, `tests/test_migrations.py` holds.
EXPANDS = re.compile(r"\d+_expand_")
DURABLE = ["fsync", "full_page_writes", "synchronous_commit"]
THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}
ENCRYPTED = {"require", "verify-ca", "verify-full"}  # libpq's sslmode
COLUMNS = {  # every column of the database, in one query
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = ANY(current_schemas(false))",
    "sqlite": "SELECT tables.name, columns.name FROM sqlite_master AS tables "
    "JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
}


@register(START, deploy=True)
def secret_key(app_configs, **kwargs):
    weak = [
        key
        for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if len(key) < KEY_LENGTH
        or len(set(key)) < KEY_CHARACTERS
        or "demonstration" in key.lower()
    ]
    if settings.DEMO or not weak:
        return []
    return [
        Error(
            "SECRET_KEY, or one of SECRET_KEY_FALLBACKS, can be guessed.",
            hint="Use at least 50 random characters, for example from "
            "`openssl rand -base64 48`.",
            id="leavingcare.E001",
        )
    ]


@register(START, deploy=True)
def addresses(app_configs, **kwargs):
    """Refuse to answer to any name, or to send people to a name that is not ours."""
    if settings.DEMO:
        return []
    faults = []
    if "*" in settings.ALLOWED_HOSTS:
        faults.append(
            Error(
                "ALLOWED_HOSTS lets the site answer to any name.",
                hint="Give the names people use, with commas between them.",
                id="leavingcare.E009",
            )
        )
    site = urlsplit(settings.SITE_URL)
    name = site.hostname or ""
    is_ours = name[:1] != "." and validate_host(name, settings.ALLOWED_HOSTS)
    if site.scheme != "https" or not is_ours or site.path:
        faults.append(
            Error(
                "SITE_URL, where emails send people, is not a URL of this site.",
                hint="Set it to https:// and a name of ALLOWED_HOSTS, no more.",
                id="leavingcare.E010",
            )
        )
    return faults


@register(START, deploy=True)
def encrypted(app_configs, **kwargs):
    """Refuse to send emails or rows over a network where others can read them."""
    if settings.DEMO:
        return []
    faults = []
    tls = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if not tls and settings.EMAIL_HOST not in THIS_MACHINE:
        faults.append(
            Error(
                "Emails would go to the email server without TLS.",
                hint="Set EMAIL_USE_TLS=1 (STARTTLS) or EMAIL_USE_SSL=1.",
                id="leavingcare.E014",
            )
        )
    host = settings.DATABASES["default"].get("HOST", "")
    mode = settings.DATABASES["default"].get("OPTIONS", {}).get("sslmode", "")
    is_near = host in THIS_MACHINE or host.startswith("/")  # a socket
    if not is_near and mode not in ENCRYPTED:
        faults.append(
            Error(
                "The database is on another machine, and TLS is not required.",
                hint="Add ?sslmode=verify-full to DATABASE_URL, or at least =require.",
                id="leavingcare.E015",
            )
        )
    return faults


@register(START, deploy=True)
def operator(app_configs, **kwargs):
    """Ask for the facts that the help pages give about the operator."""
    names = ["OPERATOR_NAME", "OPERATOR_EMAIL", "OPERATOR_DATA_PROTECTION"]
    missing = [name for name in names if not getattr(settings, name)]
    if not missing:
        return []
    return [
        Error(
            f"The pages of help lack {', '.join(missing)}.",
            hint="Set them in the environment: who runs the site, whom people ask for "
            "help, and the address of the data protection officer.",
            id="leavingcare.E013",
        )
    ]


@register(START, deploy=True)
def static_files(app_configs, **kwargs):
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return []
    if staticfiles_storage.hashed_files:
        return []
    return [
        Error(
            "The static files have not been collected.",
            hint="Run `manage.py collectstatic`.",
            id="leavingcare.E002",
        )
    ]


@register(START, deploy=True)
def reports(app_configs, **kwargs):
    """Return an error if reports cannot be made, or not in their own fonts."""
    try:
        missing = missing_fonts()
    except (ImportError, OSError) as error:
        return [
            Error(
                f"WeasyPrint does not start: {str(error).splitlines()[0]}",
                hint="Install Pango: `scripts/setup` names the Debian packages.",
                id="leavingcare.E003",
            )
        ]
    if not missing:
        return []
    return [
        Error(
            f"Fonts of the reports are missing: {', '.join(missing)}.",
            hint="Install fonts-liberation and fonts-dejavu-core.",
            id="leavingcare.E004",
        )
    ]


def missing_fonts():
    """Set one letter in each font and see which the PDF names.

    WeasyPrint is imported this late because without Pango it cannot be, which is one
    of the things to find out.
    """
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):
            weasyprint = import_module("weasyprint")
    except UserWarning:  # there is no font at all, and Pango would crash
        return FONTS
    page = "".join(f"<p style='font-family: {font}'>a" for font in FONTS)
    pdf = weasyprint.HTML(string=page).write_pdf(uncompressed_pdf=True)
    return [font for font in FONTS if font.replace(" ", "-").encode() not in pdf]


@register(START, deploy=True)
def database(app_configs, databases=None, **kwargs):
    faults = []
    for alias in databases or []:
        connection = connections[alias]
        try:
            migrations = unapplied_migrations(connection)
            faults += migrations or missing_columns(connection)
            faults += forgetful(connection)
        except OperationalError as error:
            faults.append(
                Error(
                    f"The database cannot be reached: {str(error).splitlines()[0]}",
                    hint="Check DATABASE_URL.",
                    id="leavingcare.E005",
                )
            )
    return faults


def unapplied_migrations(connection):
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    faults = []
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        names = ", ".join(f"{step.app_label}.{step.name}" for step, _ in plan)
        faults.append(
            Error(
                f"The database is older than the code; it lacks {names}.",
                hint="Run `manage.py migrate`.",
                id="leavingcare.E006",
            )
        )
    ours = {app for app, _ in known}
    applied = executor.loader.applied_migrations
    extra = sorted({key for key in applied if key[0] in ours} - set(known))
    if extra := [key for key in extra if not EXPANDS.match(key[1])]:
        names = ", ".join(f"{app}.{name}" for app, name in extra)
        faults.append(
            Error(
                f"The code is older than the database, which has {names}.",
                hint="Run the newer code.",
                id="leavingcare.E007",
            )
        )
    return faults


def missing_columns(connection):
    """Find the columns that the code needs and the database lacks.

    A migration that was changed after it ran leaves such a database. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        there = set(cursor.fetchall())
    if lacking := sorted(needed_columns() - there):
        names = ", ".join(".".join(pair) for pair in lacking)
        return [
            Error(
                f"The database has run all migrations, but lacks {names}.",
                hint="A migration was changed after it ran here, or the database was "
                "changed by hand. Run the code that made it, or restore a backup.",
                id="leavingcare.E011",
            )
        ]
    if caches["default"]._table in {table for table, _ in there}:
        return []
    return [
        Error(
            "The database has no table to count wrong passwords in.",
            hint="Run `manage.py createcachetable`.",
            id="leavingcare.E012",
        )
    ]


def needed_columns():
    """Return the (table, column) of each field of the site's and libraries' models."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
    }


def forgetful(connection):
    """Refuse a PostgreSQL that confirms a commit before it is stored."""
    if settings.DEMO or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'",
            [DURABLE],
        )
        off = ", ".join(name for (name,) in cursor.fetchall())
    if not off:
        return []
    return [
        Error(
            f"PostgreSQL may lose committed data: {off} is off.",
            hint="Turn it on in postgresql.conf, and for this database and user.",
            id="leavingcare.E008",
        )
    ]
