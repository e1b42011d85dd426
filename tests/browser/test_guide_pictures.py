"""The pictures of the guides in help show the site as it is.

    PICTURES=1 make test ARGS=tests/browser/test_guide_pictures.py

makes them all again, and writes down beside this file what each shows, as a screen
reader reads it out. Otherwise a test fails when its page says anything else by now, or
looks different.
"""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image, ImageChops, ImageFilter, ImageStat

from assessments.workflow import signing_off
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.discussions import answer, open_area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = settings.BASE_DIR / "static" / "images" / "help"
TOLD = Path(__file__).parent / "pictures"
GUIDES = settings.BASE_DIR / "templates" / "help"
MAKES = bool(os.environ.get("PICTURES"))
AGAIN = "Make the pictures of the guides again, as the head of this file says"
CHANGING = re.compile(r"(?:\d+(?::\d\d)?[ap]m on )?\d{1,2} [A-Z][a-z]+ \d{4}|/url: .*")
UNLIKE = 4  # of 255, on average: letters drawn otherwise make less
ACROSS = 1010  # pixels of a window in which the guide's picture is easy to read
EVIDENCE = {
    "Housing": "Six of eight flats are let. Two young people are in hostels.",
    "Health": "The nurse sees everybody at 16 and again at 18.",
    "Personal advisers": "Everybody has a named adviser.",
}


@pytest.fixture
def discussion(assessment, mo, cass):
    """Area 7, rated by three groups: far apart on 7a, near each other on 7b."""
    values = {"Housing": (4, 4), "Health": (1, 4), "Personal advisers": (3, 3)}
    for name, (first, second) in values.items():
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, EVIDENCE[name])
        answer(group, "7a", first, evidence=EVIDENCE[name])
        answer(group, "7b", second, evidence=EVIDENCE[name])
        hand_in(group, mo)
    open_area(assessment, mo)
    return assessment


@pytest.fixture
def rating(page_as, assessment, mo, cass):
    group = make_group(assessment, mo, cass, areas=[7], name="Housing")
    answer(
        group, "7a", 3, evidence=EVIDENCE["Housing"], ideas="Let the last two flats."
    )
    page = page_as(cass, width=ACROSS)
    page.goto(reverse("draft", args=[assessment.pk, group.pk, 7]))
    return page.locator("#statement-a")


@pytest.fixture
def settling(page_as, discussion, mo):
    page = page_as(mo, width=1100)
    page.goto(reverse("settle", args=[discussion.pk, 7, "a"]))
    return page.locator(".app-beside")


@pytest.fixture
def table(page_as, discussion, mo):
    page = page_as(mo, width=1100)
    page.goto(reverse("table", args=[discussion.pk]) + "?area=7&q=7b")
    return page.locator(".app-table")


@pytest.fixture
def approving(page_as, discussion, mo, ann):
    complete(discussion, mo)
    signing_off.ask(assessment=discussion, by=mo)
    page = page_as(ann, width=ACROSS)
    page.goto(reverse("sign_off", args=[discussion.pk]) + "?show=differed")
    return page.locator("#approve").locator("..")


@pytest.fixture
def progress(page_as, discussion, val):
    page = page_as(val)
    page.goto(reverse("assessment", args=[discussion.pk]))
    return page.locator(".app-glance")


PICTURES = ["rating", "settling", "table", "approving", "progress"]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_site_as_it_is(request, page_as, name):
    part = request.getfixturevalue(name)
    part.page.wait_for_load_state("networkidle")
    said = CHANGING.sub("...", part.aria_snapshot()) + "\n"
    shot = part.screenshot(animations="disabled", caret="hide")
    picture, told = FOLDER / f"{name}.png", TOLD / f"{name}.txt"
    if MAKES:
        picture.write_bytes(shot)
        told.write_text(said)
    assert told.read_text() == said, AGAIN
    assert difference(picture.read_bytes(), shot) < UNLIKE, AGAIN


def difference(*pictures):
    """Return the difference of two pictures, of 255; 255 if one is larger."""
    before, now = (Image.open(io.BytesIO(one)).convert("L") for one in pictures)
    if max(abs(a - b) for a, b in zip(before.size, now.size, strict=True)) > UNLIKE:
        return 255
    blurred = ImageFilter.GaussianBlur(4)
    apart = ImageChops.difference(
        before.resize(now.size).filter(blurred), now.filter(blurred)
    )
    return ImageStat.Stat(apart).mean[0]


def test_every_picture_is_in_a_guide_and_every_guide_has_pictures_that_exist():
    named = re.findall(
        r"images/help/([a-z]+)\.png",
        "".join(each.read_text() for each in GUIDES.glob("*.html")),
    )
    assert sorted(named) == sorted(PICTURES)
    assert sorted(each.stem for each in FOLDER.iterdir()) == sorted(PICTURES)


def test_a_picture_that_differs_is_found():
    def drawn(colour, size=(400, 300)):
        file = io.BytesIO()
        Image.new("RGB", size, colour).save(file, "PNG")
        return file.getvalue()

    assert difference(drawn("white"), drawn("white")) == 0
    assert difference(drawn("white"), drawn("#eeeeee")) > UNLIKE
    assert difference(drawn("white"), drawn("white", (400, 320))) == 255
