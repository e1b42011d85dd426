"""Pages of several people against one stored answer, in every order hypothesis finds.

A page here does what static/js/statement.js does: it sends its fields with its token,
takes over what others stored where nobody is typing, and keeps the old mark of a part
it still shows. So nobody overwrites what they have not been shown, and nobody sees a
clash where there was none.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assessments.field_merge import merge, seen_token

PARTS = ["answer", "evidence"]
BLANK = dict.fromkeys(PARTS, "")
TEXTS = ["", "a", "ab", "b"]
pages = st.integers(0, 2)
parts = st.sampled_from(PARTS)


class Server:
    def __init__(self):
        self.values, self.version, self.by = dict(BLANK), 0, None

    def token(self, stale=None):
        return seen_token(self.version, self.values, stale)


class Page:
    def __init__(self, person, server):
        self.person = person
        self.fields = dict(server.values)
        self.stored = dict(server.values)
        self.token = server.token()
        self.known = str(server.version)
        self.focus = None
        self.theirs = {}  # part: (value, mark)
        self.shown = {part: {value} for part, value in server.values.items()}
        self.has_clash = False

    def is_unsaved(self, part):
        return self.fields[part] != self.stored[part]

    def hear(self, server):
        _, *old = self.token.split(".")
        self.known, *new = server.token().split(".")
        self.theirs = {
            part: (server.values[part], mark)
            for part, mark, before in zip(PARTS, new, old, strict=True)
            if mark != before
        }
        self.settle()

    def settle(self):
        _, *marks = self.token.split(".")
        for part, (value, mark) in list(self.theirs.items()):
            if self.fields[part] == value or not (
                self.is_unsaved(part) or self.focus == part
            ):
                self.fields[part] = self.stored[part] = value
                self.shown[part].add(value)
                marks[PARTS.index(part)] = mark
                del self.theirs[part]
        self.token = ".".join(["" if self.theirs else self.known, *marks])

    def take(self, server, merged):
        self.token = server.token(merged.stale)
        self.known = self.token.split(".")[0]
        self.has_clash = bool(merged.clashes)
        for part, value in merged.clashes.items():
            self.shown[part].add(value)
        for part, value in self.fields.items():
            waits = merged.clashes and self.is_unsaved(part)
            self.stored[part] = None if waits else value
        if self.known:
            self.theirs = {}


class Colleagues(RuleBasedStateMachine):
    """Two people; one has two tabs open."""

    def __init__(self):
        super().__init__()
        self.server = Server()
        self.pages = [Page(person, self.server) for person in "cdd"]

    @rule(at=pages, part=parts, text=st.sampled_from(TEXTS))
    def type(self, at, part, text):
        page = self.pages[at]
        page.focus = part
        page.fields[part] = text

    @rule(at=pages)
    def leave_the_field(self, at):
        self.pages[at].focus = None
        self.pages[at].settle()

    @rule(at=pages)
    def hear(self, at):
        self.pages[at].hear(self.server)

    @rule(at=pages)
    def reload(self, at):
        self.pages[at] = Page(self.pages[at].person, self.server)

    @rule(at=pages, is_lost=st.booleans(), insists=st.booleans())
    def save(self, at, is_lost, insists):
        page, server = self.pages[at], self.server
        if page.has_clash and not insists:
            return
        is_own = server.by == page.person
        merged = merge(
            token=page.token,
            version=server.version,
            stored=server.values,
            sent=page.fields,
            is_own=is_own,
        )
        for part, value in merged.changes.items():
            before = server.values[part]
            grew = is_own and before and value.startswith(before)
            assert before in page.shown[part] or grew, "overwritten unseen"
        for part, value in merged.clashes.items():
            assert page.is_unsaved(part), "a clash over what nobody typed"
            assert page.stored[part] != value, "a clash where there was none"
        if merged.changes:
            server.values = server.values | merged.changes
            server.version += 1
            server.by = page.person
        for part, value in server.values.items():
            if page.fields[part] == value:
                page.shown[part].add(value)
        if not is_lost:
            page.take(server, merged)

    @invariant()
    def a_page_with_a_version_shows_all_of_it(self):
        for page in self.pages:
            if page.token == self.server.token() and not page.has_clash:
                for part in PARTS:
                    assert (
                        page.is_unsaved(part)
                        or page.fields[part] == self.server.values[part]
                    )


Colleagues.TestCase.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None
)
TestColleagues = Colleagues.TestCase
