"""The processor time and memory that processes have used, from /proc."""

import os
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # in a second


def children(pid):
    """Return the ids of a process's children."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(each) for each in text.split()]


def family(pid):
    """Return the ids of a process and its children."""
    return [pid, *children(pid)]


def cpu(pids):
    """Return the seconds that processes have used, with their children that ended."""
    ticks = 0
    for pid in pids:
        with suppress(FileNotFoundError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(map(int, after_name[11:15]))
    return ticks / TICKS


def own_memory(pid):
    """Return a process's memory in MB, with its share of what others have too."""
    with suppress(FileNotFoundError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0
