"""Timing pieces of work in turns, counting their queries and weighing the process."""

import statistics
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

STATUS = Path("/proc/self/status")
FORGET_PEAK = Path("/proc/self/clear_refs")
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Work:
    """Something to time: `ready()` makes, unmeasured, the call that is measured."""

    name: str
    ready: object
    answer: int | None = 200  # the status the response must have; None: no response


@dataclass(frozen=True)
class Figures:
    """The time, queries and memory of one piece of work."""

    name: str
    times: list  # milliseconds
    cpu: float  # milliseconds of this process's processor time, the median
    queries: int
    size: int  # bytes
    peak: float  # megabytes

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def p95(self):
        if len(self.times) == 1:
            return self.times[0]
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


def measure(works, repeats):
    """Return the Figures of each Work; they take turns, so a slow spell hits all."""
    counted = [counts(work) for work in works]
    taken = [[] for _ in works]
    for _ in range(repeats):
        for place, work in enumerate(works):
            taken[place].append(timed(work))
    return [
        Figures(
            work.name,
            [time for time, _ in taken[place]],
            statistics.median(cpu for _, cpu in taken[place]),
            *counted[place],
        )
        for place, work in enumerate(works)
    ]


def timed(work):
    """Return the milliseconds of time, and of processor time, that the work took."""
    call = work.ready()
    start, cpu_start = time.perf_counter(), time.process_time()
    result = call()
    took = time.perf_counter() - start, time.process_time() - cpu_start
    checked(work, result)
    return [seconds * 1000 for seconds in took]


def counts(work):
    """Return the queries the work makes, bytes it returns and megabytes it needs."""
    if work.answer is not None:
        timed(work)  # the first time templates are compiled
    call = work.ready()
    forget_peak()
    with CaptureQueriesContext(connection) as captured:
        result = call()
    queries = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(NOT_QUERIES)
    ]
    return len(queries), len(checked(work, result)), peak()


def checked(work, result):
    """Return the bytes of the result; raise AssertionError if the work failed."""
    if work.answer is None:
        return result
    if result.status_code != work.answer:
        raise AssertionError(f"{work.name}: answered with {result.status_code}")
    return result.content


def forget_peak():
    """Reset the process's peak of memory."""
    with suppress(OSError):  # where that is not allowed, it is the peak since the start
        FORGET_PEAK.write_text("5")


def peak():
    """Return the most memory the process has held since, in megabytes."""
    (line,) = [each for each in STATUS.read_text().splitlines() if "VmHWM" in each]
    return int(line.split()[1]) / 1024
