"""People at work: what each asks of the site, how long they wait, and what is wrong."""

import asyncio
import time
from collections import Counter, defaultdict

from .fields import Fields
from .room import ASK_EVERY, HERE_EVERY

THINK = 5  # seconds, about
MOVES = 15  # seconds that a meeting takes for a statement
KINDS = {"draft page": 40, "save": 40, "overview": 10, "home": 10}


class Log:
    """The milliseconds of each answer by kind, and what was wrong."""

    def __init__(self):
        self.since = 0.0
        self.times = defaultdict(list)
        self.wrong = Counter()

    async def timed(self, kind, person, method, path, fields=None, right=(200,)):
        """Return the body of an answer, noting how long it took and whether it is right."""
        start = time.monotonic()
        status, body = await person.send(method, path, fields)
        if start >= self.since:
            self.times[kind].append((time.monotonic() - start) * 1000)
            if status not in right:
                self.wrong[f"{status} for the {kind}"] += 1
        return body if status in right else ""


async def think(chance):
    await asyncio.sleep(chance.uniform(0, 2 * THINK))


async def work(person, log, end, chance):
    """Read a draft, save a statement, open other pages, as a member does."""
    fields, count = {}, 0
    while time.monotonic() < end:
        await think(chance)
        (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
        if kind == "home":
            await log.timed(kind, person, "GET", "/")
        elif kind == "overview":
            await log.timed(kind, person, "GET", person.assessment)
        elif kind == "draft page" or not fields:
            page = await log.timed("draft page", person, "GET", person.path)
            fields = Fields(page).values if page else {}
        else:
            count += 1
            await save(person, log, fields, f"{chance.random()} {count}")


async def save(person, log, fields, words):
    """Save the person's own statement, as the page's script does."""
    letter = person.letter
    sent = {f"{letter}-seen": fields[f"{letter}-seen"], f"{letter}-evidence": words}
    body = await log.timed("save", person, "POST", person.path, sent)
    if '"seen": "' in body:
        fields[f"{letter}-seen"] = body.split('"seen": "')[1].split('"')[0]


async def settle(person, log, end, chance):
    """Open a statement and settle it, then the next, as a moderator does."""
    pages = list(person.statements)
    while time.monotonic() < end and pages:
        await think(chance)
        path = pages.pop(0)
        page = await log.timed("statement to settle", person, "GET", path)
        if not page:
            continue
        fields = Fields(page).values
        await think(chance)
        fields |= {"answer": "3", "rationale": "As discussed."}
        right = (302,)
        await log.timed("settle", person, "POST", path, fields | {"save": "1"}, right)


async def follow(person, log, end, chance):
    """Ask whether the meeting has moved, as its page's script does."""
    await asyncio.sleep(chance.random() * ASK_EVERY)
    here = time.monotonic() + chance.random() * HERE_EVERY
    while time.monotonic() < end:
        state = f"{person.path}state/"
        asked = f"{state}?seen={person.mark}"
        page = await log.timed("question", person, "GET", asked, right=(200, 204))
        if page:
            person.show(page)
        if time.monotonic() >= here:
            here += HERE_EVERY
            await log.timed("here", person, "POST", state)
        await asyncio.sleep(ASK_EVERY)


async def lead(person, log, end):
    """Lead the meeting from one statement to the next."""
    while time.monotonic() < end:
        page = await log.timed("room", person, "GET", person.path)
        if page:
            shown = page.split('name="shown" value="')[1].split('"')[0]
            fields = {"go": "next", "shown": shown}
            await log.timed("move", person, "POST", person.path, fields)
        await asyncio.sleep(MOVES)
