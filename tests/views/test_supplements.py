"""The pages of young people's scores, the follow-up and the action plan."""

import re
from datetime import date

import pytest

from assessments.models import (
    Action,
    AuditEvent,
    FollowUp,
    FollowUpScore,
    YoungPeopleScore,
)
from assessments.submission import supplements
from assessments.workflow import reopening, rounds, submitting
from tests.support.builders import complete, make_assessment, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of
from tests.support.supplements import plan_ideas

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
    assert "The young people’s scores have been saved." in page
    assert 'name="area-2-score" value="7"' in page
    assert "Total of the 1 area with both scores" in page
    assert "1 higher" in page.lower()
    staff = text(client_of(val).get(path))
    assert "A survey. By post." in staff
    assert "We would rate our current performance in..." in staff
    first = staff.index("Supporting care leavers with their education")
    assert first < staff.index("Relationships: having people for emotional support")


def test_coram_voice_enters_young_peoples_scores_too(submitted, val):
    path = url(submitted, "young-people")
    response = save(
        client_of(val),
        path,
        **{
            "area-2__score": "7",
            "area-2__pick": "best",
            "record__how_many": "14",
            "record__gathered_on": "5/1/2021",
        },
    )
    assert response.status_code == 302
    found = said(submitted)
    assert found["young_people_scores"]["2"]["pick"] == "best"
    page = text(client_of(val).get(f"/submissions/{submitted.submissions.get()}/"))
    assert "One of the three best, young people say" in page
    assert found["young_people"]["how_many"] == 14
    assert found["young_people"]["gathered_on"] == "2021-01-05"


def test_before_submitting_moderators_and_coram_voice_enter_them(
    client, assessment, mo, cass, ann, val
):
    overview, path = url(assessment, "x")[:-2], url(assessment, "young-people")
    for person in (cass, ann):
        assert path not in text(client_of(person).get(overview))
    for person, score in ((mo, "7"), (val, "8")):
        assert path in text(client_of(person).get(overview))
        page = text(client_of(person).get(path))
        assert "The working groups see it once the assessment is submitted." in page
        assert (
            save(client_of(person), path, **{"area-2__score": score}).status_code == 302
        )
    assert said(assessment)["young_people_scores"]["2"]["score"] == 8
    assert "1 of 10 areas scored" in text(client_of(mo).get(overview))
    submit(assessment, mo)
    assert "1 of 10 areas scored" in text(client_of(mo).get(overview))
    assert "once the assessment is submitted" not in text(client_of(mo).get(path))


def test_out_of_the_round_the_page_says_so(assessment, mo, val):
    rounds.take_out(assessment=assessment, because="Merged", is_counted=True, by=val)
    for person in (mo, val):
        response = client_of(person).get(url(assessment, "young-people"))
        assert response.status_code == 409
        assert "taken this authority out of the round" in text(response)


def test_no_more_than_three_areas_are_the_best(moderator, submitted):
    path = url(submitted, "young-people")
    four = {f"area-{number}__pick": "best" for number in range(1, 5)}
    response = save(moderator, path, **four)
    assert response.status_code == 422
    assert "Choose at most three areas as the best. There are 4." in text(response)
    assert said(submitted)["young_people_scores"] == {}


def test_findings_of_a_survey(moderator, submitted):
    path = url(submitted, "young-people/findings/add")
    wrong = {"finding-area": "7", "finding-text": "We wait.", "finding-asked": "2"}
    response = moderator.post(path, wrong | {"finding-answered": "3"})
    assert response.status_code == 422
    assert "not more than were asked" in text(response)
    assert moderator.post(path, wrong | {"finding-answered": "1"}).status_code == 302
    assert said(submitted)["young_people"]["findings"]["7"] == [
        {"text": "We wait.", "asked": 2, "answered": 1, "source": ""}
    ]
    page = text(moderator.get(f"/submissions/{submitted.submissions.get()}/"))
    assert "1 of 2 answered" in page


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
    later = "The submission has no global score for area 3: its stage 1 score was given"
    assert later in text(moderator.get(f"/submissions/{submitted.submissions.get()}/"))
    for client in [client_of(cass), client_of(val)]:
        page = text(client.get(path))
        assert "Follow-up completed on 5 January 2021." in page
        assert "Total of the 2 areas with both scores" in page
        assert later in page
        assert "10 out of 20" in page
        assert "9 out of 20" in page
        assert "1 down" in page
        assert "Rents." in page
        assert "<form" not in page.split("<main")[1]


