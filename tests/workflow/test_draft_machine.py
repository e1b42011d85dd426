"""Members, tabs and saves in any order: no word the site called saved is ever lost.

Hypothesis plays a group's people, each with tabs that show what was stored when they
were opened, against a model of a few dictionaries. The pages are the site's own, asked
as the script asks them and as a browser without it does. A longer run:

    DRAFT_MACHINE=1000 .venv/bin/python -m pytest tests/workflow/test_draft_machine.py
"""

import os
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessments.models import Draft, DraftResponse, DraftRevision
from frameworks.models import Statement
from tests.support.builders import make_group, make_member
from tests.support.clients import FormClient, client_of
from tests.support.pages import form_of
from tests.support.previous_submissions import submit_earlier

EXAMPLES = int(os.environ.get("DRAFT_MACHINE", "15"))
STEPS = 30
JSON = {"HTTP_ACCEPT": "application/json"}
AREA = 9
LETTERS = ["a", "b"]  # few, so that people meet
EARLIER = ["_9a", "_9g"]  # what these two were in 2015, word for word
THEN = "The panel met in 2015."
TEXTS = ["evidence", "ideas"]
STATUS = {"too long": 422, "signed out": 401, "no member": 403}
# Whose tabs there are, and of which group's draft; Eve is in both.
PLACES = [
    ("cass", "ours"),
    ("cass", "ours"),
    ("dee", "ours"),
    ("eve", "ours"),
    ("eve", "theirs"),
    ("fay", "theirs"),
]

words = st.sampled_from(
    ["", "Panel", "Panel meets", "Panel meets weekly", "Board", " Board\r\nmet ", "<b>"]
)
ratings = st.sampled_from(
    [("", ""), ("1", ""), ("4", ""), ("cannot", ""), ("cannot", "unknown")]
)
letters = st.sampled_from(LETTERS)
texts = st.sampled_from(TEXTS)
mostly = st.sampled_from([True, True, False])
places = st.integers(0, len(PLACES) - 1)
verbs = st.sampled_from(["start", "reuse", "checked"])
whys = st.sampled_from(list(STATUS))
scores = st.sampled_from(["", "0", "7"])


def cleaned(text):
    return text.replace("\r\n", "\n").strip()


def value_of(fields, key):
    """Return the value of a page's fields for (letter, name), as it would be stored."""
    letter, name = key
    if name == "score":
        return int(fields["score-given"]) if fields["score-given"] else None
    if name == "answer":
        rating, reason = fields[f"{letter}-rating"], fields[f"{letter}-reason"]
        if rating == "cannot":
            reason = reason or "unsaid"
        return [int(rating) if rating.isdigit() else None, reason]
    return cleaned(fields[f"{letter}-{name}"])


def keys_of(letter):
    if letter == "score":
        return [("score", "score")]
    return [(letter, "answer"), (letter, "evidence"), (letter, "ideas")]


KEYS = [key for letter in [*LETTERS, "score"] for key in keys_of(letter)]


@dataclass
class Tab:
    """A page as it is open in somebody's browser."""

    who: str
    group: str
    shown: dict  # by key: what the page's token says it has shown
    fields: dict = field(default_factory=dict)  # as they are now, by name

    def open(self, site):
        answer = site.clients[self.who].get(site.groups[self.group].url)
        assert answer.status_code == 200
        self.fields = fields_of(answer)

    def names(self, letter):
        return [name for name in self.fields if name.startswith(f"{letter}-")]


class Kept:
    """The model of one group's draft."""

    def __init__(self):
        self.now = dict.fromkeys(KEYS, "")
        self.now |= {(letter, "answer"): [None, ""] for letter in LETTERS}
        self.now["score", "score"] = None
        self.last = {}  # by statement or score: who changed it last
        self.told = []  # every (key, value, who) the site has called saved
        self.carried = set()  # statements with a mark that nobody has checked them
        self.is_handed_in = False

    def save(self, key, value, who):
        if key[1] == "evidence" and value != self.now[key]:
            self.carried.discard(key[0])
        self.now[key] = value
        self.last[key[0]] = who
        self.told.append((key, value, who))


