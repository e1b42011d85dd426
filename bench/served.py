"""The site as it is really served: gunicorn on the bench's database, to be killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from .processes import children

HOST = "127.0.0.1"
PATIENCE = 60  # seconds


def database_url():
    """Return the URL of the open database, for another process."""
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{about['NAME']}"
    login = ":".join(quote(about[name], "") for name in ("USER", "PASSWORD"))
    server = quote(about["HOST"], "") + (f":{about['PORT']}" if about["PORT"] else "")
    return f"postgres://{login}@{server}/{about['NAME']}"


def free_port():
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


class Site:
    """gunicorn with the site's own configuration, at a port that it keeps."""

    def __init__(self, log):
        self.log, self.port, self.process = log, free_port(), None
        self.database = database_url()

    def start(self):
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "gunicorn"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": self.database, "PORT": str(self.port)},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        if not self.answers():
            self.log.seek(0)
            raise RuntimeError(self.log.read())

    def answers(self):
        """Wait until it answers; return whether it does."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            try:
                web = HTTPConnection(HOST, self.port, timeout=PATIENCE)
                web.request("GET", "/ready/", headers={"Host": "testserver"})
                if web.getresponse().status == HTTPStatus.OK:
                    return True
            except (OSError, HTTPException):
                pass
            time.sleep(0.1)
        return False

    def workers(self):
        """Return the ids of the processes that answer requests."""
        return children(self.process.pid)

    def kill(self):
        """Kill all its processes at once, as a machine that loses power."""
        with suppress(ProcessLookupError):  # all have gone already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served():
    """Serve the site with its own configuration; gives the process and its port."""
    with running_site() as site:
        yield site.process, site.port


@contextmanager
def running_site():
    """Serve the site with its own configuration; gives the Site."""
    with tempfile.TemporaryFile("w+") as log:
        site = Site(log)
        try:
            site.start()
            yield site
        finally:
            site.process.terminate()
            site.process.wait()


def kill_a_worker(process):
    """Kill one of the processes that serve, at once; gunicorn starts another."""
    os.kill(children(process.pid)[0], signal.SIGKILL)


def kill_the_database():
    """Kill a process of PostgreSQL at once, which makes it drop everything it holds
    in memory, and everybody, and start again from its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    os.kill(number, signal.SIGKILL)
    connection.close()
