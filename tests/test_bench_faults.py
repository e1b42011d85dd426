"""The bench of faults would notice what it looks for; its kills are always the same."""

import random
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from assessments.models import DraftResponse
from assessments.views.draft_clashes import Clash, ClashingField
from bench import faults
from bench.crowd import gather
from bench.member import FORM

pytestmark = pytest.mark.any_database


@pytest.mark.django_db
def test_a_member_sees_what_clashes(cass):
    (member,) = gather(1, 1)
    other = ClashingField("evidence", "Theirs & more.", "Mine.")
    clash = Clash("a", cass, timezone.now(), [other])
    context = {"code": "1a", "clash": clash, "user": None}
    page = render_to_string("drafts/_clash.html", context)
    member.shown, member.typed = {("a", "evidence"): ""}, {("a", "evidence"): "Mine."}
    assert member.clashing("a", page) == {("a", "evidence"): "Theirs & more."}
    assert (member.tally.clashes, member.tally.wrong) == (1, [])


@pytest.mark.django_db
def test_a_member_decides_what_a_page_asks_before_anything_else_is_saved():
    (member,) = gather(1, 1)
    answers = []

    def ask(method, path, fields=None, script=False):
        headers = {"HTTP_ACCEPT": "application/json"} if script else {}
        data = fields and urlencode(fields)
        sent = {"data": data, "content_type": FORM} if fields else {}
        client = Client(HTTP_HOST=member.host, **headers)
        client.cookies.load(member.cookies)
        answer = getattr(client, method.lower())(path, **sent)
        answers.append(answer.status_code)
        return answer.status_code, answer.content.decode()

    member.ask, member.typed, member.chance = ask, {}, random.Random(1)
    member.count = 0
    member.open()
    DraftResponse.objects.filter(
        draft=member.draft, statement__letter=member.letters[0]
    ).update(evidence="Theirs.", version=F("version") + 1)
    first = (member.letters[0], "evidence")
    member.fields["-".join(first)] = member.typed[first] = "Mine."
    member.save_page(write=False)
    assert answers == [200, 409, 302, 200]
    assert member.tally.told == [(*first, "Mine.")]
    assert (member.tally.clashes, member.tally.wrong) == (1, [])


@pytest.mark.django_db
@pytest.mark.parametrize(("stored", "lost"), [("Said.", 0), ("Other.", 1)])
def test_what_was_called_saved_is_looked_for_after_the_kills(stored, lost):
    (member,) = gather(1, 1)
    DraftResponse.objects.filter(
        draft=member.draft, statement__letter=member.letters[0]
    ).update(evidence=stored)
    member.tally.told.append((member.letters[0], "evidence", "Said."))
    lines = list(faults.report([member], [0.5, 2.0]))
    assert f"{lost}  {'missed' if lost else 'met'}" in lines[-3]
    assert any(line.startswith("Lost:") for line in lines) == bool(lost)


def test_the_kills_are_the_same_in_every_run(monkeypatch):
    class Site:
        def __init__(self):
            self.killed = []

        def answers(self):
            return True

    def noted(name):
        def kill(site, chance):
            site.killed.append(name)

        return kill

    monkeypatch.setattr(faults, "BETWEEN", (0, 0))
    kinds = {name: (noted(name), weight) for name, (_, weight) in faults.KINDS.items()}
    monkeypatch.setattr(faults, "KINDS", kinds)
    first, second = Site(), Site()
    done, times = faults.kill(first, None, 40)
    faults.kill(second, None, 40)
    assert first.killed == second.killed
    assert sum(done.values()) == len(times) == 40
    assert len(done) == 4
