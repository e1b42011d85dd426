"""The people and the assessment of most tests, made once and put back row by row.

`make_everybody` makes them as the site does, when the tests start. Its rows are noted
and taken back, and a fixture puts those it is for into the database again: it costs a
test two milliseconds for an assessment, and not thirty. What tests make themselves is
numbered from 1,000, so that its keys are never those of what is put back.
"""

import pickle
from collections import defaultdict

from django.apps import apps
from django.db import connection, transaction

from .builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
    make_user,
)

FIRST_OF_TESTS = 1000  # the keys below it belong to the rows that are put back
MEMBERS = {
    "mo": "moderator",
    "cass": "contributor",
    "dee": "contributor",
    "ann": "approver",
    "zoe": "moderator",
}


def make_everybody():
    """Yield (name, what was made), each of it made of those before."""
    northmoor = make_authority("Northmoor")
    yield "northmoor", northmoor
    people = {}
    for name, role in MEMBERS.items():
        people[name] = make_member(northmoor, role, name)
        yield name, people[name]
    yield "oli", make_member(make_authority("Eastvale"), "moderator", "oli")
    yield "val", make_user("val", is_staff=True)
    yield "fay", make_user("fay", is_staff=True, staff_role="facilitator")
    yield "gus", make_user("gus", is_staff=True, staff_role="facilitator")
    yield "eve", make_user("eve", is_staff=True, staff_role="evaluator")
    mo, cass = people["mo"], people["cass"]
    assessment = make_assessment(northmoor, mo)
    yield "assessment", assessment
    group = make_group(assessment, mo, cass, areas=[7, 9], name="Housing")
    yield "housing", group


class Remembered:
    """The objects that were made: {name: object}, and {name: INSERTs of its rows}."""

    def __init__(self):
        self.inserts = defaultdict(list)
        self.tables = {
            model._meta.db_table: columns_of(model)
            for app in ("leavingcare", "assessments")
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        }

    def make(self):
        """Make everything, note its rows, and take it back."""
        made = {}
        with transaction.atomic():
            highest = self.highest_keys()
            for name, one in make_everybody():
                made[name] = one
                before, highest = highest, self.highest_keys()
                for table, key in before.items():
                    if highest[table] > key:
                        self.inserts[name].append(
                            insert_of(table, self.tables[table], above=key)
                        )
            transaction.set_rollback(True)
        self.objects = pickle.dumps(made)
        self.number_what_follows()

    def highest_keys(self):
        """Return {table: its highest key, or 0}."""
        query = " UNION ALL ".join(
            f"SELECT '{table}', max(id) FROM {table}" for table in self.tables
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            return {table: key or 0 for table, key in cursor.fetchall()}

    def number_what_follows(self):
        """Have the database number new rows from FIRST_OF_TESTS."""
        with connection.cursor() as cursor:
            for table in self.tables:
                if connection.vendor == "sqlite":
                    cursor.execute(
                        "DELETE FROM sqlite_sequence WHERE name = %s", [table]
                    )
                    sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
                else:
                    sql = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
                cursor.execute(sql, [table, FIRST_OF_TESTS])

    def put_back(self, name):
        """Put back what was made by that name; what it refers to is there.

        Its rows refer to each other too, and are compared at the end of a transaction.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in self.inserts[name]:
                cursor.execute(sql, values)


def columns_of(model):
    return [field.column for field in model._meta.local_fields]


def insert_of(table, columns, above=None):
    """Return (SQL, values) that put back the rows of a table, or None if it has none.

    `above` leaves out the rows with this key and lower ones.
    """
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    select = f"SELECT {names} FROM {quote(table)}"
    with connection.cursor() as cursor:
        if above is None:
            cursor.execute(select)
        else:
            cursor.execute(f"{select} WHERE id > %s ORDER BY id", [above])
        rows = cursor.fetchall()
    if not rows:
        return None
    row = f"({', '.join(['%s'] * len(columns))})"
    return (
        f"INSERT INTO {quote(table)} ({names}) VALUES {', '.join([row] * len(rows))}",
        [value for row in rows for value in row],
    )
