"""The room of a meeting: moving, leading, following, settling, presence."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.access import access_to
from assessments.analysis.due import day_in_words
from assessments.models import AgreedRevision, Attendance, Meeting
from assessments.workflow import (
    drafting,
    moderating,
    reopening,
    second_ratings,
    settling_together,
    signing_off,
    submitting,
)
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.clients import client_of
from tests.support.discussions import answer
from tests.support.markup import markup
from tests.support.meetings import open_where_rated, set_rating, settle
from tests.support.pages import form_of

SPLIT = {"7h": [4, 4, 1, 1], "7b": [3, 3, 2, 2]}
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def groups(assessment, mo, cass, dee):
    """Four groups apart on 7h, less on 7b, and otherwise alike.

    Cass is of East, Dee of North; nobody of South and West.
    """
    made = []
    members = {"East": [cass], "North": [dee], "South": [], "West": []}
    for name, people in members.items():
        group = make_group(assessment, mo, *people, areas=[1, 7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, mo)
        made.append(group)
    for code, values in SPLIT.items():
        for group, value in zip(made, values, strict=True):
            set_rating(group, code, value)
    open_where_rated(assessment, mo)
    return made


@pytest.fixture
def url(assessment):
    return reverse("room", args=[assessment.pk])


@pytest.fixture
def state(assessment):
    return reverse("room_state", args=[assessment.pk])


@pytest.fixture
def moderator(mo):
    return client_of(mo)


@pytest.fixture
def started(moderator, url, groups):
    """The meeting is at 7h, the statement the groups are furthest apart on."""
    assert press(moderator, url, go="start").status_code == 302


def press(client, url, **fields):
    """Press a button of the page as it is now."""
    shown = Meeting.objects.get().statement_id or ""
    return client.post(url, {"shown": shown} | fields)


def at():
    """Return the code of the statement the meeting is at."""
    return Meeting.objects.select_related("statement__area").get().statement.code


def statement(assessment, code):
    return assessment.agreed_responses.get(
        statement__area__number=int(code[:-1]), statement__letter=code[-1]
    ).statement


def seen_on(page):
    """Return the version a page sends when it asks whether it is current."""
    return {"seen": page.context["room"].meeting.version}


def text(response):
    return markup(response)


# Coming in


@pytest.mark.parametrize("page", ["moderators", "members"])
def test_help_says_what_it_is_for(client, page):
    said = text(client.get(f"/help/{page}/"))
    assert "Meeting screen" in said
    assert "second rating" in said


def test_every_member_comes_to_it_from_where_they_are(
    moderator, url, assessment, groups, cass
):
    for client in [moderator, client_of(cass)]:
        for name in ["home", "assessment", "agenda"]:
            page = reverse(name, args=[] if name == "home" else [assessment.pk])
            assert f'href="{url}"' in text(client.get(page))


def test_there_is_no_way_in_before_a_discussion_is_open(
    moderator, url, assessment, housing
):
    for name in ["home", "assessment", "agenda"]:
        page = reverse(name, args=[] if name == "home" else [assessment.pk])
        assert f'href="{url}"' not in text(moderator.get(page))


# Moving


def test_it_has_not_started(moderator, url, groups, cass):
    page = text(client_of(cass).get(url))
    assert "The meeting has not started." in page
    assert "Start with" not in page
    assert "Start with 7h" in text(moderator.get(url))


def test_nothing_is_open_yet(moderator, url):
    page = text(moderator.get(url))
    assert "There is nothing to show yet" in page
    assert "Start with" not in page
    assert press(moderator, url, go="start").status_code == 422


def test_through_the_agenda_and_back(moderator, url, started, assessment, mo):
    meeting = Meeting.objects.get()
    assert (at(), meeting.led_by) == ("7h", mo)
    assert timezone.now() - meeting.moved_at < timedelta(seconds=5)
    walked = []
    for go in ["next", "next", "next", "previous", "previous"]:
        press(moderator, url, go=go)
        walked.append(at())
    assert walked == ["7b", "1a", "1b", "1a", "7b"]


def test_what_is_settled_keeps_its_place(moderator, url, started, assessment, mo):
    settle(assessment, "7h", 4, mo)
    page = moderator.get(url)
    assert "1 of 106 settled" in text(page)
    assert page.context["room"].walk.neighbours["next"].statement.code == "7b"
    settle(assessment, "7b", 3, mo)
    place = moderator.get(url).context["room"].walk.neighbours
    assert place["next"].statement.code == "7b"
    assert place["unsettled"].statement.code == "1a"
    press(moderator, url, go="unsettled")
    assert at() == "1a"


def test_a_second_meeting_starts_with_its_first_statement(
    moderator, url, started, assessment, mo
):
    """It is at a statement of the first, before the second's in the agenda's order."""
    second = assessment.planned_meetings.create(held_on=date(2027, 1, 12), areas=[1])
    settle(assessment, "7h", 4, mo)
    moderator.post(url, {"takes": f"meeting={second.pk}"})
    page = text(moderator.get(url))
    assert "Start with 1a" in page
    for other in ["Next: ", "Next to settle: ", "Previous: "]:
        assert other not in page
    press(moderator, url, go="start")
    assert at() == "1a"
    assert "Next: 1b" in text(moderator.get(url))


def test_what_leaves_the_list_as_it_is_settled_keeps_its_place(
    moderator, url, started, assessment, mo
):
    moderator.post(url, {"takes": "area=7&show=open"})
    press(moderator, url, to=statement(assessment, "7c").pk)
    settle(assessment, "7c", 3, mo)
    page = text(moderator.get(url))
    assert "Next: 7d" in page
    assert "Previous: 7a" in page
    assert "Start with" not in page


def test_the_agenda_and_the_pack_are_in_its_order(
    moderator, url, started, assessment, mo
):
    settle(assessment, "7h", 3, mo)
    settle(assessment, "1b", 3, mo)
    walk = moderator.get(url).context["room"].walk
    codes = [item.code for item in walk.items]
    assert codes[:4] == ["7h", "7b", "1a", "1b"]
    agenda = moderator.get(reverse("agenda", args=[assessment.pk])).context
    assert [one.code for part in agenda["sections"] for one in part.items] == codes
    pack = moderator.get(reverse("agenda_pack", args=[assessment.pk])).context
    assert [one.statement.code for _, part in pack["sections"] for one in part] == codes


def test_the_last_not_settled_leads_back_to_the_first(
    moderator, url, started, assessment
):
    last = moderator.get(url).context["room"].walk.items[-1].statement
    press(moderator, url, to=last.pk)
    place = moderator.get(url).context["room"].walk.neighbours
    assert (place["next"], place["unsettled"].statement.code) == (None, "7h")
    assert press(moderator, url, go="next").status_code == 422


def test_to_any_statement_of_an_open_area(moderator, url, started, assessment):
    press(moderator, url, to=statement(assessment, "7d").pk)
    assert at() == "7d"
    for to in [statement(assessment, "2a").pk, "", "7d", "9" * 30, "０"]:
        response = press(moderator, url, to=to)
        assert response.status_code == 422
        assert "Choose a statement from the list" in text(response)
    assert at() == "7d"


def test_the_list_of_statements_begins_where_the_meeting_is(
    moderator, url, started, assessment
):
    shown = statement(assessment, "7d")
    press(moderator, url, to=shown.pk)
    page = moderator.get(url).content.decode()
    assert re.findall(r'value="(\d+)"\s+selected', page) == [str(shown.pk)]


def test_a_page_that_is_behind_changes_nothing(moderator, url, started, assessment):
    behind = Meeting.objects.get().statement_id
    press(moderator, url, go="next")
    for shown in [behind, "", "x", "9" * 30]:
        response = moderator.post(url, {"go": "next", "shown": shown})
        assert response.status_code == 409
        assert "The meeting moved on before you did this" in text(response)
        assert 'data-code="7b"' in text(response)
    assert at() == "7b"


def test_one_leads_and_another_takes_over(moderator, url, started, assessment, zoe):
    other = client_of(zoe)
    page = text(other.get(url))
    assert "Mo</bdi> leads" in page
    assert "Next: 7b" not in page
    response = press(other, url, go="next")
    assert response.status_code == 409
    assert "Mo is leading the meeting. Take over first" in text(response)
    assert other.post(url, {"take_over": ""}).status_code == 302
    assert Meeting.objects.get().led_by == zoe
    assert at() == "7h"
    assert press(moderator, url, go="next").status_code == 409
    assert press(other, url, go="next").status_code == 302
    assert "Zoe</bdi> leads" in text(moderator.get(url))


def test_the_meeting_is_over_once_submitted(
    moderator, url, state, started, assessment, mo, cass
):
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    for client in [moderator, client_of(cass)]:
        page = text(client.get(url))
        assert "This meeting is over" in page
        assert "data-over" in page
        assert "Next: 7b" not in page
        assert client.post(state).status_code == 409
    assert press(moderator, url, go="next").status_code == 409
    assert at() == "7h"
    assert not Attendance.objects.exists()


# Ending


def test_a_finished_meeting_says_so_leads_on_and_ends(
    moderator, url, state, started, assessment, mo, cass, zoe
):
    tomorrow = timezone.localdate() + timedelta(days=1)
    first, second = (
        assessment.planned_meetings.create(held_on=tomorrow, areas=[area])
        for area in [1, 7]
    )
    moderator.post(url, {"takes": f"meeting={first.pk}"})
    press(moderator, url, go="start")
    for letter in "abcdefghij":
        settle(assessment, f"1{letter}", 3, mo)
    press(moderator, url, to=statement(assessment, "1j").pk)
    page = text(moderator.get(url))
    assert "(10 of 10 settled)" in page
    assert "All 10 statements of this meeting are settled. Next:" in page
    agenda = reverse("agenda", args=[assessment.pk])
    assert f'href="{agenda}?meeting={second.pk}"' in page

    follower = client_of(cass)
    seen = seen_on(follower.get(url))
    assert press(client_of(zoe), url, end="").status_code == 409  # Mo leads
    assert press(moderator, url, end="").status_code == 302
    page = text(follower.get(state, seen))
    assert "The meeting ended at " in page
    assert "The next planned meeting is on" in page
    assert day_in_words(tomorrow) in page
    for gone in ["1j", "leads", "Only", "Start with"]:
        assert gone not in page
    assert "Start with 7h" in text(client_of(zoe).get(url))
    assert press(moderator, url, end="").status_code == 409


def test_a_meeting_ends_with_statements_left_but_not_over_hidden_ratings(
    moderator, url, started, assessment
):
    assert "End the meeting" in text(moderator.get(url))
    press(moderator, url, ask="")
    assert "End the meeting" not in text(moderator.get(url))
    assert press(moderator, url, end="").status_code == 409
    press(moderator, url, show="")
    Meeting.objects.update(moved_at=timezone.now() - timedelta(minutes=4))
    assessment.planned_meetings.create(held_on=timezone.localdate())
    assert press(moderator, url, end="").status_code == 302
    assert Meeting.objects.get().times_taken.get().seconds >= 240
    assert "next planned meeting" not in text(moderator.get(url))


def test_without_another_meeting_the_rest_of_the_agenda_is_next(
    moderator, url, started, assessment, mo
):
    settle(assessment, "7h", 3, mo)
    moderator.post(url, {"takes": "q=7h"})
    page = text(moderator.get(url))
    assert "Every statement of this meeting is settled." in page
    assert "the rest of the agenda" in page


def test_with_everything_settled_that_is_open_another_discussion_is_next(
    moderator, url, started, assessment, mo
):
    others = assessment.agreed_areas.exclude(area__number=7)
    others.update(discussion_opened_at=None, discussion_opened_by=None)
    area = assessment.agreed_responses.filter(statement__area__number=7)
    for response in area.select_related("statement"):
        settle(assessment, f"7{response.statement.letter}", 3, mo)
    page = text(moderator.get(url))
    overview = reverse("assessment", args=[assessment.pk])
    assert f'href="{overview}">open another discussion</a>' in page
    assert "the rest of the agenda" not in page


# Following


def test_a_current_page_is_told_so_with_no_body(
    moderator, url, state, started, assessment, cass, oli
):
    follower = client_of(cass)
    seen = seen_on(follower.get(url))
    response = follower.get(state, seen)
    assert (response.status_code, response.content) == (204, b"")
    assert client_of(oli).get(state, seen).status_code == 404
    press(moderator, url, go="next")
    response = follower.get(state, seen)
    assert response.status_code == 200
    assert 'data-code="7b"' in text(response)
    assert follower.get(state, seen_on(response)).status_code == 204


@pytest.mark.parametrize("seen", ["", "None", "x", "-1", "9" * 30, "٣"])
def test_a_page_that_says_nonsense_is_given_anew(url, state, started, dee, oli, seen):
    assert 'data-code="7h"' in text(client_of(dee).get(state, {"seen": seen}))
    assert client_of(oli).get(state, {"seen": seen}).status_code == 404


def test_a_page_that_follows_takes_nobodys_message(moderator, url, state, started):
    moderator.post(url, settle_form(moderator, url, answer="3", rationale="A plan."))
    assert "7h is settled: Mostly agree." not in text(moderator.get(state))
    assert "7h is settled: Mostly agree." in text(moderator.get(url))


def test_what_else_a_page_is_told_of(
    moderator, url, state, started, assessment, groups, mo, cass, dee, ann, val
):
    """Every change that a page shows counts, wherever it was made."""
    follower = client_of(dee)
    late = make_group(assessment, mo, cass, areas=[3], name="Late")
    own = groups[0].drafts.get(area__number=7).responses.get(statement__letter="h")
    access = access_to(mo, assessment, role="moderator")

    def is_told_of(action, **arguments):
        seen = seen_on(follower.get(url))
        action(**arguments)
        return follower.get(state, seen).status_code == 200

    assert is_told_of(press, client=moderator, url=url, ask="")
    assert is_told_of(press, client=moderator, url=url, show="")
    assert is_told_of(press, client=moderator, url=url, take_over="")
    assert is_told_of(settle, assessment=assessment, code="7h", value=4, by=mo)
    assert is_told_of(second_ratings.give_second_rating, response=own, value=2, by=cass)
    same = [statement(assessment, "7a").pk]
    assert is_told_of(
        settling_together.settle_together, access=access, statements=same, by=mo
    )
    assert is_told_of(drafting.hand_in, draft=late.drafts.get(), by=cass)
    area = assessment.agreed_areas.get(area__number=3)
    assert is_told_of(moderating.open_discussion, agreed_area=area, by=mo)
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    change = {"response": agreed(assessment, "7h"), "seen": 1, "reason": "No."}
    assert is_told_of(signing_off.change_rating, **change, value=1, by=ann)
    confirmed = submitting.unconfirmed_blanks(assessment)
    submit = {"assessment": assessment, "confirmed": confirmed}
    assert is_told_of(submitting.submit, **submit, by=mo)
    assert is_told_of(reopening.reopen, assessment=assessment, by=val, reason="No.")


def test_everybody_reads_the_same_count(url, started, assessment, mo, cass, groups):
    groups[0].drafts.filter(area__number=1).update(handed_in_at=None, handed_in_by=None)
    settle(assessment, "1a", 3, mo)
    settle(assessment, "7b", 3, mo)
    for person in [mo, cass]:
        assert "2 of 106 settled" in text(client_of(person).get(url))


def test_minutes_stop_once_it_is_settled(url, started, assessment, mo, cass, groups):
    groups[0].drafts.update(handed_in_at=None, handed_in_by=None)
    for person in [mo, cass]:
        assert "Minutes:" in text(client_of(person).get(url))
    settle(assessment, "7h", 3, mo)
    for person in [mo, cass]:
        assert "Minutes:" not in text(client_of(person).get(url))


def test_minutes_against_the_agenda(moderator, url, started):
    passed = timezone.now() - timedelta(minutes=4, seconds=10)
    Meeting.objects.update(moved_at=passed)
    room = moderator.get(url).context["room"]
    assert (room.minutes, room.planned) == (4, 6)
    Meeting.objects.update(minutes={"Split": 9})
    assert moderator.get(url).context["room"].planned == 9
    Meeting.objects.update(moved_at=passed - timedelta(hours=10))
    page = moderator.get(url)
    assert page.context["room"].minutes is None
    assert "Minutes:" not in text(page)


def test_an_approver_follows_and_has_no_forms(url, started, ann):
    page = text(client_of(ann).get(url))
    assert 'data-code="7h"' in page
    assert "East" in page
    assert "Settle 7h" not in page
    assert "Next: 7b" not in page


def test_where_one_group_rates_alone_nothing_is_compared(
    moderator, url, assessment, mo
):
    group = make_group(assessment, mo, areas=[3], name="Alone")
    rate(group, 4)
    hand_in(group, mo)
    open_where_rated(assessment, mo)
    press(moderator, url, go="start")
    page = moderator.get(url)
    assert at() == "3a"
    assert "One group rates this area" in text(page)
    assert "Agree, with no evidence" in text(page)
    assert page.context["room"].planned == 0


# Presence


def test_presence_is_noted_by_posts_alone_and_every_15_seconds(
    url, state, started, cass, dee
):
    client = client_of(cass)
    client.get(url)
    client.get(state)
    assert not Attendance.objects.exists()
    assert "<bdi>Cass</bdi>" in client.post(state).json()["here"]
    noted = Attendance.objects.get()
    client.post(state)
    assert Attendance.objects.get().seen_at == noted.seen_at
    earlier = timezone.now() - timedelta(seconds=16)
    Attendance.objects.update(seen_at=earlier)
    client_of(dee).post(state)
    assert "In the meeting (2)" in text(client.get(url))
    client.post(state)
    assert Attendance.objects.get(user=cass).seen_at > earlier


def test_whoever_has_gone_is_not_there(url, state, started, cass, dee):
    client_of(cass).post(state)
    Attendance.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    here = client_of(dee).post(state).json()["here"]
    assert "In the meeting (1)" in here
    assert "Cass" not in here


# Settling in place


def settle_form(client, url, **fields):
    """Return the fields of the page's short form, with these filled in."""
    page = form_of(client.get(url))
    form = {"settle": "", "seen": page["seen"], "statement": page["statement"][:1]}
    if "take" in page:
        form["take"] = "on"
    return form | fields


