"""The site in a process of its own, on the tests' database, so that it can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds; only a fault, or a very busy machine, takes as long


def until(condition):
    """Wait for the condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


class Server:
    """The site as gunicorn serves it, one worker, at a free port."""

    def __init__(self, directory):
        self.directory = directory
        self.process = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.support.holding",
            "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "HOLDING": str(self.directory),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
        }
        with (self.directory / "log").open("a") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "gunicorn"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self.answers)

    def answers(self):
        assert self.process.poll() is None, (self.directory / "log").read_text()
        try:
            return urlopen(f"{self.url}/accounts/login/", timeout=PATIENCE)
        except OSError:
            return False

    def kill(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def hold(self, point):
        os.mkfifo(self.directory / point)

    def wait_held(self, point):
        """Wait until a save is held there; the next one will not be."""
        pipe = self.directory / point
        pipe.open().close()
        pipe.unlink()
