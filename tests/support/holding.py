"""The tests' settings for a server that is killed: it can be held at a point of a save.

HOLDING names a directory. A pipe in it, named after a point, holds the first save that
gets there, for good: the test that opens the pipe knows it has, and may kill the server.

arrived   the request has not been read
written   the answer is in the database, and the transaction is not committed
answered  everything is done except sending the answer
"""

import os
import threading
from pathlib import Path

from django.db import connection

from tests.settings import *
from tests.settings import MIDDLEWARE

MIDDLEWARE = ["tests.support.holding.Holding", *MIDDLEWARE]
KEPT = 'INSERT INTO "assessments_draftrevision"'


class Holding:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or request.path.endswith("/here/"):
            return self.get_response(request)
        hold("arrived")
        with connection.execute_wrapper(hold_when_written):
            response = self.get_response(request)
        hold("answered")
        return response


def hold_when_written(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if sql.startswith(KEPT):
        hold("written")
    return result


def hold(point):
    pipe = Path(os.environ["HOLDING"], point)
    if pipe.exists():
        pipe.open("w").close()  # waits for somebody to open the other end
        threading.Event().wait()
