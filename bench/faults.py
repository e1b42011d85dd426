"""Kills what serves the site again and again while people save; is a word lost?

Everything that a page called saved is a member's journal (`Tally.told`), and in the end
it is compared with the database. The kills are in a fixed order of chance, so that a
run can be repeated. `make bench FAULTS=1` runs it; scripts/bench has its options.

Then, if they can be made here: a disk that is full (the temporary folder is a file
system of its own) and a database that only reads (PostgreSQL).
"""

import os
import random
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from .building import load_editions
from .crowd import begin, gather, kept_by, lost
from .processes import children
from .report import goal
from .served import running_site

BETWEEN = (0.2, 1.0)  # seconds from an answer to the next kill
LASTS = 8  # seconds that a disk is full, or a database only reads
SLOWEST = 15  # seconds in which the site answers again
MEMBERS, GROUPS, PAUSE = 12, 4, 0.5
CHUNK = 1024 * 1024  # bytes


def of_faults(kills):
    """Yield the report's lines of so many kills."""
    load_editions()
    people = gather(MEMBERS, GROUPS)
    server = Postgres() if connection.vendor == "postgresql" else None
    yield (
        f"{MEMBERS} members in {GROUPS} groups save every {PAUSE:g} s or so, through "
        f"{kills} kills; {connection.vendor}, kept by {kept_by()}"
    )
    over = threading.Event()
    with running_site() as site:
        connection.close()
        threads = begin(people, site.port, over.is_set, PAUSE)
        try:
            done, times = kill(site, server, kills)
            states = {name: lasting(state) for name, state in lasting_faults(server)}
        finally:
            over.set()
        for thread in threads:
            thread.join()
    yield from (f"{count:>7} kills of {what}" for what, count in done.items())
    yield from (f"{name}: {said}" for name, said in states.items())
    yield from report(people, times)


# Kills


def kill(site, server, kills):
    """Kill so many times; return {what: how often}, and the seconds until an answer."""
    chance = random.Random("faults")
    kinds = KINDS | (server.kinds if server else {})
    weights = [weight for _, weight in kinds.values()]
    done, times = Counter(), []
    for _ in range(kills):
        time.sleep(chance.uniform(*BETWEEN))
        (name,) = chance.choices(list(kinds), weights)
        start = time.monotonic()
        kinds[name][0](site, chance)
        if not site.answers():
            raise AssertionError(f"Nobody answers after a kill of {name}")
        times.append(time.monotonic() - start)
        done[name] += 1
    return done, times


def kill_worker(site, chance):
    end_one(site.workers(), chance)


def kill_workers(site, chance):
    for pid in site.workers():
        os.kill(pid, signal.SIGKILL)


def kill_site(site, chance):
    site.kill()
    site.start()


def kill_master(site, chance):
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    time.sleep(chance.uniform(0, 1))
    site.kill()
    site.start()


def end_one(pids, chance):
    if pids:
        os.kill(chance.choice(pids), signal.SIGKILL)


KINDS = {  # (what does it, how often beside the others)
    "one process that serves": (kill_worker, 12),
    "all processes that serve, but the first": (kill_workers, 4),
    "the whole web server, started again": (kill_site, 2),
    "the first process alone, then the rest, started again": (kill_master, 1),
}


class Postgres:
    """The PostgreSQL server of the bench, which is on this machine."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            self.folder = Path(cursor.fetchone()[0])
        program = Path(f"/proc/{self.first}/exe").resolve()
        self.control = program.parent / "pg_ctl"
        self.options = (self.folder / "postmaster.opts").read_text().split()[1:]
        self.owner = self.folder.stat().st_uid
        self.kinds = {
            "a process of PostgreSQL, which starts again from its log": (
                self.kill_backend,
                5,
            ),
            "all of PostgreSQL, started again": (self.kill_all, 1),
        }

    @property
    def first(self):
        """Return the id of its first process."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def kill_backend(self, site, chance):
        serving = [
            pid
            for pid in children(self.first)
            if b"leavingcare" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        end_one(serving, chance)

    def kill_all(self, site, chance):
        first = self.first
        pids = [first, *children(first)]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            time.sleep(0.05)
        self.start()

    def start(self):
        """Start it as it was started."""
        as_owner = ["setpriv", f"--reuid={self.owner}", "--clear-groups"]
        own = [] if os.geteuid() == self.owner else as_owner
        subprocess.run(
            [*own, self.control, "start", "--silent", "--wait", "-D", self.folder]
            + ["-l", self.folder / "log", "-o", " ".join(self.options)],
            cwd=self.folder,
            check=True,
        )

    @contextmanager
    def only_reading(self):
        """Let nobody write, as after a failover to a copy."""
        name = connection.settings_dict["NAME"]
        try:
            self.order(f'ALTER DATABASE "{name}" SET default_transaction_read_only=on')
            yield
        finally:
            self.order(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')

    def order(self, statement):
        """Run a statement, and end all other connections, which then see it."""
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")
            cursor.execute(statement)
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()


# Faults that last


def lasting_faults(server):
    """Yield (name, context manager) of each that can be made here."""
    if os.path.ismount(tempfile.gettempdir()):
        yield "A full disk", full_disk()
    if server:
        yield "A database that only reads", server.only_reading()


@contextmanager
def full_disk():
    """Fill the file system of the database, and empty it again."""
    with tempfile.TemporaryFile(buffering=0) as filler:
        try:
            while filler.write(b"\0" * CHUNK):
                pass
        except OSError:
            yield
        filler.truncate(0)


def lasting(fault):
    """Have a fault for a while; return how long it was, in words."""
    time.sleep(2)
    with fault:
        time.sleep(LASTS)
    time.sleep(4)  # it comes back without anybody's help
    return f"{LASTS} seconds"


# The report


def report(people, times):
    """Yield what was told, what was lost, and how soon the site answered again."""
    tallies = [each.tally for each in people]
    told = sum(len(tally.told) for tally in tallies)
    yield f"{told:>7} texts called saved, each compared with the database"
    yield f"{sum(t.cut_off for t in tallies):>7} times nobody answered, or 503: sent again"
    yield f"{sum(t.clashes for t in tallies):>7} true clashes"
    wrong = Counter(fault for tally in tallies for fault in tally.wrong)
    yield from (f"{count:>7} {fault}" for fault, count in wrong.items())
    if times:
        yield (
            f"Answered again after {statistics.median(times):.1f} s (median), "
            f"{max(times):.1f} s at most"
        )
    gone = lost(people)
    yield from (f"Lost: {each}" for each in gone[:10])
    yield goal("Faults: nothing called saved is lost", len(gone), not gone)
    yield goal("Faults: no errors of ours", wrong.total(), not wrong)
    if times:
        name = f"Faults: the site answers again within {SLOWEST} s"
        yield goal(name, f"{max(times):.1f}", max(times) <= SLOWEST)
