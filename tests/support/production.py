"""The site's settings as a production server reads them, in a process of its own."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOOD_KEY = "jXk2Vq9ZtL4mWc7RbN1sPd6HyG3fTa8EuQ5oJx0KiMvBwCzYlS"
PRODUCTION = {
    "SECRET_KEY": GOOD_KEY,
    "ALLOWED_HOSTS": "assess.example.org",
    "DATABASE_URL": "postgres://site:secret@db.example.org/site",
}


def run(environment, *args):
    """Run Python with these settings and no others of ours, at no terminal."""
    return subprocess.run(
        [sys.executable, *args],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def python(code, environment):
    """Run the code in a new process with these settings."""
    return run(environment, "-c", code)


def command(*args, environment):
    """Run a command of `manage.py` as a timer does."""
    return run(environment, "manage.py", *args)


def setting(expression, environment):
    code = f"from leavingcare import settings; print({expression})"
    done = python(code, environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def gunicorn_settings(monkeypatch, folder):
    """Return what gunicorn.conf.py sets; what it changes is undone after the test."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "as before")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(folder))
    return runpy.run_path(ROOT / "gunicorn.conf.py")
