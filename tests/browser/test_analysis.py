"""The analysis of a round and the results of an authority, on a wide screen and a phone."""

import pytest
from playwright.sync_api import expect

from assessments.models import Consent
from assessments.round_analysis.parts import PARTS
from assessments.workflow import benchmarks
from tests.support.builders import make_member
from tests.support.whole_rounds import make_whole_round, return_follow_ups

from .sound import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("read_here")]
FOR_STAFF = [
    "analysis/",
    *(f"analysis/{part}/" for part in PARTS),
    "answered/",
    "read/",
    "results/",
]
WIDTHS = [1280, 360]
BROKEN = """() => [...document.querySelectorAll(".app-figures__number")]
  .filter((cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getClientRects().length > 1;
  })
  .map((cell) => cell.innerText)"""


@pytest.fixture
def spring(val):
    """A round of invented authorities, the results of which were released."""
    round = make_whole_round("Spring", asked=30, returned=28, words=1)
    return_follow_ups(round, [(60, 66)])
    benchmarks.release(
        round=round, grouping="", by_name=0, note="Thank you all.", by=val
    )
    return round


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_coram_voice(page_as, axe, sticks_out, val, spring, width):
    page = page_as(val, width=width)
    for end in FOR_STAFF:
        response = page.goto(f"/rounds/{spring.slug}/{end}")
        assert response.status == 200, end
        assert_sound(page, axe, sticks_out)
        assert page.evaluate(BROKEN) == [], end


@pytest.mark.parametrize("width", WIDTHS)
def test_results_of_an_authority(page_as, axe, sticks_out, spring, width):
    first = spring.assessments.get(authority__name="Inventshire 001")
    page = page_as(make_member(first.authority, "moderator"), width=width)
    page.goto(f"/assessments/{first.pk}/results/")
    assert page.get_by_role("heading", name="Beside the others").is_visible()
    assert page.get_by_role("img", name="This authority’s score").is_visible()
    assert_sound(page, axe, sticks_out)


@pytest.fixture
def quotable(spring):
    """The same round, the first authority of which may be quoted with a code."""
    first = spring.assessments.get(authority__name="Inventshire 001")
    Consent.objects.create(assessment=first, quotes_unnamed=True)
    return spring


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["1a", "area-3"])
def test_reading_across(page_as, axe, sticks_out, val, quotable, place, width):
    page = page_as(val, width=width)
    page.goto(f"/rounds/{quotable.slug}/read/{place}/")
    assert_sound(page, axe, sticks_out)
    first = page.locator("section.app-across").first
    first.get_by_label("Tag for Inventshire 001").fill("Panels")
    first.get_by_role("button", name="Add").click()
    expect(first.get_by_text("Panels", exact=True)).to_be_visible()
    if place == "1a":
        first.get_by_text("As a quote").first.click()
    first.get_by_role("button", name="Add").click()  # of nothing
    expect(page.get_by_role("link", name="Write a tag")).to_be_visible()
    assert_sound(page, axe, sticks_out)
    page.goto(f"/rounds/{quotable.slug}/read/")
    page.get_by_role("link", name=place, exact=True).click()
    expect(first.get_by_text("Panels", exact=True)).to_be_visible()


def test_reading_across_without_javascript(page_as, val, quotable):
    page = page_as(val, width=360, javascript=False)
    page.goto(f"/rounds/{quotable.slug}/read/1a/")
    page.get_by_label("Words").fill("panel")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("28 of 28 authorities shown.")).to_be_visible()
    first = page.locator("section.app-across").first
    first.get_by_label("Tag for Inventshire 001").fill("Panels")
    first.get_by_role("button", name="Add").click()
    expect(first.get_by_text("Panels", exact=True)).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("panel")
    page.get_by_label("Tag", exact=True).select_option("Panels")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 of 28 authorities shown.")).to_be_visible()
    first.get_by_text("As a quote").first.click()
    quote = first.locator(".app-across__quote").first
    expect(quote).to_contain_text("” (LA 10001)")
    quote.click()
    assert page.evaluate("() => getSelection().toString()").endswith("(LA 10001)")


@pytest.mark.parametrize("width", WIDTHS)
def test_searching_a_round(page_as, axe, sticks_out, val, quotable, width):
    page = page_as(val, width=width)
    page.goto(f"/rounds/{quotable.slug}/read/")
    page.get_by_label("Words to look for").fill("Panel listened")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("status").inner_text().endswith("page 1 of 149.")
    assert page.url.endswith(f"/rounds/{quotable.slug}/search/")
    assert_sound(page, axe, sticks_out)
    page.get_by_label("Words to look for").fill("")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="Write one word or more").is_visible()
    assert_sound(page, axe, sticks_out)


def test_paging_a_search_without_javascript(page_as, val, quotable):
    page = page_as(val, javascript=False)
    page.goto(f"/rounds/{quotable.slug}/search/")
    page.get_by_label("Words to look for").fill("panel")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Next page").click()
    assert page.get_by_role("status").inner_text().endswith("page 2 of 149.")
    page.get_by_role("button", name="Previous page").click()
    assert page.get_by_role("status").inner_text().endswith("page 1 of 149.")
    assert page.get_by_label("Words to look for").input_value() == "panel"
