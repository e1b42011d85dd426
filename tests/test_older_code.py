"""While servers are upgraded one by one, older code writes to the newer database.

Its rows lack the columns that a migration named `expand_` added: each model is taken as
it was before that migration, and inserts and changes a row as the older code does.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader

from leavingcare.checks import EXPANDS
from tests.support.world import bring_to

LOADER = MigrationLoader(None)
WIDENED = sorted(  # (app, migration, model that got a column)
    {
        (*key, operation.model_name_lower)
        for key, migration in LOADER.disk_migrations.items()
        if key[0] in {"assessments", "frameworks", "leavingcare"}
        and EXPANDS.match(key[1])
        for operation in migration.operations
        if isinstance(operation, operations.AddField)
        and not operation.field.many_to_many
    }
)


def before(app, migration, model):
    """Return a model as the code knew it that came before a migration."""
    state = LOADER.project_state((app, migration), at_end=False)
    return state.apps.get_model(app, model)


def test_some_migration_widens_a_table():
    assert WIDENED


@pytest.mark.parametrize(("app", "migration", "model"), WIDENED)
def test_older_code_inserts_and_changes_rows(world, app, migration, model):
    older, now = before(app, migration, model), apps.get_model(app, model)
    old = {field.column for field in older._meta.concrete_fields}
    added = {each.column for each in now._meta.concrete_fields} - old
    assert added
    if not older._base_manager.exists():
        bring_to(world, "submitted")
    row = older._base_manager.first()
    assert row, f"Have `tests/support/world.py` make a {model}."
    rows = older._base_manager.filter(pk=row.pk)
    rows._raw_delete(connection.alias)
    row.save(force_insert=True)
    row.save(force_update=True)
    connection.check_constraints()
    read = now._base_manager.get(pk=row.pk)
    for field in now._meta.concrete_fields:
        if field.column in added and not field.null:
            assert getattr(read, field.attname) == field.get_default(), field.name
