"""The pages of young people's scores, the follow-up and the progress on ideas."""

from datetime import date

import pytest

from assessments.models import AuditEvent, FollowUp, FollowUpScore, YoungPeopleScore
from assessments.submission import supplements
from assessments.workflow import submitting
from tests.support.builders import complete, make_assessment, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of

HOSTILE = "</textarea><script>canary()</script> {{ 7|add:7 }} \u202eabc"
MANY = "x" * 5001


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def submitted(assessment, mo):
    """Submitted with ideas in 7h and 7i, and a global score of 6 but for area 3."""
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=3).update(global_score=None)
    assessment.agreed_responses.filter(
        statement__area__number=7, statement__letter__in="hi"
    ).update(ideas="A guide.")
    submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def moderator(mo):
    return client_of(mo)


def url(assessment, name):
    return f"/assessments/{assessment.pk}/{name}/"


def save(client, path, page=None, **changed):
    """Send a page's form back with some boxes changed, "_" for "-"."""
    fields = form_of(page or client.get(path))
    changed = {name.replace("__", "-"): value for name, value in changed.items()}
    assert changed.keys() <= fields.keys() | {
        name for name in changed if "idea" in name
    }
    return client.post(path, fields | changed)


def said(assessment):
    return supplements.of(assessment)


# Saving


def test_young_people(moderator, submitted, val):
    path = url(submitted, "young-people")
    how = "A survey.\r\nBy post."
    response = save(
        moderator, path, **{"area-2__score": "7", "area-2__how_gathered": how}
    )
    assert (response.status_code, response["Location"]) == (302, path)
    assert said(submitted)["young_people_scores"] == {
        "2": {"score": 7, "how_gathered": "A survey.\nBy post."}
    }
    page = text(moderator.get(path))
    assert "The young people’s scores are saved." in page
    assert 'name="area-2-score" value="7"' in page
    assert "7 out of 10 for 1 area" in page
    reader = text(client_of(val).get(path))
    assert "A survey. By post." in reader
    assert "<form" not in reader.split("<main")[1]


def test_follow_up(moderator, submitted, cass, val):
    path = url(submitted, "follow-up")
    page = text(moderator.get(path))
    assert page.count("6 out of 10, as submitted") == 9
    assert "area-3-stage_one" in page
    assert "area-1-stage_one" not in page
    response = save(
        moderator,
        path,
        **{
            "date__completed_on": "5/1/2021",
            "area-1__stage_two": "9",
            "area-1__barriers": "Rents.",
            "area-3__stage_one": "4",
            "area-3__stage_two": "0",
        },
    )
    assert (response.status_code, response["Location"]) == (302, path)
    found = said(submitted)["follow_up"]
    assert found["completed_on"] == "2021-01-05"
    assert found["areas"]["1"]["stage_two"] == 9
    assert found["areas"]["3"]["stage_one"] == 4
    assert found["areas"]["3"]["stage_two"] == 0
    for client in [client_of(cass), client_of(val)]:
        page = text(client.get(path))
        assert "Completed: 5 January 2021." in page
        assert "58 out of 100" in page
        assert "9 out of 20 for 2 areas" in page
        assert "1 down, over the 2 areas with both scores" in page
        assert "Rents." in page
        assert "<form" not in page.split("<main")[1]


def test_ideas(moderator, submitted, cass):
    path = url(submitted, "follow-up/ideas")
    page = moderator.get(path)
    assert text(page).count("A guide.") == 2
    response = save(moderator, path, **{"idea-7h": "under_way"})
    assert (response.status_code, response["Location"]) == (302, path)
    assert said(submitted)["follow_up"]["ideas"] == {"7h": "under_way"}
    assert "2 statements with ideas" in text(moderator.get(url(submitted, "follow-up")))
    assert ": 1 under way" in text(moderator.get(url(submitted, "follow-up")))
    page = text(client_of(cass).get(path))
    assert "<strong>Under way</strong>" in page
    assert "<strong>No progress recorded yet</strong>" in page
    assert "<form" not in page.split("<main")[1]


def test_an_edition_may_not_ask_for_ideas(northmoor, mo, moderator):
    older = make_assessment(northmoor, mo, edition="2015")
    submit(older, mo)
    assert "No ideas for improvement were submitted." in text(
        moderator.get(url(older, "follow-up/ideas"))
    )
    page = text(moderator.get(url(older, "follow-up")))
    assert "follow-up/ideas" not in page
    assert "Responsive to views of care leavers" in page  # as its own form prints it
    assert "feedback from CL; elected members" in page


def test_any_edition_has_a_follow_up(northmoor, mo, moderator):
    newer = make_assessment(northmoor, mo, edition="2026")
    submit(newer, mo)
    path = url(newer, "follow-up")
    assert save(moderator, path, **{"area-11__stage_two": "10"}).status_code == 302
    assert "66 out of 110" in text(moderator.get(path))


