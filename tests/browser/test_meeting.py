"""A whole meeting in the room: several browsers at once, and what goes wrong in one."""

import pytest
from django.urls import reverse

from assessments.models import AgreedResponse, Meeting, SecondRating
from tests.support.builders import (
    complete,
    hand_in,
    make_group,
    make_member,
    rate,
    submit,
)
from tests.support.meetings import open_where_rated, set_rating

from .conftest import session_cookie
from .sound import assert_sound

pytestmark = pytest.mark.browser
EVIDENCE = "The records of the year.\nhttps://example.org/records"


@pytest.fixture
def gus(northmoor):
    return make_member(northmoor, "contributor", "gus")


@pytest.fixture
def groups(assessment, mo, cass, dee, gus):
    """East (Cass), North (Dee) and South (Gus): far apart on 7h, less on 7b."""
    made = []
    for person, name, h, b in [
        (cass, "East", 4, 3),
        (dee, "North", 1, 2),
        (gus, "South, with the duty desk of the out-of-hours service", 1, 3),
    ]:
        group = make_group(assessment, mo, person, areas=[7], name=name)
        rate(group, 3, EVIDENCE)
        set_rating(group, "7h", h)
        set_rating(group, "7b", b)
        hand_in(group, mo)
        made.append(group)
    open_where_rated(assessment, mo)
    return made


@pytest.fixture
def url(assessment, groups):
    return reverse("room", args=[assessment.pk])


@pytest.fixture
def sound(axe, sticks_out):
    """Give a function that checks a page wide and narrow."""

    def look(page):
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_sound(page, axe, sticks_out)

    return look


@pytest.fixture
def room(page_as, url):
    """Give a function that opens the room as a person."""

    def enter(person, **options):
        page = page_as(person, **options)
        page.goto(url)
        return page

    return enter


def wait_for(page, code):
    page.locator(f'h1[data-code="{code}"]').wait_for()


def wait_for_seconds(page):
    page.locator("#room-ratings").get_by_text("After discussion:").wait_for()


def press(page, key):
    page.locator("h1").click()  # out of every box
    page.keyboard.press(key)


def give(page, label):
    page.get_by_role("radio", name=label, exact=True).check()
    page.get_by_role("button", name="’s rating").click()
    page.locator("#room-gives").get_by_text("Given:").wait_for()


def fill_in(page, value, why):
    page.locator(f'#settle [name=answer][value="{value}"]').check()
    page.get_by_label("Reason", exact=True).fill(why)


def settled(page):
    return page.locator("#room-settled")


def agreed(assessment, code):
    return AgreedResponse.objects.select_related("rating").get(
        assessment=assessment,
        statement__area__number=code[:-1],
        statement__letter=code[-1],
    )


def at():
    return Meeting.objects.select_related("statement__area").get().statement.code


def test_a_whole_meeting(
    page_as, room, url, sound, assessment, groups, mo, cass, dee, gus
):
    members = [room(person) for person in (cass, dee, gus)]
    his, hers, theirs = members
    assert his.get_by_text("The meeting has not started.").is_visible()
    sound(his)
    page = page_as(mo)
    page.goto(reverse("agenda", args=[assessment.pk]))
    page.get_by_role("link", name="Meeting screen", exact=True).click()
    sound(page)
    page.get_by_role("button", name="Start with 7h").click()
    for each in [page, *members]:
        wait_for(each, "7h")
    assert his.get_by_text("Mo leads", exact=True).is_visible()
    page.locator("#room-here").get_by_text("In the meeting (4)").wait_for()

    press(page, "r")
    give(his, "Mostly disagree")
    give(hers, "Mostly disagree")
    for each in [page, *members]:
        each.get_by_text("2 of 3 groups have answered").wait_for()
        assert each.locator(".app-chip--second").count() == 0
    assert theirs.get_by_text("Given:").count() == 0
    sound(page)
    sound(theirs)

    press(page, "r")
    for each in [page, *members]:
        wait_for_seconds(each)
        assert each.locator(".app-chip--second").count() == 2
        assert each.get_by_role("button", name="’s rating").count() == 0

    press(page, "s")
    assert page.evaluate("document.activeElement.id") == "id_answer"
    fill_in(page, 2, "Two cases showed it.")
    page.get_by_role("button", name="Settle 7h").click()
    for each in [page, *members]:
        settled(each).get_by_text("Settled: Mostly disagree").wait_for()
        assert settled(each).get_by_text("Two cases showed it.").is_visible()
    assert hers.get_by_text("Your group, North, rated 7h Disagree.").is_visible()
    sound(page)
    sound(hers)
    stored = agreed(assessment, "7h")
    assert (stored.rating.value, stored.rationale) == (2, "Two cases showed it.")
    assert stored.evidence.startswith(f"East: {EVIDENCE}\n\nNorth: {EVIDENCE}")

    press(page, "n")
    for each in [page, *members]:
        wait_for(each, "7b")
        assert settled(each).get_by_text("Not settled yet").is_visible()
    assert hers.locator("#room-said").inner_text().startswith("Now 7b: ")


