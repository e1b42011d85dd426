"""Backups of the database, and the proof that one can be restored.

A backup is what PostgreSQL's own pg_dump writes (or a copy of the SQLite file), and a
list of what the database held at that very moment: the rows of each table and a
digest of them. A restored database is compared with the list.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypedDict

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

# They hold who is signed in just now and what may be counted again.
LEFT_OUT = {"django_session", "cache"}
LIST = ".json"
DIGEST = (
    "SELECT count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '') "
    "FROM (SELECT md5(t::text) AS row FROM {table} AS t) AS rows"
)


Tables = dict[str, tuple[int, str]]  # {table: (number of rows, digest of them)}


class Found(TypedDict):
    """The list of a backup."""

    file: str
    sha256: str
    tables: Tables


class BackupError(Exception):
    """Something that the operator has to put right; the message says what."""


def backup(folder: str) -> Path:
    """Write a backup of the default database into a folder; return the path of its list.

    The list is written last: a backup without one was cut short.
    """
    connection = connections["default"]
    name = f"leavingcare-{timezone.now():%Y%m%d-%H%M%S}"
    vendor = connection.vendor
    path = Path(folder) / f"{name}.{'dump' if vendor == 'postgresql' else 'sqlite3'}"
    os.umask(0o077)
    try:
        path.touch(exist_ok=False)
    except OSError as error:
        raise BackupError(f"The folder cannot be written in: {error}") from error
    with transaction.atomic():
        tables = copied_postgresql(path) if vendor == "postgresql" else copied(path)
    found = {"file": path.name, "sha256": sha256(path), "tables": tables}
    listed = path.with_suffix(LIST)
    with listed.open("x", encoding="utf-8") as file:
        json.dump(found, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    return listed


def copied_postgresql(path):
    """Have pg_dump write what this transaction sees; return the list of its tables."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        tables = tables_of(cursor, connection)
        left_out = [f"--exclude-table-data={name}" for name in sorted(LEFT_OUT)]
        run(
            ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}"]
            + [*left_out, f"--file={path}"],
            connection.settings_dict,
        )
    return tables


def copied(path):
    """Copy the SQLite file, to which nobody writes while this transaction is open."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        tables = tables_of(cursor, connection)
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(path)) as to:
        source.backup(to)
        to.execute("PRAGMA secure_delete = ON")  # or their rows would stay in the file
        for table in LEFT_OUT:
            to.execute(f"DELETE FROM {table}")
        to.commit()
    return tables


def tables_of(cursor, connection):
    """Return {table: [number of rows, digest of them]} but for those LEFT_OUT."""
    names = set(connection.introspection.table_names(cursor)) - LEFT_OUT
    return {name: counted(cursor, connection, name) for name in sorted(names)}


def counted(cursor, connection, name):
    table = connection.ops.quote_name(name)
    if connection.vendor == "postgresql":
        cursor.execute(DIGEST.format(table=table))
        return list(cursor.fetchone())
    cursor.execute(f"SELECT * FROM {table}")
    rows = sorted(
        hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).hexdigest()
        for row in cursor
    )
    return [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]


def read(listed: str) -> tuple[Found, Path]:
    """Return the list of a backup and the path of its file, if the file is whole."""
    try:
        found: Found = json.loads(Path(listed).read_text(encoding="utf-8"))
        path = Path(listed).with_name(found["file"])
        if sha256(path) != found["sha256"]:
            raise BackupError(f"{path} is not as it was written.")
    except (OSError, ValueError, KeyError) as error:
        raise BackupError(f"The backup cannot be read: {error}") from error
    return found, path


def restore(path: Path) -> None:
    """Fill an empty database from the file of a backup."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise BackupError(
                "The database is not empty. Make a new one, and name it in DATABASE_URL."
            )
    settings = connection.settings_dict
    connection.close()
    if connection.vendor == "postgresql":
        run(["pg_restore", "--no-owner", "--exit-on-error"], settings, path)
        return
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(settings["NAME"])) as to,
    ):
        source.backup(to)


def differences(found: Found) -> list[str]:
    """Return the differences of a database from the list of a backup, in sentences."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        tables = tables_of(cursor, connection)
    wanted = found["tables"]
    told = [f"{name} is missing." for name in sorted(wanted.keys() - tables.keys())]
    told += [f"{name} is too much." for name in sorted(tables.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & tables.keys()):
        (rows, digest), (rows_now, digest_now) = wanted[name], tables[name]
        if rows != rows_now:
            told.append(f"{name} has {rows_now} rows instead of {rows}.")
        elif digest != digest_now:
            told.append(f"{name} has other content.")
    return told


@contextmanager
def scratch(folder: Path) -> Iterator[None]:
    """Let the default connection lead to a new, empty database, which goes at the end."""
    usual = connections["default"]
    name = f"leavingcare_check_{secrets.token_hex(4)}"
    is_postgresql = usual.vendor == "postgresql"
    if is_postgresql:
        ask(usual, f"CREATE DATABASE {name} TEMPLATE template0")
    else:
        name = str(Path(folder) / f"{name}.sqlite3")
    connection = usual.copy()
    connection.settings_dict["NAME"] = name
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = usual
        connection.close()
        if is_postgresql:
            ask(usual, f"DROP DATABASE {name}")
        else:
            Path(name).unlink(missing_ok=True)


def ask(connection, sql):
    """Have the server make or drop a database, outside any transaction."""
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        raise BackupError(
            f"The server refuses {sql.split(' leavingcare')[0]}. The user of the "
            "database needs CREATEDB to try a backup."
        ) from error


def run(command, settings, path=None):
    """Run one of PostgreSQL's programs; its password is in no list of processes."""
    names = {"HOST": "HOST", "PORT": "PORT", "USER": "USER", "PASSWORD": "PASSWORD"}
    given = {f"PG{ours}": str(settings.get(name) or "") for ours, name in names.items()}
    given["PGDATABASE"] = str(settings["NAME"])
    given["PGSSLMODE"] = settings.get("OPTIONS", {}).get("sslmode", "")
    extra = [f"--dbname={settings['NAME']}", str(path)] if path else []
    try:
        done = subprocess.run(
            [*command, *extra],
            env=os.environ | {name: value for name, value in given.items() if value},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"Install postgresql-client: there is no {error.filename}."
        ) from error
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()}")


def sha256(path):
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
