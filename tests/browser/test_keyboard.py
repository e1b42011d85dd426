"""A member's whole way by keyboard alone: the focus is always seen and never trapped."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Draft
from tests.support.builders import hand_in
from tests.support.draft_pages import PAGES
from tests.support.signing_in import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m$")
# How each element looks while it has no focus; a radio shows its focus on its label.
REMEMBER = """() => {
  window.lookOf = (one) => {
    const of = [getComputedStyle(one)];
    if (one.matches("[type=radio], [type=checkbox]")) {
      of.push(getComputedStyle(one.nextElementSibling ?? one, "::before"));
    }
    return of.map((it) => [it.outlineStyle + it.outlineWidth, it.boxShadow]);
  };
  window.unfocused = new Map();
  for (const one of document.querySelectorAll("a, button, input, select, summary, textarea")) {
    window.unfocused.set(one, String(lookOf(one)));
  }
}"""
# What is wrong with the focus, and what has it.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) {
    return { at: null, wrong: "" };
  }
  const at = [...document.querySelectorAll("*")].indexOf(one);
  const wrong = [];
  const look = lookOf(one);
  if (String(look) === unfocused.get(one)) {
    wrong.push("looks the same without focus");
  }
  const isMarked = ([outline, shadow]) => !/^none|0px$/.test(outline) || shadow !== "none";
  if (!look.some(isMarked)) {
    wrong.push("has no mark");
  }
  const box = one.getClientRects()[0];
  const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  if (box.bottom < 0 || box.top > innerHeight) {
    wrong.push("is out of sight");
  } else if (!one.contains(over) && !over?.contains(one)) {
    wrong.push(`is behind ${over?.outerHTML.slice(0, 80)}`);
  }
  return { at, wrong: wrong.length ? `${one.outerHTML.slice(0, 120)} ${wrong}` : "" };
}"""
# Everything Tab stops at: of radios of one name, one.
STOPS = """() => {
  const seen = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, summary, textarea")]
    .filter((one) => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0)
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => {
      const isSecond = one.type === "radio" && seen.has(one.name);
      seen.add(one.name);
      return !isSecond;
    }).length;
}"""
MOST = 250  # stops on a page


class Keys:
    """Somebody with a keyboard and no mouse."""

    def __init__(self, page):
        self.page = page
        self.page.on("load", lambda page: self.remember())

    def remember(self):
        self.page.evaluate(REMEMBER)

    def press(self, key):
        """Press a key, then see where the focus is: a number, or None for nowhere."""
        self.page.keyboard.press(key)
        focus = self.page.evaluate(FOCUS)
        assert focus["wrong"] == ""
        return focus["at"]

    def tab_to(self, target, key="Tab"):
        """Press Tab until the target has the focus."""
        expect(target).to_have_count(1)
        for _ in range(MOST):
            self.press(key)
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def follow(self, target, address):
        """Go to a link or a button, press Enter, and be on another page."""
        self.tab_to(target)
        with self.page.expect_navigation(url=address):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.remember()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_the_whole_way(page_as, assessment, housing, cass):
    cass.set_password(PASSWORD)
    cass.save()
    page = page_as()
    page.goto("/accounts/login/")
    keys = Keys(page)
    keys.remember()
    keys.tab_to(page.locator('[name="login"]'))
    page.keyboard.type(cass.email)
    keys.tab_to(page.locator('[name="password"]'))
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    keys.remember()
    draft = re.compile(r"/areas/9/(#.*)?$")
    keys.follow(page.locator('main a[href*="/areas/9/"]').first, draft)
    rate_and_write(page, keys, "The panel meets.")
    keys.follow(button(page, "Save 9a"), draft)
    box = page.locator('[name="a-evidence"]')
    keys.tab_to(box)
    page.keyboard.press("Control+a")
    page.keyboard.type("Other words.")
    keys.press("Tab")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    keys.press("Shift+Tab")
    keys.follow(page.get_by_role("link", name="History of 9a"), "**/history/a/")
    keys.follow(page.get_by_role("button", name="Restore").first, draft)
    expect(box).to_have_value("The panel meets.")
    keys.follow(button(page, "Save and check before handing in"), "**/hand-in/")
    keys.follow(button(page, "Hand in area 9"), "**/handed-in/")
    held = Draft.objects.get(area__number=9)
    answer = held.responses.get(statement__letter="a")
    assert held.handed_in_by == cass
    assert (answer.rating.value, answer.evidence) == (3, "The panel meets.")


def rate_and_write(page, keys, text):
    """Rate 9a by the arrows and write its evidence."""
    ratings = page.locator('[name="a-rating"]')
    keys.tab_to(ratings.first)
    keys.press("Space")
    keys.press("ArrowDown")
    expect(ratings.nth(1)).to_be_checked()
    expect(page.locator("[data-state-of=a]")).to_have_text("Mostly agree")
    keys.tab_to(page.locator('[name="a-evidence"]'))
    page.keyboard.type(text)
    keys.press("Tab")
    expect(page.locator("[data-state-of=a]")).to_have_text(
        "Mostly agree, with evidence"
    )


@pytest.mark.parametrize("path", [*PAGES, "handed in", "handed-in/"])
def test_the_focus_passes_through_every_page(page_as, full_area, housing, cass, path):
    if path.startswith("handed"):
        hand_in(housing, cass)
    page = page_as(cass)
    page.goto(full_area + path.replace("handed in", ""))
    keys = Keys(page)
    keys.remember()
    count, visited = page.evaluate(STOPS), []
    while (at := keys.press("Tab")) is not None and len(visited) < MOST:
        visited.append(at)
    assert len(visited) == len(set(visited)) == count