def test_it_stays_open_when_coram_voice_reopens_the_assessment(
    moderator, submitted, val
):
    submitting.reopen(assessment=submitted, by=val, reason="Again.")
    path = url(submitted, "young-people")
    assert save(moderator, path, **{"area-2__score": "7"}).status_code == 302
    assert said(submitted)["young_people_scores"]["2"]["score"] == 7


# What is wrong is said where it is, and what was typed stays


@pytest.mark.parametrize("typed", ["11", "-1", "7.5", "seven", "٧", "1e1", "07"])
def test_scores_that_are_none(moderator, submitted, typed):
    path = url(submitted, "young-people")
    response = save(
        moderator, path, **{"area-2__score": typed, "area-4__how_gathered": "Kept."}
    )
    page = text(response)
    assert response.status_code == 422
    assert (
        '<a href="#id_area-2-score">Area 2, young people’s score out of 10: Enter a '
        "whole number from 0 to 10" in page
    )
    assert 'id="id_area-2-score_error"' in page
    assert f'value="{typed}"' in page
    assert "Kept.</textarea>" in page
    assert said(submitted)["young_people_scores"] == {}


@pytest.mark.parametrize(
    ("name", "box", "typed", "message"),
    [
        ("young-people", "area-2__how_gathered", MANY, "how it was gathered: Shorten"),
        ("follow-up", "area-2__what_helped", MANY, "Area 2, what helped: Shorten this"),
        ("follow-up", "area-2__stage_two", "12", "Area 2, stage 2 score out of 10: E"),
        ("follow-up", "area-3__stage_one", "x", "Area 3, stage 1 score out of 10: En"),
        ("follow-up", "date__completed_on", "soon", "Enter a real date"),
        ("follow-up/ideas", "idea-7h", "never", "Select one of the answers"),
    ],
)
def test_each_box_says_what_is_wrong(moderator, submitted, name, box, typed, message):
    response = save(moderator, url(submitted, name), **{box: typed})
    assert response.status_code == 422
    assert message in text(response)
    assert said(submitted) == {"young_people_scores": {}, "follow_up": {}}


def test_a_page_with_an_error_keeps_what_it_had_seen(moderator, submitted):
    path = url(submitted, "young-people")
    first = moderator.get(path)
    wrong = save(moderator, path, first, **{"area-2__score": "x"})
    assert form_of(wrong)["area-2-seen"] == form_of(first)["area-2-seen"]


def test_a_box_sent_twice_is_refused(moderator, submitted):
    path = url(submitted, "young-people")
    response = save(moderator, path, **{"area-2__score": ["7", "8"]})
    assert response.status_code == 422
    assert "Send this only once" in text(response)


def test_boxes_that_there_are_not_change_nothing(moderator, submitted):
    path = url(submitted, "young-people")
    fields = form_of(moderator.get(path)) | {"area-99-score": "7", "score": "7"}
    assert moderator.post(path, fields).status_code == 302
    assert said(submitted)["young_people_scores"] == {}


# Two people at once


def test_two_people_in_different_boxes(submitted, mo, zoe):
    path = url(submitted, "follow-up")
    mine, theirs = client_of(mo), client_of(zoe)
    page = theirs.get(path)
    save(mine, path, **{"area-1__stage_two": "9", "date__completed_on": "5/1/2021"})
    response = save(theirs, path, page, **{"area-1__barriers": "Rents."})
    assert response.status_code == 302
    row = FollowUpScore.objects.get(area__number=1)
    assert (row.stage_two, row.barriers) == (9, "Rents.")
    assert FollowUp.objects.get().completed_on == date(2021, 1, 5)


@pytest.mark.parametrize(
    ("name", "box", "first", "second", "words"),
    [
        ("young-people", "area-2__score", "7", "3", ("7", "3")),
        ("young-people", "area-2__how_gathered", "By <b>.", "In.", ("By <b>.", "In.")),
        ("follow-up", "area-2__stage_two", "7", "3", ("7", "3")),
        ("follow-up", "area-2__next_steps", "A.", "", ("A.", "Nothing")),
        (
            "follow-up",
            "date__completed_on",
            "5/1/2021",
            "6/1/2021",
            ("5 January 2021", "6 January 2021"),
        ),
        ("follow-up/ideas", "idea-7h", "done", "not_yet", ("Done", "Not yet")),
    ],
)
def test_two_people_in_the_same_box(
    submitted, mo, zoe, name, box, first, second, words
):
    path = url(submitted, name)
    mine, theirs = client_of(mo), client_of(zoe)
    if second == "":
        save(mine, path, **{box: "Before."})
    page = theirs.get(path)
    save(mine, path, **{box: first})
    before = said(submitted)
    response = save(theirs, path, page, **{box: second})
    shown = text(response)
    assert response.status_code == 409
    assert "Saved now, by <bdi>Mo</bdi>" in shown
    for word in words:
        escaped = word.replace("<", "&lt;").replace(">", "&gt;")
        assert f'<div class="app-text" dir="auto">{escaped}</div>' in shown
    assert "Somebody else changed this while you were writing." in shown
    assert said(submitted) == before

    fields = form_of(response)
    assert fields.get(box.replace("__", "-"), [""])[0] in {second, "6 January 2021"}
    assert theirs.post(path, fields).status_code == 302
    assert said(submitted) != before