def test_the_plan_is_made_from_the_ideas(moderator, submitted, cass):
    path = url(submitted, "action-plan/ideas")
    page = text(moderator.get(path))
    assert page.count("A guide.") == 2
    keys = re.findall(r'name="chosen" value="([^"]+)"', page)
    response = moderator.post(path, {"chosen": keys[:1]})
    assert response["Location"] == url(submitted, "action-plan")
    page = text(client_of(cass).get(url(submitted, "action-plan")))
    assert "1 action: 1 not yet." in page
    assert "From 7h" in page
    assert "<form" not in page.split("<main")[1]
    assert "In the plan" in text(moderator.get(path))
    tick = url(submitted, "follow-up/actions")
    [name] = [each for each in form_of(moderator.get(tick)) if each.endswith("-state")]
    response = save(moderator, tick, **{name.replace("-", "__"): "done"})
    assert response.status_code == 302
    assert "1 action: 1 done" in text(moderator.get(url(submitted, "follow-up")))


def test_an_action_s_measure_and_note_are_named_on_every_page_of_it(
    moderator, submitted, cass, mo
):
    """Blank ones are on none; a note is typed where actions are ticked off."""
    add = url(submitted, "action-plan/add")
    assert save(moderator, add, action__text="Hire.").status_code == 302
    pages = [
        url(submitted, "action-plan"),
        url(submitted, "follow-up/actions"),
        f"/submissions/{submitted.submissions.get().reference}/",
    ]
    for path in pages:
        assert "Measure" not in text(moderator.get(path))
        assert "Note: <bdi" not in text(moderator.get(path))
    changed = {
        "action__text": "Train.",
        "action__measure": "Half can <b>.",
        "action__note": "Two <i> met.",
    }
    assert save(moderator, add, **changed).status_code == 302
    for path in pages:
        shown = text(moderator.get(path))
        assert shown.count("Measure: <bdi") == 1
        assert "Half can &lt;b&gt;." in shown
    for path in (pages[0], pages[2]):
        assert "Note: <bdi>Two &lt;i&gt; met.</bdi>" in text(moderator.get(path))
    path = url(submitted, f"action-plan/{Action.objects.get(text='Hire.').pk}")
    save(moderator, path, action__measure="All came.")
    assert "All came." in text(client_of(cass).get(pages[0]))
    assert "<dt>Measure</dt>" in text(moderator.get(path))


def test_the_follow_up_is_submitted_from_its_check(moderator, submitted, val, mo):
    save(moderator, url(submitted, "follow-up"), **{"area-1__stage_two": "9"})
    path = url(submitted, "follow-up/check")
    page = text(moderator.get(path))
    follow_up = url(submitted, "follow-up")
    assert f'href="{follow_up}#area-2">The stage 2 score of area 2</a>' in page
    assert f'href="{follow_up}#date">The date it was completed</a>' in page
    assert moderator.post(path, {}).status_code == 422
    [seen] = re.findall(r'name="confirmed" value="([^"]+)"', page)
    response = moderator.post(path, {"confirmed": seen})
    assert response.status_code == 302
    page = text(moderator.get(response["Location"]))
    assert "The follow-up has been submitted." in page
    assert 'key">Submitted<' not in page
    for shown in (response["Location"], follow_up):
        assert text(moderator.get(shown)).lower().count("submitted at") == 1
    assert moderator.post(path, {"confirmed": seen})["Location"] == response["Location"]
    assert save(moderator, url(submitted, "follow-up")).status_code == 409
    assert f'href="{url(submitted, "follow-up")}"' not in text(moderator.get("/"))
    again = client_of(val).post(
        url(submitted, "follow-up/reopen"), {"reason": "Area 2 is blank."}
    )
    assert again.status_code == 302
    page = text(moderator.get(url(submitted, "follow-up")))
    assert "Area 2 is blank." in page


