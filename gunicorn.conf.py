"""How gunicorn serves the site: start it with `gunicorn`, from this directory.

PORT (default 8000) and WEB_CONCURRENCY (processes, default 2) may be set.
"""

import io
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile

MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None

# The counts of each worker, which /metrics/ adds up: in memory, gone with the server.
# systemd empties its folder even if the server was killed.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(
    prefix="leavingcare-figures-", dir=os.environ.get("RUNTIME_DIRECTORY", MEMORY)
)

wsgi_app = "leavingcare.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True  # an application that does not load is told once, at the start
worker_class = "gthread"
threads = 8  # of each process: more than files can keep waiting, of all of them
timeout = 120  # for a process that does not stir; a request may take longer
graceful_timeout = 30
worker_tmp_dir = MEMORY
control_socket_disable = True
forwarder_headers = ""  # no header of a request may say what its path is


def on_starting(server):
    """Refuse to serve what `leavingcare.checks` finds unsafe or not ready."""
    # In a copy of this process, which has loaded the site and keeps no connection.
    check = multiprocessing.get_context("fork").Process(target=refuse_unsafe)
    check.start()
    check.join()
    if check.exitcode:
        on_exit(server)
        sys.exit(1)
    # Else the process of each file would import the program that serves the site.
    vars(sys.modules["__main__"]).pop("__file__", None)


def refuse_unsafe():
    """End with status 1, having said why, if something is unsafe or not ready."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    wanted = {"deploy": True, "tags": ["start"], "databases": ["default"]}
    try:
        call_command("check", **wanted, stdout=io.StringIO())
    except SystemCheckError as refused:
        sys.exit(str(refused))


def post_worker_init(worker):
    """Leave Ctrl-C to the master, which tells each worker once.

    A terminal sends it to all; told twice at the same moment, a worker can hang.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def child_exit(server, worker):
    """Keep what a worker that ended has counted, but not what it was doing."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    """Delete the counts, with the server."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
