"""The line for slots: each person is told the place in it, and keeps it."""

import os
from contextlib import ExitStack

import pytest

from assessments.files.bounded import child_process, jobs, limits, slots
from assessments.files.bounded.line import GONE, Line, place_in_words, waiting_as
from assessments.files.incoming import isolated
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from tests.support.builders import make_user, submit

pytestmark = pytest.mark.any_database

NAME = "leavingcare-test-line"


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """The line and the slots are this test's own, and nobody waits in a thread."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(slots, "WAITING", 0)


def asked(who, count=1):
    """Return how many come before somebody who asks for a slot; None who gets one."""
    with waiting_as(who):
        try:
            with slots.hold_slot(NAME, count, 10):
                return None
        except slots.NoFreeSlot as full:
            return full.before


def test_each_is_told_how_many_come_first_and_keeps_the_place():
    with slots.hold_slot(NAME, 1, 10):
        assert [asked(who) for who in (11, 12, 13)] == [0, 1, 2]
        assert [asked(who) for who in (13, 11, 12)] == [2, 0, 1]


def test_who_comes_first_goes_first():
    with slots.hold_slot(NAME, 1, 10):
        assert [asked(who) for who in (11, 12)] == [0, 1]
    assert [asked(who) for who in (13, 12, 11, 12, 13)] == [2, 1, None, None, None]


def test_a_slot_that_those_before_do_not_need_is_used():
    with ExitStack() as others, slots.hold_slot(NAME, 3, 10):
        for _ in range(2):
            others.enter_context(slots.hold_slot(NAME, 3, 10))
        assert asked(11, 3) == 0
        others.close()
        assert asked(12, 3) is None


def test_the_server_itself_comes_last():
    with slots.hold_slot(NAME, 1, 10):
        assert asked(11) == 0
    with pytest.raises(slots.NoFreeSlot), slots.hold_slot(NAME, 1, 0.01):
        pass
    assert asked(11) is None
    with slots.hold_slot(NAME, 1, 10):
        pass


def test_who_no_longer_asks_has_left_the_line():
    with slots.hold_slot(NAME, 1, 10):
        assert [asked(who) for who in (11, 12)] == [0, 1]
        [first, _] = sorted(Line(NAME).folder.iterdir())
        then = first.stat().st_mtime - GONE - 1
        os.utime(first, (then, then))
        assert [asked(who) for who in (12, 11)] == [0, 1]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (0, "next"),
        (1, "second in line"),
        (2, "third in line"),
        (9, "number 10 in line"),
    ],
)
def test_the_place_is_said_in_words(before, words):
    assert place_in_words(before) == words


@pytest.fixture
def held(monkeypatch):
    """Both places where files are made and read are taken, until it is closed."""
    monkeypatch.setattr(child_process, "run", lambda *args, **limits: b"%PDF-1.7")
    with ExitStack() as held:
        for _ in range(limits.MAKING.at_once):
            held.enter_context(slots.hold_slot(jobs.SLOTS, limits.MAKING.at_once, 10))
        for _ in range(limits.READING.at_once):
            held.enter_context(
                slots.hold_slot(isolated.PLACES, limits.READING.at_once, 10)
            )
        yield held


def test_a_page_says_the_place_and_the_file_comes_in_its_turn(
    client, assessment, mo, held
):
    url = f"/submissions/{submit(assessment, mo).reference}.report.pdf"
    for other in (make_user(), make_user()):
        with jobs.turn_of(other), pytest.raises(jobs.Busy):
            jobs.run_job("a:b", (), "a test")
    client.force_login(mo)
    for _ in range(2):
        answer = client.get(url)
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "Your file is waiting for its turn" in page
        assert "Yours is third in line." in page
        assert f'href="{url}"' in page
        assert "could not be made" not in page
    held.close()
    for path in Line(jobs.SLOTS).folder.iterdir():
        if not path.name.endswith(f" {mo.pk}"):
            path.unlink()
    assert client.get(url).content == b"%PDF-1.7"
    assert list(Line(jobs.SLOTS).folder.iterdir()) == []


def test_a_form_sent_in_is_told_its_place_too(held):
    with waiting_as(11), pytest.raises(UnreadableForm, match=r"Yours is next\."):
        isolated.read(b"PK", [])
