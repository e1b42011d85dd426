"""The follow-up saves itself, by the mechanism of drafts: news, clashes, presence."""

from functools import partial

import pytest

from assessments.models import AuditEvent, FollowUpRevision, FollowUpScore
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.supplements import save_area, save_follow_up, seen

pytestmark = pytest.mark.django_db

BOXES = ["stage_two", "what_helped", "barriers", "next_steps"]


@pytest.fixture
def path(assessment, mo):
    submit(assessment, mo)
    return f"/assessments/{assessment.pk}/follow-up/"


save = partial(save_area, boxes=BOXES)


def stored(number=7):
    return FollowUpScore.objects.get(area__number=number)


def test_one_area_is_saved_and_the_page_gets_its_new_token(path, mo):
    client = client_of(mo)
    answer = save(client, path, seen=seen(client, path), stage_two="8").json()
    assert answer["saved"]
    entry = answer["entries"]["area-7"]
    assert entry["clash"] == ""
    assert stored().stage_two == 8
    again = save(client, path, seen=entry["seen"], stage_two="9", barriers="Rents.")
    assert again.json()["saved"]
    assert (stored().stage_two, stored().barriers) == (9, "Rents.")
    assert entry["seen"] != seen(client, path)


def test_the_page_has_what_our_script_needs(path, mo):
    page = client_of(mo).get(path).content.decode()
    assert "js/autosave.js" in page
    assert page.count("data-entry=") == 11  # ten areas, and the date
    assert page.count("data-clash") == page.count("data-note") == 11
    assert f'data-address="{path}here/"' in page


def test_others_are_not_overwritten(path, mo, zoe):
    mine, theirs = client_of(mo), client_of(zoe)
    token = seen(theirs, path)
    save(mine, path, seen=token, barriers="Mine <b>first</b>.")
    response = save(theirs, path, seen=token, barriers="Theirs.", next_steps="Plan.")
    assert response.status_code == 409
    clash = response.json()["entries"]["area-7"]["clash"]
    assert "Mo</bdi>" in clash
    assert "Mine &lt;b&gt;first&lt;/b&gt;." in clash
    assert "Theirs." in clash
    assert 'value="area-7"' in clash  # the button that keeps mine
    assert (stored().barriers, stored().next_steps) == ("Mine <b>first</b>.", "Plan.")
    token = response.json()["entries"]["area-7"]["seen"]
    kept = save(theirs, path, seen=token, barriers="Theirs.", next_steps="Plan.")
    assert kept.json()["saved"]
    assert stored().barriers == "Theirs."
    assert "Mine <b>first</b>." in [
        each.content["barriers"] for each in FollowUpRevision.objects.all()
    ]


def test_what_is_not_a_score_is_said_at_its_box(path, mo):
    client = client_of(mo)
    response = save(client, path, seen=seen(client, path), stage_two="11")
    assert response.status_code == 422
    [(box, message)] = response.json()["errors"].items()
    assert box == "id_area-7-stage_two"
    assert "whole number from 0 to 10" in message
    assert stored().stage_two is None


def test_a_run_of_saves_is_one_event_and_one_revision(path, mo):
    client = client_of(mo)
    token = seen(client, path)
    for text in ("R", "Ren", "Rents."):
        answer = save(client, path, seen=token, barriers=text).json()
        token = answer["entries"]["area-7"]["seen"]
    assert AuditEvent.objects.filter(kind="followed_up").count() == 1
    [revision] = FollowUpRevision.objects.all()
    assert revision.content["barriers"] == "Rents."


def test_a_page_hears_what_colleagues_saved(path, assessment, mo, zoe):
    mine, theirs = client_of(mo), client_of(zoe)
    version = seen(theirs, path).split(".")[0]
    known = {"area-7": version, "area-1": version}
    assert theirs.post(f"{path}here/", known).json() == {"here": "", "entries": {}}
    save_follow_up(assessment, mo, {7: {"stage_two": 6, "barriers": "Rents."}})
    mine.post(f"{path}here/", {})
    answer = theirs.post(f"{path}here/", known).json()
    assert "Mo" in answer["here"]
    assert list(answer["entries"]) == ["area-7"]
    entry = answer["entries"]["area-7"]
    assert entry["seen"] == seen(theirs, path)
    parts = {
        name: (value, part["by"])
        for part in entry["parts"]
        for name, value in part["values"].items()
    }
    assert parts["stage_two"] == ("6", "Mo")
    assert parts["barriers"] == ("Rents.", "Mo")
    mine.post(f"{path}here/", {"leaving": ""})
    assert theirs.post(f"{path}here/", {}).json()["here"] == ""


def test_coram_voice_hears_nothing_once_the_authority_writes(path, assessment, mo, val):
    save_follow_up(assessment, mo, {7: {"stage_two": 6}})
    assert client_of(val).post(f"{path}here/", {}).status_code == 409