def agreed(assessment, code):
    return assessment.agreed_responses.select_related("rating").get(
        statement=statement(assessment, code)
    )


def test_settling_with_everybodys_evidence(moderator, url, started, assessment):
    fields = settle_form(moderator, url, answer="3", rationale="A plan is there.")
    response = moderator.post(url, fields, follow=True)
    assert "7h is settled: Mostly agree." in text(response)
    stored = agreed(assessment, "7h")
    assert (stored.rating.value, stored.rationale) == (3, "A plan is there.")
    assert stored.evidence.startswith("East: What East saw.\n\nNorth: What North saw.")
    assert AgreedRevision.objects.get().way == AgreedRevision.Way.SETTLED
    assert "Change 7h" in text(response)
    assert 'name="take"' not in text(response)


def test_a_rating_chosen_before_still_takes_everybodys_evidence(
    moderator, url, started, assessment, groups
):
    answer(groups[0], "7h", 4, ideas="Ask again.")
    before = reverse("settle", args=[assessment.pk, 7, "h"])
    shown = moderator.get(before).context["form"].initial
    boxes = {name: shown[name] for name in ("seen", "evidence", "ideas")}
    assert (boxes["evidence"], boxes["ideas"]) == ("", "Ask again.")
    boxes["answer"] = "3"
    kept = {f"7h-{name}": value for name, value in boxes.items()} | {"keep": ""}
    assert moderator.post(before, kept).status_code == 302
    fields = settle_form(moderator, url, answer="3", rationale="A plan is there.")
    assert fields["take"] == "on"
    moderator.post(url, fields)
    assert agreed(assessment, "7h").evidence.startswith("East: What East saw.")


