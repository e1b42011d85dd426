"""The rows of before the first test survive the tests that empty the database.

Such tests (browser, race, anything with `transaction=True`) end with `flush`. After it
Django would make its own rows again, which takes ten times as long as putting them back.
The cache's table, which `flush` does not know, is emptied: nobody waits for what was
guessed in another test.
"""

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction

from .remembered import columns_of, insert_of

PATCHED = "django.core.management.commands.flush.emit_post_migrate_signal"


def keep_rows(patch):
    """Have `flush` put back the rows of this moment, keys and all."""
    kept = [
        insert
        for model in apps.get_models(include_auto_created=True)
        if (insert := insert_of(model._meta.db_table, columns_of(model)))
    ]

    def put_back(*args, **kwargs):
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in kept:
                cursor.execute(sql, values)
        cache.clear()

    patch.setattr(PATCHED, put_back)
