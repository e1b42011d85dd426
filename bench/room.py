"""Measures what following a meeting costs the server, and how soon a move is seen.

Starts gunicorn as a site runs it, over a database made for this and removed again,
and has followers do what the room's script does: keep asking whether the page is
current, load it again when it is not, and say now and then that it is open.
Processor time is that of gunicorn's processes, read from /proc; that of a PostgreSQL
server is not in it.
"""

import asyncio
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from tests.support.builders import make_member
from tests.support.clients import client_of

from . import report
from .building import load_editions, rated_by
from .processes import cpu, family
from .returns import completed

FOLLOWERS = 40
GROUPS = 12
ASK_EVERY = 1.4  # seconds, as in static/js/room.js
HERE_EVERY = 19.0
STILL = 40  # seconds that nobody moves
MOVES = 10
BETWEEN_MOVES = 3
GOAL = 10  # percent of one core
SEEN_WITHIN = 2  # seconds


@dataclass
class Log:
    """The times and failures that the followers met."""

    asked: list = field(default_factory=list)  # seconds an answer took
    seen: list = field(default_factory=list)  # seconds from a move to its page


class Person:
    """Somebody's open page: one connection that is kept, and the mark it shows."""

    def __init__(self, port, path, cookies):
        self.port, self.path = port, path
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.token = cookies[settings.CSRF_COOKIE_NAME]
        self.mark = ""
        self.stream = None

    async def send(self, method, path, fields=None):
        """Return (status, body) of a request; reconnect if the connection was closed."""
        body = urlencode(fields or {})
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: testserver\r\n"
            f"Cookie: {self.cookies}\r\nX-CSRFToken: {self.token}\r\n"
            "Accept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        first = b""
        while not first:
            if self.stream is None:
                self.stream = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.stream
            writer.write(request.encode())
            with suppress(ConnectionError):
                first = await reader.readline()
            if not first:
                writer.close()
                self.stream = None
        headers = {}
        while (line := await reader.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        content = await reader.readexactly(int(headers.get("content-length", 0)))
        return int(first.split()[1]), content.decode()

    async def load(self):
        """Load the page."""
        status, page = await self.send("GET", self.path)
        if status != 200:
            raise AssertionError(f"The page was answered with {status}")
        self.show(page)
        return page

    def show(self, page):
        """Remember the mark of a page."""
        self.mark = page.split('data-seen="')[1].split('"')[0]


async def follow(person, log, moved, end):
    """Do what a page does until the time is over."""
    await asyncio.sleep(random.random() * ASK_EVERY)
    here = time.monotonic() + random.random() * HERE_EVERY
    while time.monotonic() < end:
        started = time.monotonic()
        address = f"{person.path}state/?seen={person.mark}"
        status, page = await person.send("GET", address)
        log.asked.append(time.monotonic() - started)
        if status == 200:
            person.show(page)
            log.seen.append(time.monotonic() - moved["at"])
        elif status != 204:
            raise AssertionError(f"The state was answered with {status}")
        if time.monotonic() >= here:
            here += HERE_EVERY
            await person.send("POST", f"{person.path}state/")
        await asyncio.sleep(ASK_EVERY)


async def lead(person, moved):
    """Move the meeting on every few seconds."""
    for _ in range(MOVES):
        page = await person.load()
        shown = page.split('name="shown" value="')[1].split('"')[0]
        moved["at"] = time.monotonic()
        fields = {"go": "next", "shown": shown}
        status, _ = await person.send("POST", person.path, fields)
        if status != 200:
            raise AssertionError(f"The move was answered with {status}")
        await asyncio.sleep(BETWEEN_MOVES)


async def measured(followers, leader, processes):
    """Return (percent of a core while still, the same in moves, the Log)."""
    moved, log = {}, Log()
    for person in [*followers, leader]:
        await person.load()
    shares = []
    for seconds, leading in [(STILL, None), (MOVES * BETWEEN_MOVES + 2, leader)]:
        started, used = time.monotonic(), cpu(processes)
        work = [follow(one, log, moved, started + seconds) for one in followers]
        if leading:
            work.append(lead(leading, moved))
        await asyncio.gather(*work)
        shares.append(100 * (cpu(processes) - used) / (time.monotonic() - started))
    return *shares, log


def of_room():
    """Yield the lines of the report."""
    load_editions()
    assessment, moderator = rated_by(GROUPS, completed("", False))
    groups = list(assessment.groups.all())
    members = [make_member(assessment.authority) for _ in range(FOLLOWERS)]
    for number, member in enumerate(members):
        groups[number % GROUPS].members.add(member)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = reverse("room", args=[assessment.pk])
    followers = [page_of(client_of(member), port, path) for member in members]
    leader = page_of(moderator, port, path)
    connection.close()
    server = serve(port)
    try:
        still, moving, log = asyncio.run(
            measured(followers, leader, family(server.pid))
        )
    finally:
        server.terminate()
        server.wait()
    yield from lines(still, moving, log)


def page_of(client, port, path):
    """Return the page of the person signed in with this client."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = secrets.token_hex(16)
    return Person(
        port,
        path,
        {settings.SESSION_COOKIE_NAME: cookie, settings.CSRF_COOKIE_NAME: token},
    )


def serve(port):
    """Start gunicorn over this process's database, and wait until it answers."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    else:
        url = f"sqlite:///{quote(name)}"
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "gunicorn"), "--log-level=warning"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(port), "DATABASE_URL": url},
    )
    for _ in range(100):
        with socket.socket() as asking:
            if not asking.connect_ex(("127.0.0.1", port)):
                return server
        time.sleep(0.2)
    server.terminate()
    raise AssertionError("gunicorn does not answer")


def lines(still, moving, log):
    """Yield the lines of the report."""
    answered = statistics.quantiles(log.asked, n=20)[-1] * 1000
    seen = sorted(log.seen)
    yield (
        f"{FOLLOWERS} followers of a room with {GROUPS} groups; {connection.vendor}; "
        f"{len(log.asked)} questions, pages loaded {len(seen)} times in {MOVES} moves\n"
    )
    yield f"While nobody moves         {still:6.1f} % of one core"
    yield f"A move every {BETWEEN_MOVES} seconds       {moving:6.1f} % of one core"
    yield f"A question is answered in  {answered:6.1f} ms (95th percentile)"
    yield f"A move is seen after       {statistics.median(seen):6.2f} s (median)\n"
    name = f"{FOLLOWERS} followers: less than {GOAL} % of one core"
    yield report.goal(name, f"{still:.1f}", still < GOAL)
    name = f"The last follower sees a move within {SEEN_WITHIN} seconds"
    yield report.goal(name, f"{seen[-1]:.2f}", seen[-1] <= SEEN_WITHIN)