def test_a_laptop_dies_and_a_connection_is_lost(room, sound, mo, zoe, cass, dee):
    page, his, hers = room(mo), room(cass), room(dee)
    page.get_by_role("button", name="Start with 7h").click()
    wait_for(his, "7h")
    wait_for(hers, "7h")
    press(page, "r")
    give(his, "Agree")
    page.context.close()

    hers.get_by_role("radio", name="Mostly agree").check()
    hers.context.set_offline(True)
    hers.get_by_text("Not connected: trying again").wait_for()
    hers.get_by_role("button", name="’s rating").click()
    hers.get_by_text("Not sent: you are offline.").wait_for()
    sound(hers)
    hers.context.set_offline(False)
    hers.get_by_role("button", name="’s rating").click()
    hers.locator("#room-gives").get_by_text("Given: Mostly agree").wait_for()
    assert hers.get_by_text("Not connected").count() == 0

    other = room(zoe)
    wait_for(other, "7h")
    other.get_by_text("2 of 3 groups have answered").wait_for()
    assert other.get_by_role("button", name="Show the second ratings").count() == 0
    sound(other)
    other.get_by_role("button", name="Take over").click()
    other.get_by_role("button", name="Show the second ratings").click()
    his.get_by_text("Zoe leads", exact=True).wait_for()
    for each in (his, hers):
        wait_for_seconds(each)
    assert not SecondRating.objects.filter(revealed_at=None).exists()

    hers.context.set_offline(True)
    press(other, "n")
    wait_for(his, "7b")
    hers.get_by_text("Not connected").wait_for()
    hers.context.set_offline(False)
    wait_for(hers, "7b")


def test_signed_out_or_somebody_else(room, live_server, mo, cass, dee):
    page, his, hers = room(mo), room(cass), room(dee)
    his.context.clear_cookies()
    his.context.add_cookies([session_cookie(dee, live_server.url)])
    hers.context.clear_cookies()
    page.get_by_role("button", name="Start with 7h").click()
    his.get_by_text("Somebody else is signed in now").wait_for()
    hers.get_by_text("You have been signed out.").wait_for()
    for each in (his, hers):
        assert each.locator("h1").inner_text() == "Meeting"
        assert each.get_by_role("link", name="Sign in").is_visible()
    hers.context.add_cookies([session_cookie(dee, live_server.url)])
    wait_for(hers, "7h")
    assert hers.get_by_text("You have been signed out.").count() == 0


