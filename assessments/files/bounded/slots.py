"""At most so many at once over all processes of this user, by locks on files.

A lock goes with the process that holds it, so one that was killed holds none.
"""

import fcntl
import os
import stat
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

WAITERS = "leavingcare-waiting"
WAITING = 1  # request over the whole site, whatever for; each holds a thread
PAUSE = 0.05  # seconds between two looks for a free place


class NoPlace(Exception):
    """All places are taken, and stayed so for as long as the caller could wait."""


def folder(name):
    """Return a folder for lock files that belongs to this user and to nobody else."""
    path = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    private = found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not stat.S_ISDIR(found.st_mode) or not private:
        raise PermissionError(f"{path} is not a private folder of this user.")
    return path


@contextmanager
def place(name, count, seconds):
    """Hold one of `count` places, after waiting up to `seconds` for one.

    Raises NoPlace if none became free, and at once if others are waiting already.
    """
    with ExitStack() as undo:
        files = opened(name, count, undo)
        if not took_one(files):
            if not seconds:
                raise NoPlace
            with place(WAITERS, WAITING, 0):
                wait_for_one(files, time.monotonic() + seconds)
        yield


def opened(name, count, undo):
    """Return the files that stand for the places, to be closed by `undo`."""
    files = [
        os.open(
            folder(name) / str(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600
        )
        for number in range(count)
    ]
    for file in files:
        undo.callback(os.close, file)
    return files


def took_one(files):
    for file in files:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False


def wait_for_one(files, deadline):
    while not took_one(files):
        if time.monotonic() >= deadline:
            raise NoPlace
        time.sleep(PAUSE)
