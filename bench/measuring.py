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
    """What some work took."""

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
    """Figures of each piece of work; they take turns, so that a slow spell hits all."""
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
    """Milliseconds of time, and of processor time, that the work took."""
    call = work.ready()
    start, cpu_start = time.perf_counter(), time.process_time()
    result = call()
    took = time.perf_counter() - start, time.process_time() - cpu_start
    checked(work, result)
    return [seconds * 1000 for seconds in took]


def counts(work):
    """How many queries the work makes, bytes it returns and megabytes it needs."""
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
    """The bytes that came of the work, which must have gone well."""
    if work.answer is None:
        return result
    if result.status_code != work.answer:
        raise AssertionError(f"{work.name}: answered with {result.status_code}")
    return result.content


def forget_peak():
    """Start the process's peak of memory anew."""
    with suppress(OSError):  # where that is not allowed, it is the peak since the start
        FORGET_PEAK.write_text("5")


def peak():
    """The most memory the process has held since, in megabytes."""
    (line,) = [each for each in STATUS.read_text().splitlines() if "VmHWM" in each]
    return int(line.split()[1]) / 1024