class Drafting(RuleBasedStateMachine):
    site = None  # set by the test: people's clients, the groups, tabs as they begin

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.kept = {name: Kept() for name in self.site.groups}
        self.tabs = deepcopy(self.site.tabs)

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # Opening and typing

    @rule(place=places)
    def open_anew(self, place):
        tab = self.tabs[place]
        kept = self.kept[tab.group]
        if kept.is_handed_in:
            return  # there is nothing to type in
        tab.open(self.site)
        tab.shown = dict(kept.now)
        assert {key: value_of(tab.fields, key) for key in KEYS} == kept.now

    @rule(place=places, letter=letters, name=texts, text=words)
    def write(self, place, letter, name, text):
        self.tabs[place].fields[f"{letter}-{name}"] = text

    @rule(place=places, letter=letters, name=texts)
    def write_on(self, place, letter, name):
        self.tabs[place].fields[f"{letter}-{name}"] += " and more"

    # Saving

    @rule(place=places, letter=letters, name=texts, text=words, is_answered=mostly)
    def write_and_save(self, place, letter, name, text, is_answered):
        """Save as a pause in typing does; the answer may not reach the page."""
        tab = self.tabs[place]
        tab.fields[f"{letter}-{name}"] = text
        self.save_by_script(tab, letter, is_answered)

    @rule(place=places, letter=letters, given=ratings, is_answered=mostly)
    def rate_and_save(self, place, letter, given, is_answered):
        tab = self.tabs[place]
        tab.fields |= {f"{letter}-rating": given[0], f"{letter}-reason": given[1]}
        self.save_by_script(tab, letter, is_answered)

    @rule(place=places, given=scores)
    def score_and_save(self, place, given):
        tab = self.tabs[place]
        tab.fields["score-given"] = given
        self.save_by_script(tab, "score", True)

    def save_by_script(self, tab, letter, is_answered):
        sent = {name: tab.fields[name] for name in tab.names(letter)}
        answer = self.post(tab, sent, **JSON)
        clashes = self.judge(tab, keys_of(letter), answer)
        if clashes is not None and is_answered:
            said = answer.json()["entries"][letter]
            for key in keys_of(letter):
                tab.shown[key] = value_of(tab.fields, key)
            self.tell_clashes(tab, said["clash"], clashes)
            tab.fields[f"{letter}-seen"] = said["seen"]

    @rule(place=places, letter=letters, name=texts, text=words)
    def save_one_field(self, place, letter, name, text):
        """Save as a page that has only this field might."""
        tab = self.tabs[place]
        tab.fields[f"{letter}-{name}"] = text
        sent = {
            name: tab.fields[name] for name in [f"{letter}-seen", f"{letter}-{name}"]
        }
        self.judge(tab, [(letter, name)], self.post(tab, sent, **JSON))

    @rule(place=places, letter=letters, name=texts, text=words)
    def save_the_page(self, place, letter, name, text):
        """Save as a button does; the page that comes back is the tab from then on."""
        tab = self.tabs[place]
        tab.fields[f"{letter}-{name}"] = text
        answer = self.post(tab, tab.fields | {"save": "all"})
        clashes = self.judge(tab, KEYS, answer)
        if clashes:
            self.tell_clashes(tab, answer.content.decode(), clashes)
            tab.fields = self.given_back(tab, answer, clashes)
            tab.shown = dict(self.kept[tab.group].now)
        elif clashes is not None:
            self.open_anew(place)

    @rule(place=places, letter=letters, verb=verbs)
    def carry(self, place, letter, verb):
        """Save the page by a button that starts from a text, adds one or has checked."""
        tab, other = self.tabs[place], next(each for each in LETTERS if each != letter)
        kept, place_of = self.kept[tab.group], (letter, "evidence")
        button = f"{verb}-{letter}" + (f"-{AREA}{other}" if verb == "reuse" else "")
        answer = self.post(tab, tab.fields | {"save": button})
        if kept.is_handed_in:
            assert answer.status_code == 409
            return
        typed = {key: value_of(tab.fields, key) for key in KEYS}
        clashes = self.judge(tab, KEYS, None)
        if not clashes:
            now, theirs = kept.now[place_of], kept.now[other, "evidence"]
            done = {
                "start": now == "",
                "reuse": theirs != "",
                "checked": now == typed[place_of],
            }[verb]
            assert answer.status_code == (302 if done else 409)
            if verb == "start" and done:
                kept.save(place_of, THEN, tab.who)
                kept.carried.add(letter)
            elif verb == "reuse" and theirs not in now:
                text = f"{now}\n\n{theirs}".strip()
                kept.save(place_of, text, tab.who)
                kept.carried.add(letter)
            elif verb == "checked" and done and letter in kept.carried:
                kept.carried.discard(letter)
                kept.last[letter] = tab.who
        if clashes:
            assert answer.status_code == 409
        self.open_anew(place)

    @rule(place=places, letter=letters, by_script=st.booleans(), why=whys)
    def save_in_vain(self, place, letter, by_script, why):
        """Show again what cannot be saved, and store none of it."""
        tab, extra = self.tabs[place], JSON if by_script else {}
        client, url = self.site.clients[tab.who], self.site.groups[tab.group].url
        typed, status = dict(tab.fields), STATUS[why]
        if why == "too long":
            typed[f"{letter}-evidence"] = "x" * 5001
            status = 409 if self.kept[tab.group].is_handed_in else status
        elif why == "signed out":
            client = FormClient()
        else:
            client = self.site.clients["zoe"]
        answer = client.post(url, typed, **extra)
        assert answer.status_code == status
        if status in {401, 409} and not by_script:
            self.given_whole(typed, answer)
        elif status == 422 and not by_script:
            found = fields_of(answer)
            assert all(
                value_of(found, key) == value_of(typed, key)
                for key in KEYS
                if value_of(typed, key) != tab.shown[key]
            )

    def post(self, tab, fields, **extra):
        note(f"{tab.who} to {tab.group}: {fields}")
        client = self.site.clients[tab.who]
        return client.post(self.site.groups[tab.group].url, fields, **extra)

    def judge(self, tab, keys, answer):
        """Return the keys that clash, or None if refused, and note in the model what was saved."""
        kept = self.kept[tab.group]
        if answer and kept.is_handed_in:
            assert answer.status_code == 409
            if answer["Content-Type"] == "application/json":
                assert answer.json()["reason"] == "refused"
            else:
                self.given_whole(tab.fields, answer)
            return None
        clashes, last = [], dict(kept.last)
        for key in keys:
            text, now = value_of(tab.fields, key), kept.now[key]
            is_typed = text != tab.shown[key]
            if not is_typed or text == now:
                continue
            is_own = last.get(key[0]) == tab.who
            if now == tab.shown[key] or (is_own and has_grown(key, now, text)):
                kept.save(key, text, tab.who)
            else:
                clashes.append(key)
        if answer:
            assert answer.status_code in ({409} if clashes else {200, 302})
        return clashes

    def tell_clashes(self, tab, page, clashes):
        """Check that both texts of a clash are on the page; both have been shown now."""
        for key in clashes:
            now = self.kept[tab.group].now[key]
            if key[1] in TEXTS:
                assert escape(value_of(tab.fields, key)) in page
                assert escape(now) in page
            tab.shown[key] = now

    def given_back(self, tab, answer, clashes):
        """Check the page: what clashed as typed, everything else as stored."""
        fields = fields_of(answer)
        typed = {key: value_of(tab.fields, key) for key in clashes}
        found = {key: value_of(fields, key) for key in KEYS}
        assert found == self.kept[tab.group].now | typed
        return fields

    def given_whole(self, typed, answer):
        page = answer.content.decode()
        texts = [text for name, text in typed.items() if not name.endswith("-seen")]
        assert all(escape(text) in page for text in texts if text)

    # Looking back, handing in and back

    @rule(place=places, letter=letters, back=st.integers(0, 5))
    def restore(self, place, letter, back):
        tab = self.tabs[place]
        group, kept = self.site.groups[tab.group], self.kept[tab.group]
        client, url = self.site.clients[tab.who], f"{group.url}history/{letter}/"
        entries = client.get(url).context["entries"]
        if not entries:
            return
        revision = entries[min(back, len(entries) - 1)].revision
        answer = client.post(url, {"revision": revision.pk})
        if kept.is_handed_in:
            assert answer.status_code == 409
            return
        assert answer.status_code == 302
        content = revision.content
        values = {
            "answer": [content["rating"], content["not_rated_reason"]],
            "evidence": content["evidence"],
            "ideas": content["ideas"],
        }
        values = {(letter, name): value for name, value in values.items()}
        was_carried = bool(content["carried_from"])
        is_other = any(kept.now[key] != value for key, value in values.items())
        if is_other or was_carried != (letter in kept.carried):
            for key, value in values.items():
                kept.save(key, value, tab.who)
            kept.carried -= {letter}
            kept.carried |= {letter} if was_carried else set()

    @rule(place=places)
    def hand_in(self, place):
        tab = self.tabs[place]
        url = self.site.groups[tab.group].url + "hand-in/"
        assert self.site.clients[tab.who].post(url).status_code == 302
        self.kept[tab.group].is_handed_in = True

    @precondition(lambda self: any(kept.is_handed_in for kept in self.kept.values()))
    @rule(group=st.sampled_from(["ours", "theirs"]))
    def hand_back(self, group):
        kept = self.kept[group]
        url = self.site.groups[group].url + "hand-back/"
        answer = self.site.clients["mo"].post(url, {"reason": "Say more"})
        assert answer.status_code == (302 if kept.is_handed_in else 409)
        kept.is_handed_in = False

    @precondition(lambda self: any(kept.told for kept in self.kept.values()))
    @rule()
    def an_hour_goes_by(self):
        hour = timedelta(hours=1)
        DraftRevision.objects.update(at=F("at") - hour)
        DraftResponse.objects.exclude(updated_at=None).update(
            updated_at=F("updated_at") - hour
        )

    # What holds at any time

    @invariant()
    def what_is_stored_is_what_was_saved(self):
        for name, kept in self.kept.items():
            stored = self.site.groups[name].stored()
            assert stored == (kept.now, kept.carried, kept.is_handed_in)

    @invariant()
    def nothing_called_saved_is_missing(self):
        for name, kept in self.kept.items():
            history, newest = self.site.groups[name].history()
            assert newest == {
                key: value
                for key, value in kept.now.items()
                if key[0] in kept.last and key[0] in LETTERS
            }
            missing = [
                (key, value, who)
                for key, value, who in kept.told
                if key[0] in LETTERS
                and not may_be_passed_over(key, value)
                and not any(covers(was, value) for was in history.get((*key, who), []))
            ]
            assert missing == []


