"""Every page, as everybody, in every state: nothing for axe-core to find, and nothing
sticking out of a telephone."""

from hashlib import sha256

import pytest

from tests.support.permissions import GET, PEOPLE, row_of
from tests.support.world import STATES, address, bring_to

from .conftest import WIDTHS

pytestmark = pytest.mark.browser

OPEN_TO_ANYBODY = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
SIGNED_IN_ONLY = ["/accounts/password/change/"]
NO_PAGE = {
    "submission_file",
    "agenda_pack_file",
    "room_state",
    "round_zip",
    "everything_file",
    "round_file",
    "agreed_form",
    "blank_form",
    "draft_file",
    "past_report_file",
    "submission_schema",
}  # for no reader
OF_SUBMISSION = {"submission", "differences"}
CHANGES = {"home", "assessment", "moderation", "scores"} | OF_SUBMISSION
# A page's elements with their attributes but for addresses, ids and what people wrote.
SHAPE = """() => [...document.querySelectorAll("*")].map(one =>
  one.tagName + [...one.attributes].filter(it => !/^(href|action|value|id|for|name|data-)/
    .test(it.name)).map(it => it.name + it.value)).join()"""


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory, worker_id):
    """A folder with a file for each shape that axe has seen, in whatever process."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


def is_new(shape, looked_at):
    """Whether this test is the first to meet the shape, and is to look at it."""
    try:
        (looked_at / sha256(shape.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@pytest.fixture
def faults(axe, sticks_out, looked_at):
    """Give a function that lists what is wrong with a page, in words.

    Axe looks at each shape of page once, on a large screen and on a telephone.
    """

    def faults_of(page):
        found = []
        if is_new(page.evaluate(SHAPE), looked_at):
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
    """The addresses of the pages a person gets in a state.

    A page whose answer is the same in every state is looked at while groups rate, and
    the editions, which are the same for all, as the moderator sees them.
    """
    place = PEOPLE.index(person)
    return sorted(
        address(world, name)
        for name, row in GET.items()
        if name not in NO_PAGE
        and row_of(GET, name, state)[place] == 200
        and (isinstance(row, dict) or name in CHANGES or state == STATES[0])
        and (name not in OF_SUBMISSION or state == "submitted")
        and (not name.startswith("framework") or person == "mo")
    )


@pytest.mark.parametrize("state", STATES)
def test_every_page_of_everybody(page_as, faults, world, state):
    bring_to(world, state)
    found = {}
    for person in PEOPLE[:-1]:
        page = page_as(world["people"][person])
        for path in pages_of(world, person, state):
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
    page.goto(address(world, "cover"))
    page.get_by_label("how the self-assessment was completed").fill(
        "Typed for an hour.\n" * 9
    )
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert "Typed for an hour." in page.locator("main").inner_text()
    assert faults(page) == []
