"""How gunicorn serves the site: start it with `gunicorn`, from this directory.

PORT (default 8000) and WEB_CONCURRENCY (processes, default 2) may be set.
"""

import os
import signal
import subprocess
import sys

wsgi_app = "leavingcare.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True  # an application that does not load is told once, at the start
worker_class = "gthread"
threads = 8  # of each process: more than files can keep waiting, of all of them
timeout = 120  # longer than the longest a report may take
graceful_timeout = 30
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True


def on_starting(server):
    """Refuse to serve what `leavingcare.checks` finds unsafe or not ready."""
    check = ["manage.py", "check", "--deploy", "--tag=start", "--database=default"]
    done = subprocess.run(
        [sys.executable, *check], stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        sys.exit(1)


def post_worker_init(worker):
    """Leave Ctrl-C to the master, which tells each worker once.

    A terminal sends it to all; told twice at the same moment, a worker can hang.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