def may_be_passed_over(key, value):
    """Return whether it is an answer that a rating within a minute takes the place of."""
    return key[1] == "answer" and value[1] in {"", "unsaid"}


def has_grown(key, now, text):
    """Allow a page that missed the answer to its last save to add to the text."""
    return key[1] in TEXTS and bool(now) and text.startswith(now)


def covers(was, value):
    """Return whether an entry of the history has all of a value.

    Saves that only add to a text, by one person within minutes, are one entry.
    """
    return was == value or (isinstance(was, str) and was.startswith(value))


def fields_of(answer):
    """Return {name: value} of a page's draft, with every name a browser would know of."""
    found = form_of(answer)
    names = [
        f"{letter}-{name}"
        for letter in LETTERS
        for name in ["seen", "rating", "reason", "evidence", "ideas"]
    ]
    names += ["score-seen", "score-given"]
    return {name: found.get(name, [""])[0] for name in names}


@dataclass
class Group:
    url: str
    draft: Draft
    names: dict  # of the people, by key

    def stored(self):
        draft = Draft.objects.get(pk=self.draft.pk)
        now, carried = {("score", "score"): draft.global_score}, set()
        for letter, rating, reason, source, *written in self.draft.responses.filter(
            statement__letter__in=LETTERS
        ).values_list(
            "statement__letter",
            "rating__value",
            "not_rated_reason",
            "carried_from",
            *TEXTS,
        ):
            now[letter, "answer"] = [rating, reason]
            now |= {
                (letter, name): each for name, each in zip(TEXTS, written, strict=True)
            }
            carried |= {letter} if source else set()
        return now, carried, draft.is_handed_in

    def history(self):
        """Return {(letter, name, who): values} of the history, and the newest by key."""
        found, newest = {}, {}
        for letter, by, content in (
            DraftRevision.objects.filter(response__draft=self.draft)
            .order_by("pk")
            .values_list("response__statement__letter", "by", "content")
        ):
            values = {name: content[name] for name in TEXTS}
            values["answer"] = [content["rating"], content["not_rated_reason"]]
            for name, value in values.items():
                newest[letter, name] = value
                found.setdefault((letter, name, self.names[by]), []).append(value)
        return found, newest