def test_the_rest_is_saved_when_one_box_clashes(submitted, mo, zoe):
    path = url(submitted, "young-people")
    mine, theirs = client_of(mo), client_of(zoe)
    page = theirs.get(path)
    save(mine, path, **{"area-2__score": "7"})
    response = save(theirs, path, page, **{"area-2__score": "3", "area-4__score": "5"})
    assert response.status_code == 409
    assert YoungPeopleScore.objects.get(area__number=2).score == 7
    assert YoungPeopleScore.objects.get(area__number=4).score == 5


@pytest.mark.parametrize("seen", ["", "x", "-1.a.b", "9" * 5000])
def test_tokens_that_are_none_overwrite_nothing(moderator, submitted, seen):
    path = url(submitted, "young-people")
    save(moderator, path, **{"area-2__score": "7"})
    response = save(moderator, path, **{"area-2__score": "3", "area-2__seen": seen})
    assert response.status_code == 409
    assert YoungPeopleScore.objects.get(area__number=2).score == 7


def test_a_stage_one_that_was_submitted_meanwhile_stays(moderator, submitted, mo, val):
    path = url(submitted, "follow-up")
    page = moderator.get(path)
    submitting.reopen(assessment=submitted, by=val, reason="Again.")
    submitted.refresh_from_db()
    submit(submitted, mo)
    response = save(moderator, path, page, **{"area-3__stage_one": "9"})
    assert response.status_code == 409
    assert "6 out of 10, as submitted" in text(response)
    assert "area-3-stage_one" not in form_of(response)
    assert said(submitted)["follow_up"] == {}


# Where it is shown


def test_what_is_written_is_text(moderator, submitted, cass):
    save(moderator, url(submitted, "young-people"), **{"area-2__how_gathered": HOSTILE})
    save(moderator, url(submitted, "follow-up"), **{"area-2__barriers": HOSTILE})
    reference = submitted.submissions.get().reference
    for path in [
        url(submitted, "young-people"),
        url(submitted, "follow-up"),
        f"/submissions/{reference}/",
    ]:
        page = markup(moderator.get(path))
        assert "<script>canary" not in page
        assert "{{ 7|add:7 }}" in page


def test_the_submission_shows_what_stands_beside_it(moderator, submitted, cass):
    reference = submitted.submissions.get().reference
    path = f"/submissions/{reference}/"
    page = text(client_of(cass).get(path))
    assert "There are no young people’s scores yet." in page
    assert "There is no follow-up yet." in page
    assert 'href="#beside"' not in page
    save(moderator, url(submitted, "young-people"), **{"area-2__score": "7"})
    save(moderator, url(submitted, "follow-up"), **{"area-2__barriers": "Rents."})
    save(moderator, url(submitted, "follow-up/ideas"), **{"idea-7h": "done"})
    page = text(client_of(cass).get(path))
    assert 'href="#beside"' in page
    assert "its digest does not cover them" in page
    assert "7 out of 10 for 1 area" in page
    assert "Rents." in page
    assert "7h done" in page


def test_the_overview_leads_there_once_it_is_submitted(
    assessment, mo, cass, val, moderator
):
    path = f"/assessments/{assessment.pk}/"
    assert "After submitting" not in text(moderator.get(path))
    submit(assessment, mo)
    page = text(moderator.get(path))
    assert "0 of 10 areas scored" in page
    save(moderator, url(assessment, "young-people"), **{"area-2__score": "7"})
    save(
        moderator,
        url(assessment, "follow-up"),
        **{"area-2__stage_two": "7", "date__completed_on": "5/1/2021"},
    )
    for person, links in [(mo, 2), (val, 2), (cass, 1)]:
        page = text(client_of(person).get(path))
        assert page.count("1 of 10 areas scored") == links
        assert "completed on 5 January 2021" in page


def test_the_history_tells_who_changed_it_and_not_what(moderator, submitted):
    save(
        moderator, url(submitted, "young-people"), **{"area-2__how_gathered": "SECRET"}
    )
    save(moderator, url(submitted, "follow-up"), **{"area-2__barriers": "SECRET"})
    page = text(moderator.get(url(submitted, "history")))
    assert "changed the young people’s scores: <bdi>area 2</bdi>" in page
    assert "changed the follow-up: <bdi>area 2</bdi>" in page
    assert "SECRET" not in page
    assert not AuditEvent.objects.filter(detail__contains="SECRET").exists()


@pytest.mark.parametrize(
    ("name", "queries"),
    [("young-people", 9), ("follow-up", 10), ("follow-up/ideas", 6)],
)
def test_queries(moderator, submitted, django_assert_max_num_queries, name, queries):
    save(moderator, url(submitted, "follow-up"), **{"area-2__stage_two": "7"})
    with django_assert_max_num_queries(queries):
        moderator.get(url(submitted, name))
