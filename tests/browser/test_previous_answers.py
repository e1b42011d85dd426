"""Last time's answers and the family's evidence, as somebody with a browser meets them."""

import pytest

from assessments.models import DraftResponse
from tests.support.builders import make_group, rate
from tests.support.previous_submissions import submit_earlier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINKS = "See https://example.org@www.example.com/x, then ask."


@pytest.fixture
def url(assessment, mo, cass, northmoor):
    submit_earlier(northmoor, mo, _6g={"evidence": LINKS}, _6f={"evidence": "Then."})
    group = make_group(assessment, mo, cass, areas=[2, 7])
    rate(group, 3, LINKS)
    DraftResponse.objects.filter(draft__area__number=7).update(evidence="")
    return f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"


def test_the_pages_are_sound(page_as, axe, url, cass):
    page = page_as(cass, width=360)
    for address in (url, url + "last-time/"):
        page.goto(address)
        page.evaluate(
            "document.querySelectorAll('details').forEach((one) => one.open = 1)"
        )
        assert axe(page) == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)


@pytest.mark.parametrize("javascript", [True, False])
def test_starting_reusing_and_checking_by_keyboard(page_as, url, cass, javascript):
    page = page_as(cass, javascript=javascript)
    page.goto(url)
    page.fill("[name=h-ideas]", "Typed and not saved")
    page.focus("#statement-h summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "start-h"
    page.keyboard.press("Enter")
    page.wait_for_url("**#statement-h")
    assert page.input_value("[name=h-evidence]") == LINKS
    assert page.input_value("[name=h-ideas]") == "Typed and not saved"
    assert page.locator("#statement-h").get_by_text("(opens www.example.com)").count()

    page.focus("[value=checked-h]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[value=checked-h]", state="detached")

    page.focus("#statement-n .app-related summary")
    page.keyboard.press("Enter")
    page.focus("[value=reuse-n-2l]")
    page.keyboard.press("Enter")
    page.wait_for_url("**#statement-n")
    assert page.input_value("[name=n-evidence]") == LINKS
    assert page.locator("#statement-n").get_by_text("Copied from 2l").count() == 1


def test_an_edit_takes_the_mark_off_without_loading_again(page_as, url, cass):
    page = page_as(cass)
    page.goto(url)
    page.click("#statement-h summary")
    page.click("[value=start-h]")
    page.wait_for_selector("[value=checked-h]")
    page.fill("[name=h-evidence]", "Rewritten")
    page.wait_for_selector("[value=checked-h]", state="detached")
    assert DraftResponse.objects.get(evidence="Rewritten").carried_from == ""
