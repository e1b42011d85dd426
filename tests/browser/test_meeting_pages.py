"""The pages of a meeting and of an approval, however somebody reads them.

At 400 %, with text set wider, with forced colours by keyboard alone, without scripts,
and on paper.
"""

import io

import pytest
from pypdf import PdfReader

from tests.support.builders import hand_in, make_group, open_discussions, rate
from tests.support.full_meetings import PAGES, make_meeting, pages_of

from .conftest import WIDTHS
from .test_keyboard import MOST, STOPS, Keys
from .test_zoom import FAULTS, SPACING, ZOOMED

pytestmark = pytest.mark.browser
LEFT_OUT = ["Sign out", "Skip to main content", "Your account", "Help", "Privacy"]


@pytest.fixture(params=PAGES)
def everywhere(request, assessment, mo, cass, ann, page_as):
    """Give a function that opens every page of a state as its reader, one by one."""
    make_meeting(assessment, mo, cass, request.param, ann)
    people = {"mo": mo, "cass": cass, "ann": ann}

    def opened(**window):
        pages = {name: page_as(person, **window) for name, person in people.items()}
        for person, url in pages_of(assessment, request.param):
            pages[person].goto(url)
            yield f"{person} {url}", pages[person]

    return opened


def test_nothing_for_axe_to_find(everywhere, axe, sticks_out):
    found = {}
    for name, page in everywhere():
        wrong = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += axe(page)
        if sticks_out(page):
            wrong.append("sticks out")
        if wrong:
            found[name] = wrong
    assert found == {}


def test_at_400_percent_nothing_is_cut_off(everywhere, sticks_out):
    found = {}
    for name, page in everywhere(**ZOOMED):
        for _ in range(2):
            wrong = [f"sticks out by {sticks_out(page)}"] if sticks_out(page) else []
            wrong += page.evaluate(FAULTS)
            if wrong:
                found[name] = wrong
            page.evaluate(SPACING)
    assert found == {}


def test_with_forced_colours_the_focus_passes_through_every_page(everywhere):
    for name, reading in everywhere():
        page = reading.context.new_page()
        page.emulate_media(forced_colors="active")
        page.goto(reading.url)
        keys = Keys(page)
        keys.remember()
        count, visited = page.evaluate(STOPS), []
        while (at := keys.press("Tab")) is not None and len(visited) < MOST:
            visited.append(at)
        assert (name, len(visited), len(set(visited))) == (name, count, count)


def test_on_paper_a_page_is_whole_and_without_navigation(everywhere):
    found = {}
    for name, page in everywhere():
        boxes = page.evaluate(
            "[...document.querySelectorAll('textarea')].map((box) => box.value)"
        )
        paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = "".join("".join(one.extract_text().split()) for one in paper.pages)
        wrong = [words for words in LEFT_OUT if "".join(words.split()) in text]
        wrong += [box[:60] for box in boxes if "".join(box.split()) not in text]
        if wrong:
            found[name] = wrong
    assert found == {}


def test_wide_pages_begin_where_the_header_does(page_as, assessment, mo, cass):
    group = make_group(assessment, mo, cass)
    rate(group, 3)
    hand_in(group, cass)
    open_discussions(assessment, mo)
    page = page_as(mo)
    for path in [
        "meeting/",
        "moderation/7/h/",
        "moderation/agenda/",
        "moderation/table/",
    ]:
        page.goto(f"/assessments/{assessment.pk}/{path}")
        assert page.url.endswith(path)
        name = page.get_by_role("link", name="Leaving care self-assessment").first
        content = page.get_by_role("heading", level=1)
        assert abs(name.bounding_box()["x"] - content.bounding_box()["x"]) <= 1, path
