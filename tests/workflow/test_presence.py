"""The news that an open page asks for: the people here, and what others changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import DraftResponse, Presence
from assessments.workflow import drafting, presence
from assessments.workflow.drafting import Sent, values_of
from leavingcare.moments import clock, moment
from tests.support.builders import (
    hand_in,
    make_group,
    make_member,
    open_discussions,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup

JSON = {"HTTP_ACCEPT": "application/json"}
BLANK = seen_token(0, {"answer": [None, ""], "evidence": "", "ideas": ""})


@pytest.fixture
def draft(assessment, housing, dee):
    housing.members.add(dee)
    return housing.drafts.get(area__number=7)


@pytest.fixture
def url(assessment, draft):
    return f"/assessments/{assessment.pk}/groups/{draft.group_id}/areas/7/"


def beat(user, url, **versions):
    response = client_of(user).post(url + "here/", versions, **JSON)
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


def write(user, draft, letter, **values):
    response = stored(draft, letter)
    sent = Sent(letter, seen_token(response.version, values_of(response)), values)
    drafting.save_draft(draft=draft, sent=[sent], by=user)


def stored(draft, letter):
    return DraftResponse.objects.get(draft=draft, statement__letter=letter)


# Who is here


def test_nobody_else_is_here(url, cass):
    assert beat(cass, url) == (200, {"here": "", "entries": {}})
    assert list(Presence.objects.values_list("user", flat=True)) == [cass.pk]


def test_colleagues_are_named(url, draft, northmoor, cass, dee):
    ola = make_member(northmoor, name="ola")
    draft.group.members.add(ola)
    beat(dee, url)
    assert beat(cass, url)[1]["here"] == ("<bdi>Dee</bdi> is editing this area now")
    beat(ola, url)
    beat(ola, url)
    seen_by_cass = " ".join(beat(cass, url)[1]["here"].split())
    assert seen_by_cass == "<bdi>Dee</bdi> and <bdi>Ola</bdi> are editing this area now"
    seen_by_dee = " ".join(beat(dee, url)[1]["here"].split())
    assert "<bdi>Cass</bdi> and <bdi>Ola</bdi> are" in seen_by_dee
    assert Presence.objects.count() == 3


def test_a_name_is_only_text(url, cass, dee):
    dee.name = "<script>alert(1)</script>"
    dee.save()
    beat(dee, url)
    assert "&lt;script&gt;" in beat(cass, url)[1]["here"]


@pytest.mark.parametrize(("seconds", "is_here"), [(30, True), (46, False)])
def test_whoever_falls_silent_has_gone(url, cass, dee, seconds, is_here):
    beat(dee, url)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))
    assert ("Dee" in beat(cass, url)[1]["here"]) == is_here


def test_whoever_leaves_has_gone(url, cass, dee):
    beat(dee, url)
    assert beat(dee, url, leaving="yes") == (200, {"here": "", "entries": {}})
    assert beat(cass, url)[1]["here"] == ""


def test_whoever_is_no_longer_in_the_group_has_gone(url, draft, cass, dee):
    beat(dee, url)
    draft.group.members.remove(dee)
    assert beat(cass, url)[1]["here"] == ""


def test_the_page_itself_says_who_is_here_with_its_query_for_the_group(url, cass, dee):
    beat(dee, url)
    client = client_of(cass)
    with CaptureQueriesContext(connection) as queries:
        text = markup(client.get(url))
    asked = [query["sql"] for query in queries if "presence" in query["sql"]]
    assert len(asked) == 1
    assert "working_groups" in asked[0] or "workinggroup_members" in asked[0]
    assert "<bdi>Dee</bdi> is editing this area now" in text
    assert "is editing this area" not in markup(client_of(dee).get(url))


def test_reading_a_page_is_not_being_here(url, cass):
    client_of(cass).get(url)
    assert not Presence.objects.exists()


def test_no_other_group_and_no_moderator_learns_who_is_here(
    url, assessment, draft, mo, cass, ann, northmoor
):
    """Another group has the same area; its people see only each other."""
    eve = make_member(northmoor, name="eve")
    make_group(assessment, mo, eve, areas=[7], name="Health")
    theirs = f"/assessments/{assessment.pk}/groups/{eve.working_groups.get().pk}"
    beat(cass, url)
    assert beat(eve, theirs + "/areas/7/")[1]["here"] == ""
    for user in (mo, ann, eve):
        client = client_of(user)
        assert client.post(url + "here/", **JSON).status_code == 403
        assert "is editing this area" not in markup(client.get(url))
    assert "is editing" not in beat(cass, url)[1]["here"]


def test_no_other_area_learns_who_is_here(url, assessment, cass, dee):
    beat(dee, url)
    assert beat(cass, url.replace("/7/", "/9/"))[1]["here"] == ""


def test_a_quiet_beat_asks_little(url, cass, django_assert_num_queries):
    client = client_of(cass)
    client.post(url + "here/", {"h": "0"}, **JSON)
    with django_assert_num_queries(8):
        client.post(url + "here/", {"h": "0"}, **JSON)


# What they changed


def test_what_a_page_has_is_not_told_again(url, draft, cass, dee):
    write(dee, draft, "h", evidence="Dee's words")
    assert beat(cass, url, h="1", b="0", score="0")[1]["entries"] == {}


def test_a_page_is_told_of_what_it_asks_after_only(url, draft, cass, dee):
    write(dee, draft, "h", evidence="Dee's words")
    write(dee, draft, "b", evidence="Dee's words")
    assert list(beat(cass, url, b="0")[1]["entries"]) == ["b"]


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 5000])
def test_another_version_than_now_is_told_what_is_stored(
    url, draft, cass, dee, version
):
    write(dee, draft, "h", answer=[3, ""], evidence="Dee's <b>words</b>")
    at = clock(stored(draft, "h").updated_at)
    _, answer = beat(cass, url, h=version)
    assert answer["entries"]["h"] == {
        "seen": seen_token(1, values_of(stored(draft, "h"))),
        "state": "Mostly agree, with evidence",
        "is_reused": False,
        "identifying": {"evidence": "", "ideas": ""},
        "parts": [
            {
                "values": {"rating": "3", "reason": ""},
                "words": "Mostly agree",
                "by": "Dee",
                "at": at,
            },
            {
                "values": {"evidence": "Dee's <b>words</b>"},
                "words": "Dee's <b>words</b>",
                "by": "Dee",
                "at": at,
            },
            {"values": {"ideas": ""}, "words": "", "by": "Dee", "at": at},
        ],
    }
    assert "1 of 15 rated, 1 with evidence" in answer["progress"]


def test_each_part_is_put_down_to_who_wrote_it(url, draft, cass, dee):
    write(dee, draft, "h", evidence="Dee's words")
    write(cass, draft, "h", ideas="Cass's idea")
    write(dee, draft, "h", answer=[None, "asking"])
    parts = beat(cass, url, h="0")[1]["entries"]["h"]["parts"]
    assert [(part["by"], part["words"]) for part in parts] == [
        ("Dee", "We need to ask somebody"),
        ("Dee", "Dee's words"),
        ("You", "Cass's idea"),
    ]
    assert parts[0]["values"] == {"rating": "cannot", "reason": "asking"}


def test_the_score_is_told_too(url, draft, cass, dee):
    score = Sent("", seen_token(0, {"global_score": None}), {"global_score": 7})
    drafting.save_draft(draft=draft, sent=[], score=score, by=dee)
    _, answer = beat(cass, url, score="0")
    assert answer["entries"] == {
        "score": {
            "seen": seen_token(1, {"global_score": 7}),
            "state": "",
            "parts": [{"values": {"given": "7"}, "words": "7", "by": "", "at": ""}],
        }
    }


def test_what_was_changed_on_another_day_has_its_date(url, draft, cass, dee):
    write(dee, draft, "h", evidence="Dee's words")
    day = timezone.now() - timedelta(days=40)
    DraftResponse.objects.filter(draft=draft).update(updated_at=day, updated_by=dee)
    stored(draft, "h").revisions.all().delete()
    at = beat(cass, url, h="0")[1]["entries"]["h"]["parts"][1]["at"]
    assert at == moment(day)


def test_a_token_from_a_beat_saves_like_one_from_a_page(url, draft, cass, dee):
    write(dee, draft, "h", evidence="Dee's words")
    seen = beat(cass, url, h="0")[1]["entries"]["h"]["seen"]
    sent = {"h-seen": seen, "h-evidence": "Dee's words, and Cass's"}
    assert client_of(cass).post(url, sent, **JSON).status_code == 200
    assert stored(draft, "h").evidence == "Dee's words, and Cass's"


def test_a_page_that_kept_its_own_text_and_its_old_mark_clashes(url, draft, cass, dee):
    """Cass took Dee's rating over while writing evidence that Dee had written too."""
    write(dee, draft, "h", answer=[3, ""], evidence="Dee's words")
    fresh = beat(cass, url, h="0")[1]["entries"]["h"]["seen"].split(".")
    seen = ".".join(["", fresh[1], BLANK.split(".")[2], fresh[3]])
    sent = {"h-seen": seen, "h-rating": "4", "h-reason": "", "h-evidence": "Cass's"}
    response = client_of(cass).post(url, sent, **JSON)
    assert response.status_code == 409
    now = stored(draft, "h")
    assert (now.rating.value, now.evidence) == (4, "Dee's words")


