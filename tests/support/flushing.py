"""The framework editions and the register survive the tests that empty the database.

Such tests (browser, race, anything with `transaction=True`) end with `flush`, which
sends `post_migrate` as `migrate` does: that is when the rows are put back. The cache's
table, which `flush` does not know, is emptied then: nobody waits for what was guessed in
another test.
"""

from django.apps import apps
from django.core.cache import cache
from django.db.models.signals import post_migrate


def keep_rows(app_label, *names):
    """Put the app's rows of this moment back, keys and all, whenever they are gone.

    With names, only those of these models.
    """
    app = apps.get_app_config(app_label)
    models = [app.get_model(name) for name in names] or list(app.get_models())
    models += [
        field.remote_field.through
        for model in models
        for field in model._meta.local_many_to_many
    ]
    kept = [(model, list(model.objects.all())) for model in models]

    def put_back(**kwargs):
        for model, rows in kept:
            if not model.objects.exists():
                model.objects.bulk_create(rows)

    post_migrate.connect(put_back, sender=app, weak=False, dispatch_uid="kept rows")


def empty_cache_too():
    """Empty the cache, too, whenever the database is emptied."""

    def empty(**kwargs):
        cache.clear()

    app = apps.get_app_config("assessments")
    post_migrate.connect(empty, sender=app, weak=False, dispatch_uid="empty cache")
