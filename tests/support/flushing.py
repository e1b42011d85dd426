"""The framework editions survive the tests that empty the database.

Such tests (browser, race, anything with `transaction=True`) end with `flush`, which
sends `post_migrate` as `migrate` does: that is when the rows are put back.
"""

from django.apps import apps
from django.db.models.signals import post_migrate


def keep_rows(app_label):
    """Put the app's rows of this moment back, keys and all, whenever they are gone."""
    app = apps.get_app_config(app_label)
    kept = [(model, list(model.objects.all())) for model in app.get_models()]

    def put_back(**kwargs):
        for model, rows in kept:
            if not model.objects.exists():
                model.objects.bulk_create(rows)

    post_migrate.connect(put_back, sender=app, weak=False, dispatch_uid="kept rows")