def test_coram_voice_asks_the_authorities_of_a_round(submitted, val, mo, mailoutbox):
    staff, path = client_of(val), f"/rounds/{submitted.round.slug}/follow-ups/"
    assert "Not asked" in text(staff.get(path))
    wrong = {"due_on": "1/1/2020", "authorities": [submitted.pk]}
    assert staff.post(path, wrong).status_code == 422
    assert staff.post(path, wrong | {"due_on": "1/1/2099"}).status_code == 302
    page = text(staff.get(path))
    assert "1 authority was asked. 1 moderator has been emailed." in page
    asked = [each.to for each in mailoutbox if "Follow-up due" in each.subject]
    assert asked == [[mo.email]]
    for shown in ("/", f"/assessments/{submitted.pk}/"):
        page = text(client_of(mo).get(shown))
        assert "submit the follow-up</a>, due by 1 January 2099" in page
        assert "<li>Due " not in page


def test_coram_voice_chooses_whether_to_tell_of_another_due_date(
    submitted, val, mo, mailoutbox
):
    staff, path = client_of(val), f"/rounds/{submitted.round.slug}/follow-ups/"
    box = "Email the moderators who have not submitted the follow-up yet"
    assert box not in text(staff.get(path))  # nobody has been asked
    staff.post(path, {"due_on": "1/1/2099", "authorities": [submitted.pk]})
    assert box in text(staff.get(path))
    mailoutbox.clear()
    page = text(staff.post(path, {"due_on": "2/1/2099"}, follow=True))
    assert "The due date has been saved. Nobody new was asked." in page
    assert not mailoutbox
    page = text(staff.post(path, {"due_on": "3/1/2099", "tell": "on"}, follow=True))
    assert "The due date has changed for 1 authority asked before. 1 moderator " in page
    assert [each.to for each in mailoutbox] == [[mo.email]]


def test_an_edition_may_not_ask_for_ideas(northmoor, mo, moderator):
    older = make_assessment(northmoor, mo, edition="2015")
    submit(older, mo)
    assert "No ideas for improvement were submitted." in text(
        moderator.get(url(older, "action-plan/ideas"))
    )
    page = text(moderator.get(url(older, "follow-up")))
    assert "Responsive to views of care leavers" in page  # as its own form prints it
    assert "feedback from CL; elected members" in page


def test_any_edition_has_a_follow_up(northmoor, mo, moderator):
    newer = make_assessment(northmoor, mo, edition="2026")
    submit(newer, mo)
    path = url(newer, "follow-up")
    assert save(moderator, path, **{"area-11__stage_two": "10"}).status_code == 302
    assert "10 out of 10" in text(moderator.get(path))


def test_it_stays_open_when_coram_voice_reopens_the_assessment(
    moderator, submitted, val
):
    reopening.reopen(assessment=submitted, by=val, reason="Again.")
    path = url(submitted, "young-people")
    assert save(moderator, path, **{"area-2__score": "7"}).status_code == 302
    assert said(submitted)["young_people_scores"]["2"]["score"] == 7


def test_on_a_narrow_screen_every_cell_names_its_column(moderator, submitted):
    save(moderator, url(submitted, "young-people"), **{"area-2__score": "7"})
    reference = submitted.submissions.get().reference
    page = text(moderator.get(f"/submissions/{reference}/"))
    areas = submitted.round.framework.areas.count()
    for column in ["Agree", "No single rating", "Cumulative score", "Global score"]:
        assert page.count(f'data-label="{column}"') == areas
    assert page.count('data-label="Service"') == areas + 1  # and the total
    assert "out of 10, in the order that young people were shown" in page
    differences = page.count('data-label="Young people’s score is"')
    assert differences == 2  # area 2 and the total: the others have nothing to name


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
        ("young-people", "area-2__how_gathered", MANY, "for this area: Shorten"),
        ("young-people", "record__how_many", "x", "Enter a whole number, such as 12"),
        ("follow-up", "area-2__what_helped", MANY, "Area 2, what helped: Shorten this"),
        ("follow-up", "area-2__stage_two", "12", "Area 2, stage 2 score out of 10: E"),
        ("follow-up", "area-3__stage_one", "x", "Area 3, stage 1 score out of 10: En"),
        ("follow-up", "date__completed_on", "soon", "completed? Enter a real date"),
    ],
)
def test_each_box_says_what_is_wrong(moderator, submitted, name, box, typed, message):
    response = save(moderator, url(submitted, name), **{box: typed})
    assert response.status_code == 422
    assert message in text(response)
    assert not any(said(submitted).values())