def test_settling_without_the_evidence_leaves_it_blank(
    moderator, url, started, assessment
):
    fields = settle_form(moderator, url, answer="not_agreed", rationale="No.")
    del fields["take"]
    moderator.post(url, fields | {"candidates": ["4", "1"]})
    stored = agreed(assessment, "7h")
    assert (stored.outcome, stored.candidates) == ("not_agreed", [4, 1])
    assert stored.evidence == ""


def test_a_reason_is_required_and_what_was_typed_stays(
    moderator, url, started, assessment
):
    fields = settle_form(moderator, url, answer="3", rationale=" ")
    response = moderator.post(url, fields)
    assert response.status_code == 422
    assert "Enter a reason, because the groups differed" in text(response)
    assert "data-unsent" in text(response)
    answer = moderator.post(url, fields, **JSON)
    assert (answer.status_code, answer.json()["reason"]) == (422, "invalid")
    assert "Enter a reason, because the groups differed" in answer.json()["page"]
    assert agreed(assessment, "7h").outcome == "not_settled"


def test_every_groups_text_fits_however_long(
    moderator, url, started, groups, assessment
):
    for group in groups:
        rate(group, 3, "x" * 4000)
    fields = settle_form(moderator, url, answer="3", rationale="Because.")
    moderator.post(url, fields)
    assert agreed(assessment, "7h").evidence.count("x" * 4000) == len(groups)


