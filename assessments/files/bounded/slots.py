"""Slots that limit how many processes of this user do something at once.

A slot is a lock on a file. It is released with the process that holds it, even if
that process is killed.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from .line import Line, folder

WAITERS = "leavingcare-waiting"
WAITING = 1  # request over the whole site, for any kind of slot; each holds a thread
PAUSE = 0.05  # seconds between two looks for a free slot


class NoFreeSlot(Exception):
    """All slots stayed taken for as long as the caller could wait.

    `before` is how many others in the line come first.
    """

    def __init__(self, before: int = 0) -> None:
        super().__init__(before)
        self.before = before


@contextmanager
def hold_slot(name: str, count: int, seconds: float) -> Iterator[None]:
    """Hold one of `count` slots, after waiting up to `seconds` for one.

    Raises NoFreeSlot if none became free, and at once if others are already waiting.
    A person who may wait has then a place in the line: see `Line`.
    """
    with ExitStack() as undo:
        files = open_slots(name, count, undo)
        if not seconds:
            if not take_one(files):
                raise NoFreeSlot
        else:
            line = Line(name)
            if not take_one(files, line.before()):
                wait_in(line, files, time.monotonic() + seconds)
            line.leave()
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


def take_one(files: list[int], others: int = 0) -> bool:
    """Return whether one of these files could be locked, and lock it.

    It is not if fewer than `others` more are free, for those who come first.
    """
    held: list[int] = []
    for file in files:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held.append(file)
        if len(held) > others:
            break
    is_ours = len(held) > others
    for file in held[is_ours:]:
        fcntl.flock(file, fcntl.LOCK_UN)
    return is_ours


def wait_in(line: Line, files: list[int], deadline: float) -> None:
    """Lock one of these files in turn, or raise NoFreeSlot.

    That is at the deadline, or at once if as many requests wait as may.
    """
    line.join()
    try:
        with hold_slot(WAITERS, WAITING, 0):
            while not take_one(files, line.before()):
                if time.monotonic() >= deadline:
                    raise NoFreeSlot
                time.sleep(PAUSE)
    except NoFreeSlot:
        line.join()
        raise NoFreeSlot(line.before()) from None
