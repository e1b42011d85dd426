"""Slots that limit how many processes of this user do something at once.

A slot is a lock on a file. It is released with the process that holds it, even if
that process is killed.
"""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

WAITERS = "leavingcare-waiting"
WAITING = 1  # request over the whole site, for any kind of slot; each holds a thread
PAUSE = 0.05  # seconds between two looks for a free slot


class NoFreeSlot(Exception):
    """All slots stayed taken for as long as the caller could wait."""


def folder(name: str) -> Path:
    """Return a folder for lock files that only this user can read and write.

    Raises PermissionError if somebody else has made one of that name.
    """
    path = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    private = found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not stat.S_ISDIR(found.st_mode) or not private:
        raise PermissionError(f"{path} is not a private folder of this user.")
    return path


@contextmanager
def hold_slot(name: str, count: int, seconds: float) -> Iterator[None]:
    """Hold one of `count` slots, after waiting up to `seconds` for one.

    Raises NoFreeSlot if none became free, and at once if others are already waiting.
    """
    with ExitStack() as undo:
        files = open_slots(name, count, undo)
        if not take_one(files):
            if not seconds:
                raise NoFreeSlot
            with hold_slot(WAITERS, WAITING, 0):
                wait_for_one(files, time.monotonic() + seconds)
        yield


def open_slots(name: str, count: int, undo: ExitStack) -> list[int]:
    """Return the descriptors of the slots' files, which `undo` will close."""
    files = [
        os.open(
            folder(name) / str(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600
        )
        for number in range(count)
    ]
    for file in files:
        undo.callback(os.close, file)
    return files


def take_one(files: list[int]) -> bool:
    """Return whether one of these files could be locked, and lock it."""
    for file in files:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False


def wait_for_one(files: list[int], deadline: float) -> None:
    """Lock one of these files, or raise NoFreeSlot at the deadline."""
    while not take_one(files):
        if time.monotonic() >= deadline:
            raise NoFreeSlot
        time.sleep(PAUSE)
