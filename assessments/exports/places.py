"""At most so many at once over all processes of this user, by locks on files.

A lock goes with the process that holds it, so one that was killed holds none.
"""

import fcntl
import os
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PAUSE = 0.05  # seconds between two looks for a free place


class NoPlace(Exception):
    """All places stayed taken for as long as the caller would wait."""


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
    """Hold one of `count` places; raises NoPlace after waiting `seconds` for one."""
    files = [
        os.open(
            folder(name) / str(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600
        )
        for number in range(count)
    ]
    try:
        wait_for_one(files, time.monotonic() + seconds)
        yield
    finally:
        for file in files:
            os.close(file)


def wait_for_one(files, deadline):
    while True:
        for file in files:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
        if time.monotonic() >= deadline:
            raise NoPlace
        time.sleep(PAUSE)
