"""A share of the server for each person, so that nobody makes it slow for the others.

Each worker process counts for itself, in memory: the requests of one person that it is
answering, and the processor time it gave them in the last minute. Files are made in
child processes, which `assessments.files.bounded` limits.
"""

import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from django.conf import settings

from . import errors

AT_ONCE = 4  # requests of one person, half of the threads of `gunicorn.conf.py`
WINDOW = 60  # seconds
SECOND = 1_000_000_000  # nanoseconds
FORGOTTEN = 1000  # people, over which those who have not asked for a window are dropped


@dataclass
class Share:
    """The part of this process that one person uses."""

    now: int = 0  # requests being answered
    used: deque = field(default_factory=deque)  # (when, nanoseconds of processor time)
    total: int = 0  # nanoseconds, of all `used`

    def spend(self, at, nanoseconds):
        """Count the processor time of a request that came at that moment."""
        self.used.append((at, nanoseconds))
        self.total += nanoseconds

    def spent(self, at):
        """Return the seconds of processor time of the last window."""
        while self.used and self.used[0][0] < at - WINDOW:
            self.total -= self.used.popleft()[1]
        return self.total / SECOND


class FairShare:
    """Refuses a request of somebody who has more than their share already."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.shares = {}
        self.lock = Lock()

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        with self.share_of(request.user.pk) as is_fair:
            if is_fair:
                return self.get_response(request)
        return errors.too_much(request)

    @contextmanager
    def share_of(self, person):
        """Count a request of the person, and say whether it may be answered."""
        start, at = time.thread_time_ns(), time.monotonic()
        with self.lock:
            self.forget(at)
            share = self.shares.setdefault(person, Share())
            is_fair = share.now < AT_ONCE and share.spent(at) < settings.SHARE_SECONDS
            share.now += 1
        try:
            yield is_fair
        finally:
            with self.lock:
                share.now -= 1
                share.spend(at, time.thread_time_ns() - start)

    def forget(self, at):
        """Drop those who have not asked for a while, once there are many."""
        if len(self.shares) > FORGOTTEN:
            for person, share in list(self.shares.items()):
                if not share.now and not share.spent(at):
                    del self.shares[person]
