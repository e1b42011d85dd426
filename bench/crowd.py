"""Many members save at once for minutes: how long that takes, and whether a word is lost.

Every text a page has called saved must be what is stored in the end, or in the history
as that person's. `make bench CROWD=1` runs it; scripts/bench has its options.
"""

import statistics
import threading
import time
from collections import Counter

from django.db import connection

from assessments.models import DraftResponse, DraftRevision
from tests.support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
)
from tests.support.clients import client_of

from .building import load_editions
from .member import TEXTS, Member
from .report import goal
from .served import kill_a_worker, kill_the_database, served

HOST = "testserver"
MOST_MS = 1000  # a save, as 95 of 100 people find it
KILLED = {"worker": kill_a_worker, "database": lambda process: kill_the_database()}


def of_crowd(minutes, kill=None, *, members=30, groups=10, pause=2):
    """Yield the report's lines of so many minutes, something killed half way."""
    load_editions()
    people = gather(members, groups)
    yield (
        f"{members} members in {groups} groups, a save each {pause:g} s or so, for "
        f"{minutes:g} minutes; {connection.vendor}, kept by {kept_by()}"
    )
    with served() as (process, port):
        killer = None
        if kill:
            killer = threading.Timer(minutes * 30, KILLED[kill], [process])
            killer.start()
        run(people, port, minutes * 60, pause)
        if killer:
            killer.join()
            yield f"Half way the {kill} was killed"
    connection.close()  # as a killed database has closed it too
    yield from report(people, minutes * 60, bool(kill))


def kept_by():
    if connection.vendor != "postgresql":
        return "synchronous=FULL"
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        return f"fsync={cursor.fetchone()[0]}"


def gather(members, groups):
    """Return signed-in members of groups that all rate the longest area."""
    authority = make_authority()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    area = max(
        assessment.round.framework.areas.all(), key=lambda area: area.statements.count()
    )
    letters = sorted(area.statements.values_list("letter", flat=True))
    found = []
    for number in range(groups):
        persons = [make_member(authority) for _ in range(number, members, groups)]
        group = make_group(assessment, moderator, *persons, areas=[area.number])
        for person, rated in zip(persons, letters, strict=False):
            cookies = client_of(person).cookies
            found.append(
                Member(
                    name=person.name,
                    cookies={name: each.value for name, each in cookies.items()},
                    draft=group.drafts.get().pk,
                    path=f"/assessments/{assessment.pk}/groups/{group.pk}"
                    f"/areas/{area.number}/",
                    letters=letters,
                    rated=rated,
                    host=HOST,
                )
            )
    return found


def run(people, port, seconds, pause):
    """Let them all live for so long, each in a thread."""
    end = time.monotonic() + seconds
    for thread in begin(people, port, lambda: time.monotonic() >= end, pause):
        thread.join()


def begin(people, port, is_over, pause):
    """Let them all live until it is over; return their threads."""
    args = (port, is_over, pause)
    threads = [threading.Thread(target=each.live, args=args) for each in people]
    for thread in threads:
        thread.start()
    return threads


def report(people, seconds, was_killed):
    """Yield what happened, and the goals."""
    tallies = [each.tally for each in people]
    saves = []
    for kind in ("script", "page"):
        times = [time for tally in tallies for time in tally.times[kind]]
        saves += times
        yield (
            f"{len(times):>7} saves by the {kind}: median {statistics.median(times):.0f} "
            f"ms, 95th {percentile(times):.0f} ms"
        )
    told = sum(len(tally.told) for tally in tallies)
    yield (
        f"{len(saves):>7} saves, {len(saves) / seconds:.1f} a second; "
        f"{sum(tally.beats for tally in tallies)} heartbeats; {told} texts called saved"
    )
    yield f"{sum(tally.clashes for tally in tallies):>7} true clashes"
    yield f"{sum(tally.cut_off for tally in tallies):>7} times nobody answered"
    wrong = Counter(fault for tally in tallies for fault in tally.wrong)
    yield from (f"{count:>7} {fault}" for fault, count in wrong.items())
    gone = lost(people)
    yield from (f"Lost: {each}" for each in gone[:10])
    faults = wrong.total() + (0 if was_killed else sum(t.cut_off for t in tallies))
    slow = percentile(saves)
    yield goal("Crowd: nothing called saved is lost", len(gone), not gone)
    yield goal("Crowd: no errors but true clashes", faults, not faults)
    yield goal(f"Crowd: 95 of 100 saves in {MOST_MS} ms", f"{slow:.0f}", slow < MOST_MS)


def percentile(times):
    return statistics.quantiles([*times, *times], n=20, method="inclusive")[-1]


def lost(people):
    """Return (person, statement, name, text) of each text reported saved but lost.

    Saves that only add to a text, by one person within minutes, are one entry.
    """
    kept = {}
    for draft, letter, by, content in DraftRevision.objects.values_list(
        "response__draft", "response__statement__letter", "by__name", "content"
    ):
        for name in TEXTS:
            kept.setdefault((draft, letter, name, by), []).append(content[name])
    now = {
        (draft, letter, name): text
        for draft, letter, *texts in DraftResponse.objects.values_list(
            "draft", "statement__letter", *TEXTS
        )
        for name, text in zip(TEXTS, texts, strict=True)
    }
    return [
        (each.name, letter, name, text)
        for each in people
        for letter, name, text in each.tally.told
        if text != now[each.draft, letter, name]
        and not any(
            was.startswith(text)
            for was in kept.get((each.draft, letter, name, each.name), [])
        )
    ]
