"""The site as it is really served: gunicorn on the bench's database, to be killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

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


@contextmanager
def served():
    """Serve the site with its own configuration; gives the process and its port."""
    port = free_port()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "gunicorn"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database_url(), "PORT": str(port)},
            stdout=log,
            stderr=log,
        )
        try:
            if not _answers(process, port):
                log.seek(0)
                raise RuntimeError(log.read())
            yield process, port
        finally:
            process.terminate()
            process.wait()


def _answers(process, port):
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            web = HTTPConnection(HOST, port, timeout=PATIENCE)
            web.request("GET", "/accounts/login/", headers={"Host": "testserver"})
            if web.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.1)
    return False


def kill_a_worker(process):
    """Kill one of the processes that serve, at once; gunicorn starts another."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    os.kill(int(children.split()[0]), signal.SIGKILL)


def kill_the_database():
    """Kill a process of PostgreSQL at once, which makes it drop everything it holds
    in memory, and everybody, and start again from its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    os.kill(number, signal.SIGKILL)
    connection.close()
