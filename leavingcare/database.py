"""The database that the site may run on, and its time limits.

With them, one stuck lock stops only one save. A person who waits longer gets the page
that gives back what was typed (`errors.away`). A person waits for a request; `manage.py`
runs what may take longer, as migrations, archives and files do, and nobody looks on.
"""

import re
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg2 import OperationalError, extensions

SQLITE = "django.db.backends.sqlite3"
Settings = dict[str, Any]  # of a database or a connection, as Django has them
CONNECTING: Settings = {  # seconds, unless it says otherwise
    "connect_timeout": 5,
    # A server that is gone without a word is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}


@dataclass(frozen=True)
class Limits:
    """Seconds that something may take; 0 for as long as it takes."""

    lock: int  # waiting for what somebody else is changing
    statement: int
    idle: int  # a transaction in which nothing is asked
    sqlite: int  # waiting for the one who writes to the file


LIMITS = {
    "request": Limits(lock=3, statement=15, idle=60, sqlite=10),
    "command": Limits(lock=30, statement=0, idle=600, sqlite=60),
}


def require_postgresql(database: Mapping[str, Any], *, unless: bool) -> None:
    """Raise ImproperlyConfigured if the database is an SQLite file, unless it may be."""
    if database["ENGINE"] == SQLITE and not unless:
        raise ImproperlyConfigured(
            "Set DATABASE_URL to a PostgreSQL database, or SQLITE_ALLOWED=1 if one "
            "server with an SQLite file is what you want."
        )


def limited(database: Mapping[str, Any], limits: Limits) -> Settings:
    """Return Django's settings of a database, with these limits.

    Options of the connection that its URL gives take precedence over ours.
    """
    if database["ENGINE"] == SQLITE:
        return {
            **database,
            "CONN_HEALTH_CHECKS": False,
            "OPTIONS": sqlite_options(limits),
        }
    options = postgresql_options(limits) | database.get("OPTIONS", {})
    return {**database, "OPTIONS": options}


def postgresql_options(limits: Limits) -> Settings:
    """Return psycopg's options of a connection with these limits."""
    timeouts = {
        "lock_timeout": limits.lock,
        "statement_timeout": limits.statement,
        "idle_in_transaction_session_timeout": limits.idle,
    }
    names = " ".join(f"-c {name}={value}s" for name, value in timeouts.items())
    return CONNECTING | {"options": names}


def sqlite_options(limits: Limits) -> Settings:
    """Return the options of a connection to an SQLite file with these limits."""
    return {
        # A transaction that will write takes its lock at once, so it never fails
        # half way because somebody else wrote first.
        "transaction_mode": "IMMEDIATE",
        "timeout": limits.sqlite,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


# The server may be frozen, and then it does not keep these limits itself. Why it is done
# so: docs/decisions/16-frozen-database.md

GRACE = 5  # seconds that we wait beyond the limit of the server
STATEMENT = re.compile(r"statement_timeout=(\d+)s")
EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}


def give_up_frozen_servers() -> None:
    """Have psycopg2 wait for PostgreSQL by `wait_for_answer` from now on."""
    extensions.set_wait_callback(wait_for_answer)


def wait_for_answer(connection: extensions.connection) -> None:
    """Wait until the server has answered, or raise OperationalError when it is too late.

    psycopg2 calls this while it connects and with every query, and closes the
    connection if it raises.
    """
    limit = seconds_for(connection)
    end = None if limit is None else time.monotonic() + limit
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(connection.fileno(), EVENTS[state])
        left = None if end is None else max(0, end - time.monotonic()) * 1000
        if not poller.poll(left):
            raise OperationalError("timeout expired: the server does not answer")


def seconds_for(connection: extensions.connection) -> int | None:
    """Return the seconds that the server has for its answer, or None for no limit."""
    if connection.status == extensions.STATUS_SETUP:
        return int(connection.info.dsn_parameters["connect_timeout"])
    limit = STATEMENT.search(connection.info.options)
    return int(limit[1]) + GRACE if limit and int(limit[1]) else None
