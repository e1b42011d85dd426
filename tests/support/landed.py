"""The database of the first version that landed (commit 8501099), as it was then.

`tests/fixtures/landed` holds it as the SQL of each database, made by `migrate`,
`createcachetable`, `load_frameworks` and `demo`, which invents its people and texts.
"""

import lzma
import sqlite3
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

FOLDER = settings.BASE_DIR / "tests" / "fixtures" / "landed"


@contextmanager
def landed_database(folder):
    """Have the default connection lead to a copy of that database, until the end."""
    usual = connections["default"]
    connection = usual.copy()
    sql = lzma.decompress((FOLDER / f"{usual.vendor}.sql.xz").read_bytes()).decode()
    with RESTORED[usual.vendor](usual, folder, sql) as name:
        connection.settings_dict["NAME"] = name
        connections["default"] = connection
        try:
            yield connection
        finally:
            connections["default"] = usual
            connection.close()


@contextmanager
def restored_sqlite(usual, folder, sql):
    path = folder / "landed.sqlite3"
    database = sqlite3.connect(path)
    database.executescript(sql)
    database.close()
    yield path


@contextmanager
def restored_postgresql(usual, folder, sql):
    name = f"{usual.settings_dict['NAME']}_landed"
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        connection = usual.copy()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()
        yield name
    finally:
        with usual._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


RESTORED = {"sqlite": restored_sqlite, "postgresql": restored_postgresql}
