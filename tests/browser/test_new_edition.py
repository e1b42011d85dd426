"""Coram Voice checks the file of a new edition in Chromium, on a telephone too."""

import json

import pytest

from assessments.desk.new_edition import work_on
from assessments.models import EditionFile
from assessments.workflow import new_edition
from frameworks.models import Framework
from tests.support.builders import make_user
from tests.support.framework_files import find, next_edition, rows

from .sound import assert_sound

pytestmark = pytest.mark.browser


def send(page, given):
    page.get_by_label("Choose the file of the edition").set_input_files(
        {
            "name": "edition.json",
            "mimeType": "application/json",
            "buffer": json.dumps(given).encode(),
        }
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Check the file").click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_file_is_checked_corrected_and_checked_again(
    page_as, axe, sticks_out, val, width
):
    page = page_as(val, width=width)
    page.goto("/frameworks/")
    page.get_by_role("link", name="Check the file of a new edition").click()
    page.get_by_role("heading", name="Check the file of a new edition").wait_for()
    assert_sound(page, axe, sticks_out)
    wrong = rows()
    find(wrong, "area", number=2)["theme"] = "digital"
    send(page, wrong)
    assert page.get_by_text('theme "digital" is used by 2 areas').is_visible()
    assert_sound(page, axe, sticks_out)
    right = rows()
    find(right, "framework")["published"] = "2021-01-31"
    send(page, right)
    assert page.get_by_role(
        "heading", name="What changes from 2020 to trial"
    ).is_visible()
    assert_sound(page, axe, sticks_out)
    assert not Framework.objects.filter(edition="trial").exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_colleague_goes_on_where_one_stopped(page_as, axe, sticks_out, val, width):
    """Without scripts on the second page: a suggestion is changed, a clash is shown."""
    kit = make_user("kit", is_staff=True)
    page = page_as(val, width=width)
    page.goto("/new-edition/")
    send(page, next_edition())
    page.get_by_role("button", name="Decide which statement came from which").click()
    page.get_by_text("0 of 106 statements are decided").wait_for()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Begin with 1a").click()
    assert page.get_by_text("Suggested, by the words they share").is_visible()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Where did 1b come from?").wait_for()

    other = page_as(kit, width=width, javascript=False)
    other.goto("/new-edition/")
    other.get_by_role("link", name="2020 to 2021").click()
    other.get_by_role("button", name="Continue with 1b").click()
    other.get_by_role("button", name="Save and continue").click()
    message = "Choose how the statement corresponds to the earlier edition"
    other.get_by_role("link", name=message).click()
    other.get_by_label("Reworded: asks the same thing").first.check()
    other.get_by_label("Which earlier statement?").first.select_option("1b")
    other.get_by_label("Note (optional)").first.fill("Zebras are new.")
    other.get_by_role("button", name="Save and continue").click()
    other.get_by_role("heading", name="Where did 1c come from?").wait_for()

    page.get_by_role("group", name="How does it correspond").first.get_by_label(
        "New"
    ).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_text("Kit has decided this meanwhile").wait_for()
    assert page.get_by_text("Decided by Kit").is_visible()
    assert page.get_by_label("New").first.is_checked()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Where did 1c come from?").wait_for()

    kept = EditionFile.objects.get()
    assert [each.by for each in kept.decisions.filter(place="1b")] == [val, kit]
    for item in work_on(kept).undecided_later:
        new_edition.decide(
            file=kept, place=item.place, links=item.suggested, seen=0, by=val
        )
    page.goto(f"/new-edition/{kept.pk}/")
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Continue with 1b").click()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="It has no counterpart").click()
    page.get_by_text("Everything is decided.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the correspondence").click()
    rows = json.loads(download.value.path().read_text())
    assert len(rows) == 105


@pytest.mark.parametrize("width", [360, 1280])
def test_the_same_words_are_accepted_with_one_press_without_scripts(
    page_as, axe, sticks_out, val, width
):
    """The page is short, and what was accepted is changed on a page of its own."""
    kept = new_edition.keep(
        name="edition.json",
        data=json.dumps(next_edition()).encode(),
        later="2021",
        earlier="2020",
        by=val,
    )
    plain = page_as(val, width=width, javascript=False)
    plain.goto(f"/new-edition/{kept.pk}/")
    plain.get_by_role("button", name="Accept 104 with the same words").click()
    plain.get_by_text("104 statements have been decided.").wait_for()
    assert plain.get_by_text("104 of 106 statements are decided").is_visible()
    assert plain.evaluate("document.documentElement.scrollHeight") < 3 * 900

    page = page_as(val, width=width)
    page.goto(f"/new-edition/{kept.pk}/")
    assert_sound(page, axe, sticks_out)
    section = page.locator("details", has_text="10 of 10 decided").first
    section.locator("summary").click()
    assert_sound(page, axe, sticks_out)
    place = section.get_by_role("link").first
    code = place.inner_text()
    place.click()
    page.get_by_text("Decided by Val").wait_for()
    page.get_by_role("group", name="How does it correspond").first.get_by_label(
        "New"
    ).check()
    page.get_by_label("Which earlier statement?").first.select_option("")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Where did 1a come from?").wait_for()
    assert kept.decisions.get(place=code, number=2).links == []
