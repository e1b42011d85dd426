"""Migrations that exist never change: databases in use have run them.

A new migration is added to the list, once: sha256sum FILE >> the list. It only expands
the database, so that servers of the version before work beside those of the new one.
"""

import hashlib

import pytest
from django.conf import settings
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from leavingcare.checks import EXPANDS

# The last migration of each app with which a version had to be restarted as a whole.
RESTARTED = {"assessments": "0015", "frameworks": "0002", "leavingcare": "0005"}
ROOT = settings.BASE_DIR
LIST = ROOT / "tests" / "fixtures" / "migrations.sha256"
FROZEN = {
    name: digest for digest, name in map(str.split, LIST.read_text().splitlines())
}


def test_no_migration_was_changed_since_it_was_listed():
    now = {
        name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in FROZEN
        if (ROOT / name).exists()
    }
    assert now == FROZEN, "Leave it as it was, and write a new migration instead."


def test_every_migration_is_listed_once():
    found = sorted(
        str(path.relative_to(ROOT)) for path in ROOT.glob("*/migrations/[0-9]*.py")
    )
    listed = [line.split()[1] for line in LIST.read_text().splitlines()]
    assert sorted(listed) == found, f"sha256sum FILE >> {LIST.relative_to(ROOT)}"


def is_lived_with(operation):
    """Return whether a server of the version before works after an operation."""
    if isinstance(operation, operations.CreateModel | operations.AddIndex):
        return True
    if isinstance(operation, operations.AlterField):
        return False  # it may refuse what the older code writes
    return isinstance(operation, operations.AddField) and (
        operation.field.null
        or operation.field.many_to_many
        or operation.field.db_default is not NOT_PROVIDED
    )


TEXT = {"model_name": "note", "name": "colour"}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (operations.AddField(**TEXT, field=models.TextField(default="")), False),
        (operations.AddField(**TEXT, field=models.TextField(db_default="")), True),
        (operations.AddField(**TEXT, field=models.TextField(null=True)), True),
        (operations.AlterField(**TEXT, field=models.TextField(null=True)), False),
        (operations.RemoveField(**TEXT), False),
        (operations.RenameField("note", "colour", "tint"), False),
        (operations.DeleteModel("note"), False),
        (operations.CreateModel("Note", []), True),
        (operations.RunSQL("DROP TABLE note"), False),
    ],
)
def test_what_an_older_server_lives_with(operation, expected):
    assert is_lived_with(operation) == expected


def ours():
    """Return {(app, name): migration} of this site's own."""
    return {
        (app, name): migration
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app in RESTARTED
    }


def test_a_migration_that_says_it_only_expands_does():
    expanding = {key: each for key, each in ours().items() if EXPANDS.match(key[1])}
    assert expanding
    for key, migration in expanding.items():
        assert all(map(is_lived_with, migration.operations)), key


def must_expand(app, name):
    """Return whether servers of the version before run on a migration's database."""
    return name.partition("_")[0] > RESTARTED[app]


def test_every_newer_migration_only_expands():
    """To drop or rename something, first release a version that does not use it.

    Then say so here, in RESTARTED: the version before that one cannot run on.
    """
    refused = [key for key in ours() if must_expand(*key) and not EXPANDS.match(key[1])]
    assert refused == []


@pytest.mark.parametrize(
    ("app", "name", "expected"),
    [
        ("assessments", "0015_tags", False),
        ("assessments", "0016_drop_tags", True),
        ("leavingcare", "0006_rename_name", True),
    ],
)
def test_which_migrations_are_newer(app, name, expected):
    assert must_expand(app, name) == expected