def test_two_moderators_settle(moderator, url, started, assessment, zoe):
    mine = settle_form(moderator, url, answer="3", rationale="Mine.")
    theirs = settle_form(moderator, url, answer="4", rationale="Theirs.")
    client_of(zoe).post(url, theirs)
    response = moderator.post(url, mine)
    assert response.status_code == 409
    assert "7h was settled after your page showed it: Agree" in text(response)
    assert "Mine." in text(response)
    assert agreed(assessment, "7h").rationale == "Theirs."
    kept = form_of(response)
    again = mine | {name: kept[name] for name in ["seen", "answer", "rationale"]}
    moderator.post(url, again)
    assert agreed(assessment, "7h").rationale == "Mine."


def test_settling_what_the_room_has_left(moderator, url, started, assessment):
    fields = settle_form(moderator, url, answer="3", rationale="Still about 7h.")
    press(moderator, url, go="next")
    moderator.post(url, fields)
    assert agreed(assessment, "7h").rationale == "Still about 7h."
    assert agreed(assessment, "7b").outcome == "not_settled"
    fields["statement"] = statement(assessment, "2a").pk
    assert moderator.post(url, fields).status_code == 404


# Keys, and the script


def test_keys_can_be_turned_off_and_on(moderator, url, started):
    assert 'data-key="n"' in text(moderator.get(url))
    moderator.post(url, {"keys": "off"})
    page = text(moderator.get(url))
    assert "data-key" not in page
    assert "Turn keyboard shortcuts on" in page
    moderator.post(url, {"keys": "on"})
    assert 'data-key="n"' in text(moderator.get(url))


def test_the_script_gets_json(moderator, url, started):
    move = {"go": "next", "shown": Meeting.objects.get().statement_id}
    answer = moderator.post(url, move, **JSON)
    assert (answer.status_code, answer.json()) == (200, {})
    answer = moderator.post(url, move, **JSON)
    assert (answer.status_code, answer.json()["reason"]) == (409, "refused")
    assert 'data-code="7b"' in answer.json()["page"]


# What it costs


@pytest.mark.parametrize("number", [1, 4, 12])
def test_queries(
    client, assessment, mo, cass, url, state, number, django_assert_num_queries
):
    for _ in range(number):
        group = make_group(assessment, mo, cass, areas=[1, 7])
        rate(group, 3, "Seen.")
        hand_in(group, mo)
    open_where_rated(assessment, mo)
    moderator = client_of(mo)
    press(moderator, url, go="start")
    press(moderator, url, ask="")
    follower = client_of(cass)
    seen = seen_on(follower.get(url))
    with django_assert_num_queries(14):
        moderator.get(url)
    with django_assert_num_queries(12):
        follower.get(url)
    with django_assert_num_queries(3):
        follower.get(state, seen)
    follower.post(state)
    with django_assert_num_queries(7):
        follower.post(state)