def test_a_page_with_an_error_keeps_what_it_had_seen(moderator, submitted):
    path = url(submitted, "young-people")
    first = moderator.get(path)
    wrong = save(moderator, path, first, **{"area-2__score": "x"})
    assert form_of(wrong)["area-2-seen"] == form_of(first)["area-2-seen"]


def test_a_page_that_comes_without_answers_changes_nothing(moderator, submitted):
    [action] = plan_ideas(submitted, submitted.submissions.get().submitted_by, _7h="A.")
    for name in ("young-people", "follow-up", f"action-plan/{action.pk}"):
        response = moderator.post(url(submitted, name), {})
        assert response.status_code == 422
        assert "The page came without any answers." in text(response)


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


def test_two_people_on_one_measure(submitted, mo, zoe):
    [action] = plan_ideas(submitted, mo, _7h="A.")
    path = url(submitted, f"action-plan/{action.pk}")
    mine, theirs = client_of(mo), client_of(zoe)
    page = theirs.get(path)
    save(mine, path, action__measure="Nine in ten.")
    sent = {"action__measure": "All.", "action__owner": "HR"}
    response = save(theirs, path, page, **sent)
    shown = text(response)
    assert response.status_code == 409
    for words in ("How will you know it has worked?", "Nine in ten.", "All."):
        assert words in shown
    action.refresh_from_db()
    assert (action.measure, action.owner) == ("Nine in ten.", "HR")
    save(theirs, path, response)
    action.refresh_from_db()
    assert action.measure == "All."


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
    assert "Somebody else changed this while you were writing." in " ".join(
        shown.split()
    )
    assert said(submitted) == before

    fields = form_of(response)
    assert fields.get(box.replace("__", "-"), [""])[0] in {second, "6 January 2021"}
    assert theirs.post(path, fields).status_code == 302
    assert said(submitted) != before
    again = " ".join(text(save(theirs, path, page, **{box: first})).split())
    assert "You changed this somewhere else while you were writing." in again


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
    reopening.reopen(assessment=submitted, by=val, reason="Again.")
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
    page = text(client_of(cass).get(path))
    assert 'href="#beside"' in page
    assert "its digest does not cover them" in page
    assert "Rents." in page


def test_the_overview_leads_there_once_it_is_submitted(
    assessment, mo, cass, val, moderator
):
    path = f"/assessments/{assessment.pk}/"
    assert "After submitting" not in text(moderator.get(path))
    submit(assessment, mo)
    page = text(moderator.get(path))
    assert "0 of 10 areas scored" in page
    assert "No actions yet" in page
    save(moderator, url(assessment, "young-people"), **{"area-2__score": "7"})
    save(
        moderator,
        url(assessment, "follow-up"),
        **{"area-2__stage_two": "7", "date__completed_on": "5/1/2021"},
    )
    for person, links in [(mo, 2), (val, 2), (cass, 1)]:
        page = text(client_of(person).get(path))
        assert page.count("1 of 10 areas scored") == links


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
    [("young-people", 18), ("follow-up", 20), ("follow-up/actions", 10)],
)
def test_queries(moderator, submitted, django_assert_max_num_queries, name, queries):
    save(moderator, url(submitted, "follow-up"), **{"area-2__stage_two": "7"})
    with django_assert_max_num_queries(queries):
        moderator.get(url(submitted, name))