# When it is over


def test_a_draft_handed_in_meanwhile(url, draft, cass, dee):
    drafting.hand_in(draft=draft, by=dee)
    draft.refresh_from_db()
    at = clock(draft.handed_in_at)
    status, answer = beat(cass, url)
    assert (status, answer["reason"]) == (409, "refused")
    assert answer["message"] == f"Dee handed this area in at {at}."
    assert beat(dee, url)[1]["message"] == f"You handed this area in at {at}."


def test_an_assessment_submitted_meanwhile(url, assessment, draft, mo, cass):
    submit(assessment, mo)
    status, answer = beat(cass, url)
    assert (status, answer["reason"]) == (409, "refused")
    assert "has been submitted" in answer["message"]


def test_a_session_that_ended_meanwhile(url, cass):
    client = client_of(cass)
    client.logout()
    response = client.post(url + "here/", **JSON)
    assert (response.status_code, response.json()["reason"]) == (401, "signed_out")


def test_once_opened_the_others_are_told_nothing_of_it_either(
    url, assessment, housing, mo, cass, ann, draft
):
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    for user in (mo, ann):
        response = client_of(user).post(url + "here/", {"h": "x"}, **JSON)
        assert response.status_code == 403


def test_nobody_is_here_twice(draft, cass):
    place = presence.place_of(draft)
    presence.come(assessment=draft.group.assessment, place=place, by=cass)
    first = Presence.objects.get().seen_at
    presence.come(assessment=draft.group.assessment, place=place, by=cass)
    assert Presence.objects.get().seen_at > first
