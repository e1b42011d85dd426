"""Many signed-in people at work together: how long they wait, and what that costs.

Members read drafts and save statements, look at their overview and home, moderators
settle, and a meeting's room is followed by forty. Each thinks between two requests.
Processor time is read from /proc: of the web server, of PostgreSQL if it is on this
machine, and of this process, which plays the people and so takes part of the machine
too. `make bench LOAD=1` runs it; scripts/bench has its options.
"""

import asyncio
import os
import random
import statistics
import time
from contextlib import suppress
from pathlib import Path

from django.db import connection
from django.urls import reverse

from assessments.workflow import room
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    open_discussions,
    rate,
)
from tests.support.clients import client_of

from .at_work import THINK, Log, follow, lead, settle, work
from .building import load_editions
from .processes import cpu, family, own_memory
from .report import goal
from .room import page_of
from .served import running_site

PEOPLE = 300
FOLLOWERS, SETTLING = 40, 5
GROUPS = 5  # of an authority, with ten members each
MEMBERS = 50
EVIDENCE = "The panel meets monthly with housing and health. " * 5  # as in a return
MOST_MS = 500
WARM = 10  # seconds that are not counted


def gather(people, port):
    """Return (members, moderators, followers, leader), all signed in."""
    members = []
    while len(members) < people - SETTLING - FOLLOWERS - 1:
        members += members_of_one(
            port, people - SETTLING - FOLLOWERS - 1 - len(members)
        )
    moderators = []
    for _ in range(SETTLING):
        assessment, client = discussed(4)
        person = page_of(client, port, reverse("agenda", args=[assessment.pk]))
        codes = assessment.agreed_responses.values_list(
            "statement__area__number", "statement__letter"
        ).order_by("statement__area__number", "statement__letter")
        person.statements = [
            reverse("settle", args=[assessment.pk, *code]) for code in codes
        ]
        moderators.append(person)
    assessment, client = discussed(12)
    path = reverse("room", args=[assessment.pk])
    groups = list(assessment.groups.all())
    followers = []
    for number in range(FOLLOWERS):
        member = make_member(assessment.authority)
        groups[number % len(groups)].members.add(member)
        followers.append(page_of(client_of(member), port, path))
    return members, moderators, followers, page_of(client, port, path)


def discussed(number):
    """Return an assessment that so many groups handed in whole, and its moderator.

    Its meeting has come to the first statement.
    """
    authority = make_authority()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    for each in range(number):
        group = make_group(assessment, moderator, make_member(authority))
        rate(group, 1 + each % 4, EVIDENCE)
        hand_in(group, moderator)
    open_discussions(assessment, moderator)
    statement = assessment.agreed_responses.first().statement
    room.move(assessment=assessment, statement=statement, shown=None, by=moderator)
    return assessment, client_of(moderator)


def members_of_one(port, wanted):
    """Return up to MEMBERS members of an authority's groups, each with a statement."""
    authority = make_authority()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    found = []
    for _ in range(GROUPS):
        persons = [make_member(authority) for _ in range(MEMBERS // GROUPS)]
        group = make_group(assessment, moderator, *persons)
        drafts = list(group.drafts.select_related("area").order_by("area__number"))
        for place, member in enumerate(persons):
            area = drafts[place % len(drafts)].area
            path = reverse("draft", args=[assessment.pk, group.pk, area.number])
            person = page_of(client_of(member), port, path)
            person.assessment = reverse("assessment", args=[assessment.pk])
            letters = area.statements.order_by("letter").values_list(
                "letter", flat=True
            )
            person.letter = letters[place % len(letters)]
            found.append(person)
    return found[:wanted]


async def run(people, log, seconds):
    """Let everybody work for so long."""
    members, moderators, followers, leader = people
    for person in [*followers, leader]:
        await person.load()
    log.since = time.monotonic() + WARM
    end = log.since + seconds
    chance = random.Random("load")
    jobs = [
        *(work(one, log, end, random.Random(chance.random())) for one in members),
        *(settle(one, log, end, random.Random(chance.random())) for one in moderators),
        *(follow(one, log, end, random.Random(chance.random())) for one in followers),
        lead(leader, log, end),
    ]
    await asyncio.gather(*jobs)


class Use:
    """The processor time and memory of the web server, PostgreSQL and this process."""

    def __init__(self, site):
        self.site = site
        self.first = first_of_postgres()

    def families(self):
        """Return {name: ids of its processes}."""
        found = {"web": family(self.site.process.pid), "people": [os.getpid()]}
        if self.first:
            found["database"] = family(self.first)
        return found

    def seconds(self):
        """Return {name: seconds of processor time so far}."""
        return {name: cpu(pids) for name, pids in self.families().items()}

    def megabytes(self):
        """Return the memory of the web server that is its own."""
        return sum(own_memory(pid) for pid in self.families()["web"])


def first_of_postgres():
    """Return the id of PostgreSQL's first process, if it is on this machine."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    with suppress(OSError):
        return int((Path(folder) / "postmaster.pid").read_text().split()[0])
    return None


async def measured(people, use, log, seconds):
    """Return ({name: seconds of processor time}, megabytes at the start and the end)."""
    found = {}

    async def note(name, after):
        await asyncio.sleep(after)
        found[name] = use.seconds(), use.megabytes()

    await asyncio.gather(
        run(people, log, seconds), note("start", WARM), note("end", WARM + seconds)
    )
    (before, light), (after, heavy) = found["start"], found["end"]
    return {name: after[name] - before[name] for name in after}, (light, heavy)


def of_load(minutes, people=PEOPLE):
    """Yield the report's lines."""
    load_editions()
    seconds = minutes * 60
    with running_site() as site:
        crowd = gather(people, site.port)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as a site's own database does automatically
        use, log = Use(site), Log()
        connection.close()
        used, memory = asyncio.run(measured(crowd, use, log, seconds))
    yield (
        f"{people} people signed in, think time {THINK} s, {FOLLOWERS} of them in a "
        f"room; {minutes:g} minutes; {connection.vendor}; {os.cpu_count()} cores, load "
        f"{os.getloadavg()[1]:.1f} (5 minutes; other work on the machine counts too)\n"
    )
    yield from lines(log, used, memory, seconds)


def lines(log, used, memory, seconds):
    """Yield the table and the goals."""
    yield f"{'':<22}{'answers':>9}{'median ms':>11}{'95th ms':>9}"
    every = [time for times in log.times.values() for time in times]
    for name, times in [*log.times.items(), ("all", every)]:
        yield (
            f"{name:<22}{len(times):>9}{statistics.median(times):>11.0f}"
            f"{percentile(times):>9.0f}"
        )
    yield f"\n{len(every) / seconds:.1f} requests a second"
    for name, cost in used.items():
        yield (
            f"{name:<10}{100 * cost / seconds:>6.0f} % of a core, "
            f"{1000 * cost / len(every):>5.1f} ms a request"
        )
    yield f"Memory of the web server: {memory[0]:.0f} MB, then {memory[1]:.0f} MB\n"
    yield from (f"{count:>7} {fault}" for fault, count in log.wrong.items())
    slow = percentile(every)
    yield goal("Load: no errors", log.wrong.total(), not log.wrong)
    yield goal(f"Load: 95 of 100 in {MOST_MS} ms", f"{slow:.0f}", slow < MOST_MS)


def percentile(times):
    return statistics.quantiles([*times, *times], n=20, method="inclusive")[-1]
