"""The answers to the page's script: the same saves, as JSON."""

import json

import pytest

from assessments.field_merge import seen_token
from assessments.models import DraftResponse
from leavingcare.moments import clock
from tests.support.builders import hand_in
from tests.support.clients import FormClient, client_of

BLANK = seen_token(0, {"answer": [None, ""], "evidence": "", "ideas": ""})
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def url(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def as_cass(cass):
    return client_of(cass)


def save(client, url, letter="h", seen=BLANK, **fields):
    given = {f"{letter}-{name}": value for name, value in fields.items()}
    response = client.post(url, given | {f"{letter}-seen": seen}, **JSON)
    assert response["Content-Type"] == "application/json"
    return response.status_code, json.loads(response.content)


def stored(letter="h"):
    return DraftResponse.objects.select_related("rating").get(
        draft__area__number=7, statement__letter=letter
    )


def test_a_save_says_when_and_what_is_stored_now(as_cass, url):
    status, answer = save(as_cass, url, rating="3", evidence="Panel")
    response = stored()
    values = {"answer": [3, ""], "evidence": "Panel", "ideas": ""}
    assert status == 200
    assert answer["saved"] is True
    assert answer["at"] == clock(response.updated_at)
    assert answer["entries"] == {
        "h": {
            "seen": seen_token(1, values),
            "state": "Mostly agree, with evidence",
            "is_reused": False,
            "identifying": {"evidence": "", "ideas": ""},
            "clash": "",
        }
    }
    assert "1 of 15 rated, 1 with evidence" in answer["progress"]


def test_each_save_goes_on_from_the_answer_before(as_cass, url):
    seen = BLANK
    for text in ["The", "The panel", "The pan", "Another"]:
        status, answer = save(as_cass, url, seen=seen, evidence=text)
        assert status == 200
        seen = answer["entries"]["h"]["seen"]
    assert (stored().evidence, stored().version) == ("Another", 4)


def test_only_what_was_sent_changes(as_cass, url):
    save(as_cass, url, rating="3", evidence="Panel")
    seen = save(as_cass, url, "b", rating="2")[1]["entries"]["b"]["seen"]
    save(as_cass, url, "b", seen=seen, evidence="Only this")
    assert (stored("b").rating.value, stored("b").evidence) == (2, "Only this")
    assert stored().evidence == "Panel"


def test_saves_of_one_page_that_overtake_each_other(as_cass, url):
    assert save(as_cass, url, evidence="The panel meets")[0] == 200
    assert save(as_cass, url, evidence="The panel")[0] == 409
    assert stored().evidence == "The panel meets"
    assert save(as_cass, url, evidence="The panel meets weekly")[0] == 200
    assert stored().evidence == "The panel meets weekly"


def test_a_clash_brings_both_texts_escaped_and_a_new_token(as_cass, url, housing, dee):
    housing.members.add(dee)
    save(client_of(dee), url, evidence="<b>Dee's</b>")
    status, answer = save(as_cass, url, rating="4", evidence="Cass's")
    statement = answer["entries"]["h"]
    assert (status, answer["saved"], answer["reason"]) == (409, False, "clash")
    assert "&lt;b&gt;Dee&#x27;s&lt;/b&gt;" in statement["clash"]
    assert "Cass&#x27;s" in statement["clash"]
    assert (stored().rating.value, stored().evidence) == (4, "<b>Dee's</b>")
    status, _ = save(
        as_cass, url, seen=statement["seen"], rating="4", evidence="Cass's"
    )
    assert (status, stored().evidence) == (200, "Cass's")


def test_a_page_going_on_never_undoes_what_a_colleague_wrote(
    as_cass, url, housing, dee
):
    """Cass's page sends the blank evidence it shows, each time, beside her ideas."""
    housing.members.add(dee)
    save(client_of(dee), url, evidence="Dee's")
    seen = BLANK
    for ideas in ["A", "A guide", "A leaflet"]:
        status, answer = save(as_cass, url, seen=seen, evidence="", ideas=ideas)
        assert status == 200
        seen = answer["entries"]["h"]["seen"]
        assert (stored().evidence, stored().ideas) == ("Dee's", ideas)
    status, _ = save(as_cass, url, seen=seen, evidence="Cass's", ideas="A leaflet")
    assert (status, stored().evidence) == (409, "Dee's")


def test_the_score_is_saved_alike(as_cass, url, housing):
    seen = seen_token(0, {"global_score": None})
    status, answer = save(as_cass, url, "score", seen=seen, given="7")
    assert (status, housing.drafts.get(area__number=7).global_score) == (200, 7)
    assert list(answer["entries"]) == ["score"]
    status, answer = save(as_cass, url, "score", seen=seen, given="8")
    assert status == 409
    assert "Score saved now" in " ".join(answer["entries"]["score"]["clash"].split())


def test_errors_name_their_fields(as_cass, url):
    status, answer = save(as_cass, url, rating="9", evidence="x" * 5001)
    assert (status, answer) == (
        422,
        {
            "saved": False,
            "reason": "invalid",
            "errors": {
                "id_h-rating": "Select one of the ratings in the list",
                "id_h-evidence": "Shorten this to 5,000 characters or fewer. It has "
                "5,001",
            },
        },
    )


@pytest.mark.parametrize(
    ("happened", "status", "reason"),
    [("signed out", 401, "signed_out"), ("handed in", 409, "refused")],
)
def test_why_not(as_cass, url, housing, cass, happened, status, reason):
    if happened == "signed out":
        as_cass.logout()
    else:
        hand_in(housing, cass)
    found, answer = save(as_cass, url, evidence="Kept in the page")
    assert (found, answer["saved"], answer["reason"]) == (status, False, reason)
    assert stored().evidence == ""


def test_an_old_csrf_token(url, cass):
    client = FormClient(enforce_csrf_checks=True)
    client.force_login(cass)
    response = client.post(
        url, "h-evidence=x", "application/x-www-form-urlencoded", **JSON
    )
    assert (response.status_code, response.json()["reason"]) == (403, "csrf")


@pytest.mark.parametrize("statements", ["h", "abcdefghijklmno"])
def test_an_autosave_asks_as_much_whatever_else_the_page_sends(
    as_cass, url, statements, django_assert_num_queries
):
    fields = {f"{letter}-seen": BLANK for letter in statements}
    fields |= {f"{letter}-evidence": "" for letter in statements}
    as_cass.get(url)
    with django_assert_num_queries(15):
        as_cass.post(url, fields | {"h-evidence": "Panel"}, **JSON)