def test_what_is_being_typed_stays_when_the_meeting_moves_on(
    room, sound, assessment, groups, mo, zoe, cass
):
    page, other, his = room(mo), room(zoe), room(cass)
    page.get_by_role("button", name="Start with 7h").click()
    wait_for(other, "7h")
    fill_in(other, 2, "Written by Zoe")
    other.get_by_label("Reason", exact=True).press_sequentially(" while it moves")
    press(page, "r")
    his.get_by_role("radio", name="Mostly agree").check()
    page.get_by_role("button", name="Show the second ratings").click()
    page.get_by_role("button", name="Next: 7b").click()

    for each in (other, his):
        wait_for(each, "7b")
        each.get_by_text("This is about 7h and has not been sent.").wait_for()
    assert other.evaluate("document.activeElement.id") == "id_rationale"
    assert (
        other.get_by_label("Reason", exact=True).input_value()
        == "Written by Zoe while it moves"
    )
    sound(other)
    other.get_by_role("button", name="Settle 7h").click()
    other.get_by_text("7h is settled: Mostly disagree.").wait_for()
    other.get_by_role("button", name="Settle 7b").wait_for()
    assert agreed(assessment, "7h").rationale == "Written by Zoe while it moves"

    assert his.get_by_role("radio", name="Mostly agree").is_checked()
    his.get_by_role("button", name="’s rating").click()
    his.get_by_text("Your rating of 7h was not sent.").wait_for()
    link = his.get_by_role("link", name="Send it on the page for 7h", exact=True)
    link.wait_for()
    his.get_by_role("button", name="Discard what I wrote about 7h").click()
    his.get_by_role("button", name="’s rating").wait_for(state="detached")


def test_words_without_a_rating_stay_when_the_meeting_moves_on(room, mo, zoe):
    page, other = room(mo), room(zoe)
    page.get_by_role("button", name="Start with 7h").click()
    wait_for(other, "7h")
    reason = other.get_by_label("Reason", exact=True)
    reason.press_sequentially("Half a sent")
    page.get_by_role("button", name="Next: 7b").click()
    wait_for(other, "7b")
    other.get_by_text("This is about 7h and has not been sent.").wait_for()
    reason.press_sequentially("ence")
    assert reason.input_value() == "Half a sentence"


def test_single_letters_and_turning_them_off(room, url, mo):
    page = room(mo)
    page.get_by_role("button", name="Start with 7h").click()
    wait_for(page, "7h")
    page.get_by_label("Reason", exact=True).fill("")
    page.get_by_label("Reason", exact=True).press_sequentially("nurse")
    assert page.get_by_label("Reason", exact=True).input_value() == "nurse"
    page.get_by_label("Reason", exact=True).fill("")
    press(page, "e")
    page.get_by_text("The records of the year.").first.wait_for()
    page.get_by_text("Keyboard shortcuts: on").click()
    page.get_by_role("button", name="Turn keyboard shortcuts off").click()
    page.get_by_role("button", name="Turn keyboard shortcuts on").wait_for()
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    press(page, "n")
    press(page, "Control+n")
    assert "POST" not in sent
    page.get_by_role("button", name="Turn keyboard shortcuts on").click()
    page.get_by_role("button", name="Turn keyboard shortcuts off").wait_for()
    assert at() == "7h"
    press(page, "n")
    wait_for(page, "7b")


def test_without_scripts(room, mo, cass):
    page, his = room(mo, javascript=False), room(cass, javascript=False)
    page.get_by_role("button", name="Start with 7h").click()
    page.get_by_role("button", name="Ask for second ratings").click()
    his.get_by_role("link", name="Show where the meeting is now").click()
    give(his, "Mostly agree")
    page.get_by_role("button", name="Show the second ratings").click()
    assert page.locator(".app-chip--second").count() == 1
    page.get_by_role("button", name="Next: 7b").click()
    his.get_by_role("link", name="Show where the meeting is now").click()
    wait_for(his, "7b")


def test_sealed_and_over(room, sound, assessment, mo, cass, val, gus):
    """Somebody who has still to hand in sees only the statement."""
    make_group(assessment, mo, gus, areas=[7], name="Late")
    page, late = room(mo), room(gus)
    page.get_by_role("button", name="Start with 7h").click()
    wait_for(late, "7h")
    assert late.get_by_text("Hand in the draft of Late").is_visible()
    assert late.locator(".app-strip").count() == 0
    sound(late)
    complete(assessment, mo)
    submit(assessment, mo)
    for each in (page, late):
        each.locator("#room-statement").get_by_text("This meeting is over").wait_for()
    sound(page)
    assert page.get_by_role("button", name="Next").count() == 0
