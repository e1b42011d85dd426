"""The site as gunicorn loads it once, before it makes copies of the process."""

from tests.support.production import PRODUCTION, python

SAYS = """
import gc, os, sys
from django.db import connection
import leavingcare.wsgi
print("assessments.views.drafts" in sys.modules)
print(len(os.listdir("/proc/self/task")), connection.connection)
print(gc.get_freeze_count() > 100_000)
"""


def test_a_new_process_has_the_views_and_shares_no_thread_and_no_connection():
    # Nor is what was loaded ever looked through for garbage.
    done = python(SAYS, PRODUCTION)
    assert done.stdout.split() == ["True", "1", "None", "True"], done.stderr
