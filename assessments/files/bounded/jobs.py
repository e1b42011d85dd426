"""Files made in a child process: bounded in time and memory, few at once.

A request takes its person's turn first, so nobody has two files made at once.

Messages tell people what they can do; neither messages nor logs repeat the text that
the file was to be made from.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.cache import cache

from leavingcare.models import User

from . import child_process, limits, slots
from .line import place_in_words, waiting_as

SLOTS = "leavingcare-files"
WAIT = 10  # seconds to wait for a slot before saying that we are busy
# Seconds after which the turn of a process that was killed is free.
TURN = WAIT + limits.MAKING.patience * limits.MAKING.seconds
BUSY = "Other files are being made at the moment. Yours is {place}."
YOURS = (
    "We are still working on a file you asked for or sent before. Wait until that is "
    "done, then ask for this file, or send it, again."
)
TOO_MUCH = (
    "The file could not be made: it took too long or too much memory. Nothing is "
    "lost, and you can still read its content on its page."
)

log = logging.getLogger(__name__)


class NotMade(Exception):
    """No file could be made; the message is for the person."""


class Busy(NotMade):
    """Too many files are being made now; the message is for the person."""


@contextmanager
def turn_of(person: User) -> Iterator[None]:
    """Hold a person's only turn, over all servers, to have files made or read.

    Raises Busy at once if another request of theirs holds it.
    """
    key, mine = f"turn:{person.pk}", secrets.token_hex()
    if not cache.add(key, mine, TURN):
        raise Busy(YOURS)
    try:
        with waiting_as(person.pk):
            yield
    finally:
        if cache.get(key) == mine:
            cache.delete(key)


def run_job(work: str, args: Sequence[object], name: str) -> bytes:
    """Return the bytes that `work` makes of `args` (see `child_process.run`).

    `name` is for our log. Raises Busy if too many are being made, and the person whose
    turn this is has then a place in the line; and NotMade if this one takes too long or
    too much memory.
    """
    try:
        with slots.hold_slot(SLOTS, limits.MAKING.at_once, WAIT):
            return child_process.run(work, args, **limits.MAKING.of_one)
    except slots.NoFreeSlot as full:
        raise Busy(BUSY.format(place=place_in_words(full.before))) from None
    except child_process.Failed as error:
        log.error("No file of %s: %s", name, error)
        raise NotMade(TOO_MUCH) from None
