"""Several gunicorn servers behind nginx, as the guide has them, on the tests' database."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.served import database_url, free_port
from tests.browser.serving import until

from .production import GOOD_KEY, ROOT

NAME = "assess.example.org"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]


class Server:
    """One web server: gunicorn with its own folder for everything temporary."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        folder.mkdir()

    def start(self):
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.support.several_servers",
            "DATABASE_URL": database_url(),
            "DATABASE_LIMITS": "command",  # a busy machine is slow, not stuck
            "SECRET_KEY": GOOD_KEY,
            "ALLOWED_HOSTS": NAME,
            "PORT": str(self.port),
            "TMPDIR": str(self.folder),
            "OPERATOR_NAME": "The operator",
            "OPERATOR_EMAIL": "help@example.org",
            "OPERATOR_DATA_PROTECTION": "privacy@example.org",
        }
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "gunicorn"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self.is_ready)

    def is_ready(self):
        assert self.process.poll() is None, (self.folder / "log").read_text()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as web:
            try:
                web.request("GET", "/ready/")
                return web.getresponse().status == 200
            except OSError:
                return False

    def kill(self):
        """Kill the master and its workers at once, as a machine that loses power."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def behind_nginx(folder, number=2):
    """Run so many servers behind one nginx; give them, and its port.

    nginx has the guide's file, with a line for each server. It says in each answer
    which server gave it.
    """
    with ExitStack() as stack:
        servers = [Server(folder / f"server{each}") for each in range(number)]
        for server in servers:
            stack.callback(server.kill)
            server.start()
        port = free_port()
        config = folder / "nginx.conf"
        config.write_text(configuration(folder, servers, port))
        command = [NGINX, "-c", str(config), "-e", str(folder / "error.log")]
        nginx = subprocess.Popen(command)
        stack.callback(nginx.wait)
        stack.callback(nginx.terminate)
        until(lambda: answers(port))
        yield servers, port


def answers(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def configuration(folder, servers, port):
    """Return the guide's file for these servers, on one port and without TLS."""
    lines = "".join(f"server 127.0.0.1:{each.port} max_fails=0; " for each in servers)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in [
        (r"server 127\.0\.0\.1:8000 max_fails=0;", lines),
        (r"server \{\n    listen 80;(.|\n)*?\n\}\n", ""),  # which only leads to https
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r" *listen \[::\].*\n", ""),
        (r" *ssl_.*\n", ""),
        (r"\$scheme", "https"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"location / \{", "location / { add_header X-Answered-By $upstream_addr;"),
    ]:
        text, count = re.subn(old, new, text)
        assert count, old
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in TEMPORARY)
    return (
        f"daemon off; master_process off; pid {folder}/pid;\n"
        f"events {{}}\nhttp {{\n{own}{text}}}\n"
    )
