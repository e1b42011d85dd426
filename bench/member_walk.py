"""A member's walk: the page of the area with the most statements, rated and handed in.

It is measured on a large screen and on a telephone before anything is rated.
"""

from django.db.models import Count
from django.urls import reverse

from tests.support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
)

from .report import goal
from .walker import opened

# {width of a screen: (its height, the most that the page may be tall)}
SCREENS = {1280: (720, 8_000), 360: (640, 14_000)}
WORDS = 60  # the most before the first statement
KEYS = 60  # the most for all ratings of the area, from the page as it opens
# How many words are before the first statement, without the index of statements.
BEFORE = """() => {
  const words = (text) => text.split(/\\s+/).filter(Boolean).length;
  const main = document.querySelector("main");
  const first = main.querySelector(".app-statement").innerText;
  const before = words(main.innerText.split(first)[0]);
  const index = [...main.querySelectorAll("nav[aria-label=Statements]")];
  return before - index.reduce((sum, nav) => sum + words(nav.innerText), 0);
}"""


def to_rate():
    """Return (draft, member): the largest area of a new group, with no rating yet."""
    authority = make_authority("Tideshire")
    moderator, member = make_member(authority, "moderator"), make_member(authority)
    group = make_group(make_assessment(authority, moderator), moderator, member)
    drafts = group.drafts.annotate(statements=Count("responses"))
    return drafts.select_related("area").order_by("-statements").first(), member


def of_member(browser, port, draft, member, goals):
    """Yield the lines of the report, and add to its goals."""
    args = [draft.group.assessment_id, draft.group_id, draft.area.number]
    url, name = reverse("draft", args=args), f"Area {draft.area.number}"
    for width, (height, most) in SCREENS.items():
        screen = {"viewport": {"width": width, "height": height}}
        with opened(browser, port, member, **screen) as tally:
            tally.page.goto(url)
            yield from looked_at(tally.page, f"{name}, {width} px wide", most, goals)
    with opened(browser, port, member) as tally:
        rate_by_keys(tally, draft, url)
    yield tally.line(f"{name}, every rating by keyboard")
    goals.append(goal(f"{name}: at most {KEYS} keys", tally.keys, tally.keys <= KEYS))
    with opened(browser, port, member) as tally:
        hand_in_by_mouse(tally, draft, url)
    yield tally.line(f"{name}, from home to handed in")


def looked_at(page, name, most, goals):
    """Yield how long the page is, and what is before its first statement and rating."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    words = page.evaluate(BEFORE)
    first = page.locator("main [type=radio]").first.bounding_box()
    yield (
        f"{name:<42} {tall:>6,} px tall {words:>4} words before the first statement, "
        f"first rating at {first['y']:.0f} px"
    )
    goals.append(goal(f"{name}: under {most:,} px tall", f"{tall:,}", tall < most))
    goals.append(goal(f"{name}: at most {WORDS} words before", words, words <= WORDS))


def rate_by_keys(tally, draft, url):
    """Skip to the content, tab to the first rating, choose each and continue with the next."""
    page = tally.page
    page.goto(url)
    tally.press("Tab")
    tally.press("Enter")
    while not page.evaluate("document.activeElement.type === 'radio'"):
        tally.press("Tab")
    for _ in range(draft.statements):
        tally.press("Space")
        tally.press("Enter")
    last = draft.responses.order_by("statement__letter").last().statement.letter
    page.locator(f"[data-state-of={last}]").get_by_text("Agree").wait_for()
    assert draft.responses.exclude(rating=None).count() == draft.statements


def hand_in_by_mouse(tally, draft, url):
    """Open the area from home, and hand it in."""
    page = tally.page
    page.goto("/")
    tally.click(page.locator(f"a[href='{url}']").first)
    tally.click(page.locator("button[value=hand_in]"))
    tally.click(page.get_by_role("button", name=f"Hand in area {draft.area.number}"))
    page.wait_for_load_state()
    draft.refresh_from_db()
    assert draft.is_handed_in
