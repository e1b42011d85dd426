"""One member of a crowd: a person with one tab, who writes and saves over HTTP."""

import json
import random
import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from .fields import Fields

TEXTS = ["evidence", "ideas"]
FORM = "application/x-www-form-urlencoded"
MEETING = "a"  # the statement that people come back to, so that they meet
TIMEOUT = 60  # seconds
CSRF = "csrfmiddlewaretoken"
STORED = re.compile(
    r"<h4[^>]*>\s*(\w+)\s+saved\b.*?</h4>\s*<p[^>]*>(.*?)</p>", re.DOTALL
)
NOBODY_ANSWERS = (OSError, HTTPException)


@dataclass
class Tally:
    """The outcomes of one member's saves."""

    times: dict = field(default_factory=lambda: {"script": [], "page": []})  # ms
    told: list = field(default_factory=list)  # (letter, text's name, text): saved
    beats: int = 0
    clashes: int = 0  # with what a colleague wrote
    cut_off: int = 0  # nobody answered, or 503: sent again
    wrong: list = field(default_factory=list)  # any other answer, in words


@dataclass
class Member:
    """Somebody signed in, at the page of their group's draft."""

    name: str
    cookies: dict
    draft: int
    path: str
    letters: list
    rated: str  # the statement that only they rate
    host: str  # as the site knows itself
    tally: Tally = field(default_factory=Tally)

    def live(self, port, is_over, pause):
        """Write and save until it is over, with pauses of so many seconds, about."""
        self.port, self.count = port, 0
        self.chance = random.Random(self.name)
        self.typed = {}  # {(letter, name): text} that nobody has called saved
        self.open()
        while not is_over():
            time.sleep(self.chance.uniform(0, 2 * pause))
            action = self.chance.choices(
                [self.save_statement, self.save_page, self.open, self.beat],
                [12, 2, 1, 3],
            )[0]
            action()
        self.save_page()

    # Asking

    def ask(self, method, path, fields=None, script=False):
        """Return (status, text) of an answer, asking until there is one."""
        headers = {
            "Host": self.host,
            "Cookie": "; ".join(f"{key}={each}" for key, each in self.cookies.items()),
            "Content-Type": FORM,
        }
        if script:
            headers["Accept"] = "application/json"
        while True:
            try:
                web = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
                web.request(method, path, fields and urlencode(fields), headers)
                answer = web.getresponse()
                text = answer.read().decode()
                self.take_cookies(answer)
                if answer.status != 503:
                    return answer.status, text
            except NOBODY_ANSWERS:
                pass
            self.tally.cut_off += 1
            time.sleep(0.5)

    def take_cookies(self, answer):
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value

    def open(self):
        """Open the page again, and type what was not reported saved into it."""
        status, text = self.ask("GET", self.path)
        if status != 200:
            self.tally.wrong.append(f"{status} for the page")
            return
        self.show(text)

    def show(self, page):
        self.fields = Fields(page).values
        self.shown = {
            (letter, name): self.fields.get(f"{letter}-{name}", "")
            for letter in self.letters
            for name in TEXTS
        }
        for (letter, name), text in self.typed.items():
            self.fields[f"{letter}-{name}"] = text

    # Writing

    def write(self):
        """Write a new text, or add to the present one."""
        letter = self.chance.choice([MEETING, self.chance.choice(self.letters)])
        name = self.chance.choice(TEXTS)
        self.count += 1
        words = f"{self.name} wrote this as number {self.count}."
        before = self.fields.get(f"{letter}-{name}", "")
        if len(before) < 2000 and self.chance.random() < 0.5:
            words = f"{before} {words}".strip()
        self.fields[f"{letter}-{name}"] = self.typed[letter, name] = words
        self.fields[f"{self.rated}-rating"] = self.chance.choice("1234")
        return letter

    def save_statement(self):
        """Save one statement, as the page's script does after a pause in typing."""
        letter = self.write()
        sent = {
            name: value
            for name, value in self.fields.items()
            if name.startswith(f"{letter}-") or name == CSRF
        }
        status, text = self.timed("script", sent)
        if status not in {200, 409}:
            self.tally.wrong.append(f"{status} for a save by the script")
            return
        said = json.loads(text)["entries"][letter]
        self.fields[f"{letter}-seen"] = said["seen"]
        self.settle([letter], self.clashing(letter, said["clash"]))
        if status == 409:
            self.save_page(write=False)  # having seen both texts

    def save_page(self, write=True):
        """Save the page as a button does, which sends everything on it."""
        if write:
            self.write()
        status, text = self.timed("page", self.fields | {"save": "all"})
        if status == 302:
            self.settle(self.letters, {})
            self.open()
        elif status == 409:
            parts = re.split(r'data-entry="([a-z])"', text)[1:]
            clashing = {}
            for letter, part in zip(parts[::2], parts[1::2], strict=True):
                clashing |= self.clashing(letter, part)
            self.settle(self.letters, clashing)
            self.show(text)
            self.shown |= clashing
            # As its script does, save no more of it until a button has decided.
            self.save_page(write=False)
        else:
            self.tally.wrong.append(f"{status} for a save of the page")

    def timed(self, kind, fields):
        start = time.perf_counter()
        answer = self.ask("POST", self.path, fields, script=kind == "script")
        self.tally.times[kind].append((time.perf_counter() - start) * 1000)
        return answer

    def settle(self, letters, clashing):
        """Note which texts of these statements were reported saved."""
        for key in self.shown:
            if key[0] in letters and key not in clashing:
                self.shown[key] = self.fields.get("-".join(key), "")
                if key in self.typed:
                    self.tally.told.append((*key, self.typed.pop(key)))
        self.shown |= clashing

    def clashing(self, letter, html):
        """Return {(letter, text's name): the stored text} of the clashes a page shows.

        A true one is with a text that this page had not shown before.
        """
        found = {
            (letter, name.lower()): unescape(stored)
            for name, stored in STORED.findall(html)
        }
        for key, stored in found.items():
            if key in self.typed and stored not in (self.shown[key], self.typed[key]):
                self.tally.clashes += 1
            else:
                self.tally.wrong.append("a clash where nobody had changed anything")
        return found

    def beat(self):
        """Ask for changes, as the page's script does every few seconds."""
        versions = {
            letter: self.fields[f"{letter}-seen"].partition(".")[0]
            for letter in self.letters
        }
        sent = versions | {CSRF: self.fields[CSRF]}
        status, _ = self.ask("POST", f"{self.path}here/", sent, script=True)
        self.tally.beats += 1
        if status != 200:
            self.tally.wrong.append(f"{status} for a heartbeat")
