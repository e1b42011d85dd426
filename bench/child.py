"""Work in a child process like the site's own, weighed."""

from typing import NamedTuple

from assessments.files.bounded import child_process

WEIGH = "bench.weighing:weighed"


class Weight(NamedTuple):
    """The megabytes that some work took at most, and its seconds of a processor.

    own  of the megabytes, those that the child does not share with all others
    """

    peak: float
    own: float
    seconds: float


MORE_THAN_ENOUGH = {"seconds": 600, "megabytes": 4096}


def weigh(work, args, limits=MORE_THAN_ENOUGH):
    """Return the Weight of some work in a child process with these limits."""
    said = child_process.run(WEIGH, (work, args), **limits)
    peak, own, seconds = said.decode().split()
    return Weight(int(peak) / 1024, int(own) / 1024, float(seconds))
