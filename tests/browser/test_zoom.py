"""At 400 %, on a screen 1280 pixels wide, and with text set wider: nothing is cut off.

WCAG 1.4.10 (such a window has 320 CSS pixels), 1.4.12 (text spacing) and 2.5.8.
"""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Draft
from assessments.round_analysis.parts import PARTS
from assessments.workflow import benchmarks
from tests.support.builders import hand_in, make_member
from tests.support.draft_pages import PAGES
from tests.support.whole_rounds import make_whole_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZOOMED = {"width": 320, "height": 256}
LONG = "unbroken" * 40
FOR_STAFF = [
    "",
    "results/",
    "chase/",
    "answered/",
    "downloads/",
    "follow-ups/",
    "read/",
    "read/1a/",
    "analysis/",
    *(f"analysis/{part}/?baseline=the-one-before" for part in PARTS),
]
# A sheet made by script is not the page's own, so its policy does not refuse it.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
UNFOLD = """() => {
  document.querySelectorAll("details").forEach((one) => (one.open = true));
}"""
FAULTS = """() => {
  const isHidden = (one) => !one.checkVisibility({ visibilityProperty: true })
    || one.closest("[class*=visually-hidden], .app-stack thead")
    || one.matches(".govuk-skip-link");
  const found = [];
  for (const one of document.body.querySelectorAll("*")) {
    if (isHidden(one)) continue;
    const box = one.getBoundingClientRect();
    const said = one.outerHTML.slice(0, 100);
    const style = getComputedStyle(one);
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) {
      found.push(`sticks out: ${said}`);
    }
    const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
    if (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1
      || cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1) {
      found.push(`is cut off: ${said}`);
    }
    if (one.matches("button, input, select, summary, textarea")
      && (box.width < 24 || box.height < 24)) {
      found.push(`is a target of ${box.width} by ${box.height}: ${said}`);
    }
  }
  return found;
}"""


def zoomed(page_as, person):
    return page_as(person, **ZOOMED)


@pytest.mark.parametrize("path", ["/", *PAGES, "handed in", "handed-in/"])
def test_every_page(page_as, full_area, housing, cass, sticks_out, path):
    housing.drafts.get(area__number=9).responses.update(ideas=LONG)
    if path.startswith("handed"):
        hand_in(housing, cass)
    page = zoomed(page_as, cass)
    page.goto(path if path == "/" else full_area + path.replace("handed in", ""))
    for _ in range(2):
        assert sticks_out(page) == 0
        assert page.evaluate(FAULTS) == []
        page.evaluate(UNFOLD)
        page.evaluate(SPACING)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("who", ["Coram Voice", "an authority"])
def test_pages_after_the_rating(page_as, val, sticks_out, who):
    """With their filters open, which have the longest choices."""
    make_whole_round("The one before", "2015", asked=2)
    spring = make_whole_round("Spring", asked=8, returned=7, words=1)
    benchmarks.release(round=spring, grouping="", by_name=0, note="Thanks.", by=val)
    first = spring.assessments.get(authority__name="Inventshire 001")
    if who == "Coram Voice":
        page, root = zoomed(page_as, val), f"/rounds/{spring.slug}/"
        ends = FOR_STAFF
    else:
        moderator = make_member(first.authority, "moderator")
        page, root = zoomed(page_as, moderator), f"/assessments/{first.pk}/"
        ends = ["", "results/", "results/young-people/", "board-report/"]
    for end in ends:
        assert page.goto(root + end).status == 200, end
        page.evaluate(UNFOLD)
        assert sticks_out(page) == 0, end
        for _ in range(2):
            assert page.evaluate(FAULTS) == [], end
            page.evaluate(SPACING)


def test_the_whole_way(page_as, full_area, housing, cass, sticks_out):
    housing.drafts.get(area__number=9).responses.filter(statement__letter="b").update(
        rating=None
    )
    page = zoomed(page_as, cass)
    page.goto("/")
    page.locator('main a[href*="/areas/9/"]').first.click()
    page.locator('[name="b-rating"][value="2"]').check()
    page.locator('[name="b-evidence"]').fill("Written at 400 %")
    page.locator('[name="b-evidence"]').blur()
    expect(page.locator("#save-status")).to_have_text(
        re.compile(r"^Saved \d+(:\d\d)?[ap]m$")
    )
    page.get_by_role("link", name="History of 9b").click()
    page.get_by_role("button", name="Restore").first.click()
    page.get_by_role("button", name="Save and check before handing in").click()
    assert sticks_out(page) == 0
    page.get_by_role("button", name="Hand in area 9").click()
    page.wait_for_url("**/handed-in/")
    assert page.evaluate(FAULTS) == []
    assert Draft.objects.get(area__number=9).handed_in_by == cass
