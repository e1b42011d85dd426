"""Files made in a child process: bounded in time and memory, few at once.

A request asks for its person's turn first: nobody has two at once.

What can be known to go wrong is said to the person; what was wrong with the text is
said to nobody.
"""

import logging
import secrets
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from . import child_process, slots

PLACES = "leavingcare-files"
TURN = 5 * 60  # seconds after which the turn of a process that was killed is free
WAIT = 10  # seconds to wait for a place before saying that we are busy
BUSY = "Other files are being made at the moment. Try again in a minute."
YOURS = (
    "We are still working on a file you asked for or sent before. Wait until that is "
    "done, then try again."
)
TOO_MUCH = (
    "The file could not be made: it took too long or too much memory. Nothing is "
    "lost, and what it shows can still be read on its page."
)

log = logging.getLogger(__name__)


class NotMade(Exception):
    """No file could be made; the message is for the person."""


class Busy(NotMade):
    """Too many files are being made now; the message is for the person."""


@contextmanager
def turn_of(person):
    """Hold the one turn a person has, over all servers, at having files made or read.

    Raises Busy at once if another request of theirs holds it.
    """
    key, mine = f"turn:{person.pk}", secrets.token_hex()
    if not cache.add(key, mine, TURN):
        raise Busy(YOURS)
    try:
        yield
    finally:
        if cache.get(key) == mine:
            cache.delete(key)


def made(work, args, name):
    """Return the bytes that `work` makes of `args` (see `child_process.run`).

    `name` is for our log. Raises Busy if too many are being made, NotMade if this one
    takes too long or too much memory.
    """
    try:
        with slots.place(PLACES, settings.FILES_AT_ONCE, WAIT):
            return child_process.run(
                work,
                args,
                seconds=settings.FILE_SECONDS,
                megabytes=settings.FILE_MEGABYTES,
            )
    except slots.NoPlace:
        raise Busy(BUSY) from None
    except child_process.Failed as error:
        log.error("No file of %s: %s", name, error)
        raise NotMade(TOO_MUCH) from None
