"""Every page, as everybody, in every state: nothing for axe-core to find, and nothing
sticking out of a telephone."""

import re
from itertools import groupby

import pytest
from lxml.html import document_fromstring

from tests.support.clients import client_of
from tests.support.permissions import GET, PEOPLE, row_of
from tests.support.world import STATES, address, bring_to

from .conftest import WIDTHS, is_new

pytestmark = pytest.mark.browser

NOT_SHAPE = re.compile(r"href|action|value|id$|for$|name$|data-")
OPEN_TO_ANYBODY = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
SIGNED_IN_ONLY = ["/accounts/password/change/"]
NO_PAGE = {"room_state"}  # for no reader
OF_SUBMISSION = {"submission", "differences"}
CHANGES = {
    "home",
    "assessment",
    "rate",
    "files",
    "moderation",
    "scores",
    "settle",
    "agenda_pack",
    "young_people",
} | OF_SUBMISSION


@pytest.fixture
def faults(axe, sticks_out):
    """Give a function that lists what is wrong with a page, in words."""

    def faults_of(page):
        found = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += axe(page)
        if page.locator("h1").count() != 1:
            found.append("not one h1")
        if pixels := sticks_out(page):
            found.append(f"sticks out by {pixels} px")
        return found

    return faults_of


@pytest.mark.parametrize("path", OPEN_TO_ANYBODY)
def test_open_to_anybody(page_as, faults, path):
    page = page_as()
    page.goto(path)
    assert page.title().endswith(" - Leaving care self-assessment")
    assert faults(page) == []


def pages_of(world, person, state):
    """Return the URLs of the pages a person gets in a state.

    A page that is the same in every state is checked while groups rate, and the
    editions, which are the same for everybody, as the moderator sees them.
    """
    place = PEOPLE.index(person)
    paths = (
        address(world, name)
        for name, row in GET.items()
        if name not in NO_PAGE
        and row_of(GET, name, state)[place] == 200
        and (isinstance(row, dict) or name in CHANGES or state == STATES[0])
        and (name not in OF_SUBMISSION or state == "submitted")
        and (not name.startswith("framework") or person == "mo")
    )
    return sorted(path for path in paths if path.endswith("/"))  # others are files


def shape_of(element):
    """Return the shape of a page's element, as `conftest.SHAPE` has it."""
    kept = [pair for pair in element.items() if not NOT_SHAPE.match(pair[0])]
    within = (shape for shape, _ in groupby(map(shape_of, element.iterchildren("*"))))
    return f"{element.tag}{kept}({','.join(within)})"


@pytest.mark.long
@pytest.mark.parametrize("state", STATES)
def test_every_page_of_everybody(page_as, faults, looked_at, world, state):
    """A page is opened in the browser once for each shape in which it is served."""
    bring_to(world, state)
    found = {}
    for person in (each for each in PEOPLE if each != "nobody"):
        user = world["people"][person]
        client, page = client_of(user), page_as(user)
        for path in pages_of(world, person, state):
            html = client.get(path, follow=True).content.decode()
            if is_new(shape_of(document_fromstring(html)), looked_at):
                page.goto(path)
                if wrong := faults(page):
                    found[person, path] = wrong
        page.context.close()
    assert found == {}


@pytest.mark.parametrize("path", SIGNED_IN_ONLY)
def test_pages_of_ones_own_account(page_as, faults, mo, path):
    page = page_as(mo)
    page.goto(path)
    assert faults(page) == []


def test_what_was_typed_comes_back_when_signed_out(page_as, faults, world):
    page = page_as(world["people"]["mo"])
    page.goto(address(world, "groups"))
    page.get_by_label("Name of the group").fill("Typed for an hour. " * 9)
    page.context.clear_cookies()
    page.get_by_role("button").last.click()
    page.wait_for_load_state()
    assert "Typed for an hour." in page.locator("main").inner_text()
    assert faults(page) == []


def test_a_page_that_saves_itself_keeps_what_was_typed_when_signed_out(
    page_as, faults, world
):
    page = page_as(world["people"]["mo"])
    page.goto(address(world, "cover"))
    box = page.get_by_label("how the self-assessment was completed")
    box.fill("Typed for an hour.\n" * 9)
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("You have been signed out").first.wait_for()
    assert box.input_value() == "Typed for an hour.\n" * 9
    assert faults(page) == []
