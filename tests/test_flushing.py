"""The database after a test that empties it: what is put back, and what is gone."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from assessments.models import RegisterEntry
from frameworks.models import Framework


@pytest.mark.django_db(transaction=True)
def test_the_cache_goes_with_the_database_and_the_editions_stay():
    cache.set("guesses", 5)
    # As Django does between tests. Else new rows were numbered from 1 again.
    call_command("flush", interactive=False, reset_sequences=False, verbosity=0)
    assert cache.get("guesses") is None
    assert Framework.objects.exists()
    assert RegisterEntry.objects.exists()
