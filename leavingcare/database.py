"""The time limits of the database, so that one stuck lock stops only one save.

A person who waits longer gets the page that gives back what was typed (`errors.away`).
A person waits for a request; `manage.py` runs what may take longer, as migrations,
archives and files do, and nobody looks on.
"""

from dataclasses import dataclass

SQLITE = "django.db.backends.sqlite3"
CONNECTING = {  # seconds, unless it says otherwise
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


def limited(database, limits):
    """Return Django's settings of a database, with these limits.

    Options of the connection that its URL gives take precedence over ours.
    """
    if database["ENGINE"] == SQLITE:
        return database | {
            "CONN_HEALTH_CHECKS": False,
            "OPTIONS": sqlite_options(limits),
        }
    options = postgresql_options(limits) | database.get("OPTIONS", {})
    return database | {"OPTIONS": options}


def postgresql_options(limits):
    """Return psycopg's options of a connection with these limits."""
    timeouts = {
        "lock_timeout": limits.lock,
        "statement_timeout": limits.statement,
        "idle_in_transaction_session_timeout": limits.idle,
    }
    names = " ".join(f"-c {name}={value}s" for name, value in timeouts.items())
    return CONNECTING | {"options": names}


def sqlite_options(limits):
    """Return the options of a connection to an SQLite file with these limits."""
    return {
        # A transaction that will write takes its lock at once, so it never fails
        # half way because somebody else wrote first.
        "transaction_mode": "IMMEDIATE",
        "timeout": limits.sqlite,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