@pytest.fixture
def site(assessment, northmoor, mo, cass, dee):
    eve, fay = (make_member(northmoor, name=name) for name in ("eve", "fay"))
    zoe = make_member(northmoor, name="zoe")
    people = {"mo": mo, "cass": cass, "dee": dee, "eve": eve, "fay": fay, "zoe": zoe}
    submit_earlier(northmoor, mo, **{code: {"evidence": THEN} for code in EARLIER})
    Statement.objects.filter(
        area__framework=assessment.round.framework,
        area__number=AREA,
        letter__in=LETTERS,
    ).update(family="feedback")  # so that each offers the other's evidence
    members = {"ours": [cass, dee, eve], "theirs": [eve, fay]}
    groups = {}
    for name, persons in members.items():
        group = make_group(assessment, mo, *persons, areas=[AREA])
        groups[name] = Group(
            f"/assessments/{assessment.pk}/groups/{group.pk}/areas/{AREA}/",
            group.drafts.get(),
            {person.pk: key for key, person in people.items()},
        )
    clients = {name: client_of(person) for name, person in people.items()}
    site = SimpleNamespace(clients=clients, groups=groups)
    site.tabs = [Tab(who, group, Kept().now) for who, group in PLACES]
    for tab in site.tabs:
        tab.open(site)
    return site


def test_no_word_called_saved_is_ever_lost(site):
    class Machine(Drafting):
        pass

    Machine.site = site
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
