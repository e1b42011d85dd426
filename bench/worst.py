"""The child process of each file, with the worst texts that people may type in it.

Each is made under the site's own limits, with so many other processes at work.
"""

import copy
import subprocess
import sys
import time
from contextlib import contextmanager

from assessments.files.bounded import child_process, limits
from assessments.files.catalogue import FORMATS
from leavingcare.text import TEXT_LIMIT

from . import child, report
from .building import load_editions
from .growth import asked_of_child, submitted
from .returns import completed

LOAD = 8  # processes
TEXTS = ("evidence", "ideas", "rationale")  # of every statement
WORST = {
    "line breaks": "x\n" * (TEXT_LIMIT // 2 - 1) + "x",
    "one word": "x" * TEXT_LIMIT,
    "spaces that do not break": "x\u00a0" * (TEXT_LIMIT // 2),
    "combining marks": "e" + "\u0301" * (TEXT_LIMIT - 1),
    "joined emoji": "👩\u200d" * (TEXT_LIMIT // 2 - 1) + "👩",
    "both directions": "aא" * (TEXT_LIMIT // 2),
}
HEADINGS = f"{'':<38}{'seconds':>9}{'cpu':>8}{'MB':>6}"


def of_worst(load=LOAD, kinds=WORST, formats=FORMATS):
    """Yield one line per file and kind of text, and a goal for each file."""
    load_editions()
    submission = submitted(completed(), "worst")
    made = limits.MAKING
    yield (
        f"{len(submission.content['responses'])} statements, {TEXT_LIMIT:,} "
        f"characters in the {', '.join(TEXTS)} of each; {load} other processes at "
        f"work; at most {made.seconds} s of cpu and {made.megabytes} MB\n"
    )
    yield HEADINGS
    goals = []
    with others_at_work(load):
        for name, format in formats.items():
            asked = {
                kind: asked_of_child(format, filled(submission, WORST[kind]))
                for kind in kinds
            }
            if None in asked.values():
                continue
            refused = 0
            for kind, work in asked.items():
                begun = time.monotonic()
                weight = weighed(work)
                refused += weight is None
                yield line(f"{name}, {kind}", time.monotonic() - begun, weight)
            most = f"{name}: made within the limits"
            goals.append(report.goal(most, f"{len(asked) - refused}", not refused))
    yield ""
    yield from goals


@contextmanager
def others_at_work(count):
    """Have so many processes use all of the processor that they get."""
    endless = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(endless) for _ in range(count)]
    try:
        yield
    finally:
        for each in others:
            each.kill()
            each.wait()


def filled(submission, text):
    """Return a submission like this one with that text in each of TEXTS."""
    full = copy.deepcopy(submission)
    for response in full.content["responses"].values():
        response.update(dict.fromkeys(TEXTS, text))
    return full


def weighed(work):
    """Return the Weight of some work, None if the limits do not allow it."""
    try:
        return child.weigh(*work, limits.MAKING.of_one)
    except child_process.Failed:
        return None


def line(name, seconds, weight):
    """Return a line of the table."""
    if weight is None:
        return f"{name:<38}{seconds:>9.1f}  refused"
    return f"{name:<38}{seconds:>9.1f}{weight.seconds:>8.1f}{weight.peak:>6.0f}"
