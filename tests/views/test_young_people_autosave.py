"""Young people's scores save themselves, as the follow-up does."""

from functools import partial

import pytest
from django.utils.html import escape

from assessments.models import AuditEvent, YoungPeopleScore
from assessments.workflow import young_people
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.supplements import save_area, save_young_people, seen

pytestmark = pytest.mark.django_db

BOXES = ["score", "pick", "how_gathered"]


@pytest.fixture
def path(assessment, mo):
    submit(assessment, mo)
    return f"/assessments/{assessment.pk}/young-people/"


save = partial(save_area, boxes=BOXES)


def stored(number=7):
    return YoungPeopleScore.objects.get(area__number=number)


def test_one_area_is_saved_and_the_page_gets_its_new_token(path, mo):
    client = client_of(mo)
    answer = save(client, path, seen=seen(client, path), score="8", pick="best").json()
    assert answer["saved"]
    entry = answer["entries"]["area-7"]
    assert entry["clash"] == ""
    again = save(client, path, seen=entry["seen"], score="9", pick="best")
    assert again.json()["saved"]
    assert (stored().score, stored().pick) == (9, "best")


def test_a_run_of_saves_is_one_event(path, mo):
    client = client_of(mo)
    token = seen(client, path)
    for score in ("1", "2", "3"):
        answer = save(client, path, seen=token, score=score).json()
        token = answer["entries"]["area-7"]["seen"]
    assert AuditEvent.objects.filter(kind="young_people").count() == 1


def test_how_they_were_gathered_is_saved_too(path, assessment, mo):
    client = client_of(mo)
    sent = {
        "record-seen": seen(client, path, "record-seen"),
        "record-how_gathered": "At a visit.",
        "record-how_many": "12",
        "record-gathered_by": "",
        "record-gathered_on": "5/1/2021",
    }
    answer = client.post(path, sent, headers={"Accept": "application/json"}).json()
    assert answer["saved"]
    record = young_people.record_of(assessment)
    assert (record.how_gathered, record.how_many) == ("At a visit.", 12)
    answer = client.post(f"{path}here/", {"record": "0"}).json()
    values = [part["values"] for part in answer["entries"]["record"]["parts"]]
    assert [list(each) for each in values] == [
        ["how_gathered"],
        ["how_many"],
        ["gathered_by"],
        ["gathered_on"],
    ]


def test_the_page_has_what_our_script_needs(path, mo):
    page = client_of(mo).get(path).content.decode()
    assert "js/autosave.js" in page
    assert page.count("data-entry=") == 11  # ten areas, and how they were gathered
    assert page.count("data-clash") == page.count("data-note") == 11
    assert f'data-address="{path}here/"' in page
    parts = f'data-parts="{"|".join(young_people.SCORE)}"'
    assert page.count(parts) == 10
    assert 'data-parts="how_gathered|how_many|gathered_by|gathered_on"' in page


def test_others_are_not_overwritten_and_theirs_can_be_kept(path, mo, val):
    """Coram Voice and the authority both write here."""
    mine, theirs = client_of(mo), client_of(val)
    token = seen(theirs, path)
    save(mine, path, seen=token, score="3", pick="worst")
    response = save(
        theirs, path, seen=token, score="4", pick="best", how_gathered="A visit."
    )
    assert response.status_code == 409
    entry = response.json()["entries"]["area-7"]
    assert "Mo</bdi>" in entry["clash"]
    assert "Worst" in entry["clash"]
    assert {at: part["values"] for at, part in entry["theirs"].items()} == {
        "0": {"score": "3"},
        "1": {"pick": "worst"},
    }
    row = stored()
    assert (row.score, row.pick, row.how_gathered) == (3, "worst", "A visit.")
    kept = save(theirs, path, seen=entry["seen"], score="4", how_gathered="A visit.")
    assert kept.json()["saved"]
    assert (stored().score, stored().pick) == (4, "")


def test_a_fourth_of_the_best_is_refused_at_its_box(path, mo):
    client = client_of(mo)
    for number in (1, 2, 3):
        token = seen(client, path, f"area-{number}-seen")
        assert save(client, path, number, seen=token, pick="best").json()["saved"]
    response = save(client, path, seen=seen(client, path), pick="best")
    assert response.status_code == 422
    [(box, message)] = response.json()["errors"].items()
    assert box == "id_area-7-pick"
    assert message == "Choose at most three areas as the best. There are 4."
    assert stored().pick == ""
    token = seen(client, path, "area-3-seen")
    assert save(client, path, 3, seen=token, pick="best", score="9").json()["saved"]


def test_what_is_not_a_score_is_said_at_its_box(path, mo):
    client = client_of(mo)
    response = save(client, path, seen=seen(client, path), score="11")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["id_area-7-score"]
    assert stored().score is None


def test_a_page_hears_what_colleagues_saved(path, assessment, mo, val):
    mine, theirs = client_of(mo), client_of(val)
    known = {"area-7": seen(theirs, path).split(".")[0]}
    assert theirs.post(f"{path}here/", known).json() == {"here": "", "entries": {}}
    save_young_people(assessment, mo, {7: {"score": 0, "pick": "worst"}})
    mine.post(f"{path}here/", {})
    answer = theirs.post(f"{path}here/", known).json()
    assert "Mo" in answer["here"]
    assert "young people’s scores" in answer["here"]
    entry = answer["entries"]["area-7"]
    assert entry["seen"] == seen(theirs, path)
    score, pick, _ = entry["parts"]
    assert score["values"] == {"score": "0"}
    assert pick["values"] == {"pick": "worst"}
    assert (pick["words"], pick["by"]) == ("Worst", "Mo")
    mine.post(f"{path}here/", {"leaving": ""})
    assert theirs.post(f"{path}here/", {}).json()["here"] == ""


def test_the_areas_have_the_words_and_order_that_young_people_saw(
    path, val, assessment
):
    """Coram Voice enters them, under the wording of the global scores."""
    page = client_of(val).get(path).content.decode()
    areas = assessment.round.framework.areas.order_by("rating_order")
    places = [
        page.index(escape(f"{each.number}. {each.rating_title}")) for each in areas
    ]
    assert places == sorted(places)
    assert escape(assessment.round.framework.scores_stem) in page
    assert "How many young people took part?" in page
