"""Nobody has two files made or read at once, and who may not is told so at once."""

import ast
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from assessments.files.bounded import child_process, jobs
from assessments.files.catalogue import FORMATS
from tests.support.builders import (
    hand_in,
    make_group,
    make_user,
    open_discussions,
    rate,
    submit,
)

pytestmark = pytest.mark.any_database

SAID = "We are still working on a file you asked for or sent before."
VIEWS = Path(jobs.__file__).parents[2] / "views"
OF_ASSESSMENT = [
    "groups/{group}/areas/7/draft.pdf",
    "moderation/agenda/pack.pdf",
    "agreed.docx",
]
FORMS = ["/frameworks/2015/form.docx", "/frameworks/2015/form.pdf"]


@pytest.fixture
def started(monkeypatch):
    """The works that were begun; none is."""
    found = []

    def run(work, args, **limits):
        found.append(work)
        raise child_process.Failed("not in this test")

    monkeypatch.setattr(child_process, "run", run)
    return found


@pytest.fixture
def group(assessment, mo):
    group = make_group(assessment, mo, mo, areas=[7], name="Legal")
    rate(group, 3, "What we saw.")
    return group


def refused(answer, started):
    assert (answer.status_code, started) == (503, [])
    page = answer.content.decode()
    assert SAID in page
    return page


@pytest.mark.parametrize("place", OF_ASSESSMENT)
def test_a_second_file_of_an_assessment_waits(
    client, assessment, mo, group, started, place
):
    hand_in(group, mo)
    open_discussions(assessment, mo)
    url = f"/assessments/{assessment.pk}/" + place.format(group=group.pk)
    client.force_login(mo)
    with jobs.turn_of(mo):
        page = refused(client.get(url), started)
        assert f'href="{url}"' in page
    assert client.get(url).status_code == 503
    assert len(started) == 1
    assert "took too long" in client.get(url).content.decode()


@pytest.mark.parametrize("url", FORMS)
def test_a_second_blank_form_waits(client, mo, started, url):
    client.force_login(mo)
    with jobs.turn_of(mo):
        refused(client.get(url), started)
    assert SAID not in client.get(url).content.decode()
    assert len(started) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_second_file_of_a_submission_waits(client, assessment, mo, started, name):
    submission = submit(assessment, mo)
    url = f"/submissions/{submission.reference}.{name}"
    client.force_login(mo)
    with jobs.turn_of(mo):
        refused(client.get(url), started)


def test_a_file_that_was_made_before_is_sent(client, assessment, mo, started):
    submission = submit(assessment, mo)
    submission.files.create(format="pdf", content=b"%PDF-", digest="0" * 64)
    client.force_login(mo)
    with jobs.turn_of(mo):
        answer = client.get(f"/submissions/{submission.reference}.pdf")
    assert answer.content == b"%PDF-"


def test_a_second_archive_waits(client, assessment, mo, started):
    client.force_login(mo)
    url = f"/authorities/{assessment.authority.slug}/everything.zip"
    with jobs.turn_of(mo):
        refused(client.get(url), started)


def test_a_second_form_to_work_offline_waits_and_the_page_is_there(
    client, assessment, mo, group, started
):
    group.members.add(mo)
    client.force_login(mo)
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/offline/"
    with jobs.turn_of(mo):
        assert client.get(url).status_code == 200
        page = refused(client.post(url, {"areas": ["7"]}), started)
        assert "Try again" not in page


def test_a_second_form_sent_in_waits(client, assessment, mo, group, started):
    group.members.add(mo)
    client.force_login(mo)
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/offline/upload/"
    with jobs.turn_of(mo):
        file = SimpleUploadedFile("form.docx", b"PK\x03\x04")
        answer = client.post(url, {"file": file}, MULTIPART_CONTENT)
    assert (answer.status_code, started) == (422, [])
    assert SAID in answer.content.decode()


def test_files_of_the_past_wait(client, val, started):
    client.force_login(val)
    with jobs.turn_of(val):
        file = SimpleUploadedFile("form.docx", b"PK\x03\x04")
        data = {"files": file, "round": ""}
        answer = client.post("/past-submissions/", data, MULTIPART_CONTENT)
    assert (answer.status_code, started) == (422, [])
    assert SAID in answer.content.decode()


def test_the_data_of_a_round_wait(client, assessment, val, mo, started):
    submit(assessment, mo)
    client.force_login(val)
    with jobs.turn_of(val):
        refused(client.get(f"/rounds/{assessment.round.slug}/data.csv"), started)


@pytest.mark.django_db
def test_a_turn_is_one_persons_and_ends_however_it_ends():
    one, other = make_user(), make_user()
    with jobs.turn_of(one), jobs.turn_of(other), pytest.raises(jobs.Busy):
        jobs.turn_of(one).__enter__()
    with pytest.raises(ZeroDivisionError), jobs.turn_of(one):
        raise ZeroDivisionError
    with jobs.turn_of(one):
        pass


@pytest.mark.django_db
def test_who_took_too_long_ends_nobody_elses_turn():
    person = make_user()
    with jobs.turn_of(person):
        cache.clear()
        second = jobs.turn_of(person)
        second.__enter__()
    with pytest.raises(jobs.Busy):
        jobs.turn_of(person).__enter__()


def test_every_view_that_makes_or_reads_a_file_takes_a_turn():
    asks = {"NotMade", "Busy", "UnreadableForm"}
    found = set()
    for path in VIEWS.glob("*.py"):
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        if names & asks and path.name != "files.py":
            found.add(path.name)
            assert "turn_of" in names, path.name
    assert {"pack.py", "offline.py", "past_imports.py"} <= found
