"""Files made in a child process: bounded in time and memory, few at once.

What can be known to go wrong is said to the person; what was wrong with the text is
said to nobody.
"""

import logging

from django.conf import settings

from . import places, process

PLACES = "leavingcare-files"
WAIT = 10  # seconds to wait for a place before saying that we are busy
BUSY = "Other files are being made at the moment. Try again in a minute."
TOO_MUCH = (
    "The file could not be made: it took too long or too much memory. Nothing is "
    "lost, and what it shows can still be read on its page."
)

log = logging.getLogger(__name__)


class NotMade(Exception):
    """No file could be made; the message is for the person."""


class Busy(NotMade):
    """Too many files are being made; the message is for the person."""


def made(work, args, name):
    """Return the bytes that `work` makes of `args` (see `process.run`).

    `name` is for our log. Raises Busy if too many are being made, NotMade if this one
    takes too long or too much memory.
    """
    try:
        with places.place(PLACES, settings.FILES_AT_ONCE, WAIT):
            return process.run(
                work,
                args,
                seconds=settings.FILE_SECONDS,
                megabytes=settings.FILE_MEGABYTES,
            )
    except places.NoPlace:
        raise Busy(BUSY) from None
    except process.Failed as error:
        log.error("No file of %s: %s", name, error)
        raise NotMade(TOO_MUCH) from None
