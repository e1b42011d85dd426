"""The database after a test that empties it: what is put back, and what is gone."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import call_command

from assessments.models import RegisterEntry
from frameworks.models import Framework


def rows():
    """Return what is put back of ours, and of Django's own."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Framework, RegisterEntry, Permission)
    ]


@pytest.mark.django_db(transaction=True)
def test_the_cache_goes_with_the_database_and_what_was_there_before_all_tests_stays():
    before = rows()
    assert all(before)
    cache.set("guesses", 5)
    # As Django does between tests. Else new rows were numbered from 1 again.
    call_command("flush", interactive=False, reset_sequences=False, verbosity=0)
    assert cache.get("guesses") is None
    assert rows() == before
