"""A form is downloaded, filled in with Word and uploaded, as people do it."""

import io

import pytest
from django.conf import settings
from docx import Document

from tests.support.offline_forms import response, write

from .sound import assert_sound

pytestmark = pytest.mark.browser


def path(group):
    return f"/assessments/{group.assessment_id}/groups/{group.pk}/offline/"


def taken_away(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the Word form").click()
    return Document(download.value.path())


def brought_back(page, document, name="form.docx"):
    file = io.BytesIO()
    document.save(file)
    page.get_by_label("Choose the Word form you filled in").set_input_files(
        {"name": name, "mimeType": "application/msword", "buffer": file.getvalue()}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Upload and check").click()


def row(document, letter):
    """Return the cells of a statement: its words, five boxes, evidence and ideas."""
    return next(
        found.cells
        for table in document.tables
        for found in table.rows
        if "".join(found.cells[0]._tc.itertext()).startswith(f"{letter}. ")
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_there_and_back_again(page_as, axe, sticks_out, housing, cass, dee, javascript):
    write(housing, "7a", cass, 3, evidence="What we knew.")
    page = page_as(cass, width=360, javascript=javascript)
    page.goto(f"/assessments/{housing.assessment_id}/groups/{housing.pk}/areas/7/")
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("link", name="Work offline with the Word form").click()
    page.get_by_role("heading", name="Work offline with the Word form").wait_for()
    document = taken_away(page)
    row(document, "a")[6].text = "Changed on the train."
    row(document, "b")[1].text = "X"
    row(document, "b")[6].text = "Filled on the train."
    row(document, "c")[7].text = "y" * 5001
    write(housing, "7a", dee, evidence="Changed at the office.")
    brought_back(page, document)
    if javascript:
        assert_sound(page, axe, sticks_out)
    assert page.get_by_role("heading", name="Will be saved").is_visible()
    clash = page.get_by_role("group", name="7a evidence")
    assert clash.get_by_text("Changed at the office.").is_visible()
    assert clash.get_by_text("Changed on the train.").is_visible()
    assert clash.get_by_label("Keep what is on the site").is_checked()
    clash.get_by_label("Keep both, one after the other").check()
    page.locator("summary", has_text="1 text").click()
    assert page.get_by_text("y" * 5001).is_visible()
    page.get_by_role("button", name="Save 2 changes and your choices").click()
    page.get_by_text("3 changes saved").wait_for()
    if javascript:
        assert_sound(page, axe, sticks_out)
    kept = response(housing, "7a").evidence
    assert kept == "Changed at the office.\n\nChanged on the train."
    filled = response(housing, "7b")
    assert (filled.rating.value, filled.evidence) == (4, "Filled on the train.")
    page.goto(path(housing))
    brought_back(page, document)
    assert page.get_by_role("heading", name="Nothing new").is_visible()


def test_by_keyboard_alone(page_as, housing, cass, dee):
    write(housing, "7a", cass, 3, evidence="What we knew.")
    page = page_as(cass)
    page.goto(path(housing))
    document = taken_away(page)
    row(document, "a")[6].text = "Changed on the train."
    write(housing, "7a", dee, evidence="Changed at the office.")
    brought_back(page, document)
    page.get_by_label("Keep what is on the site").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("1 change saved").wait_for()
    assert response(housing, "7a").evidence == "Changed on the train."


def test_what_is_no_form_is_refused_beside_the_field(
    page_as, axe, sticks_out, housing, cass
):
    page = page_as(cass, width=360)
    page.goto(path(housing))
    page.get_by_label("Choose the Word form you filled in").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Notes"}
    )
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_text("This is not a Word document").count() == 2
    assert_sound(page, axe, sticks_out)
    page.get_by_role("link", name="This is not a Word document").click()
    focused = page.evaluate("document.activeElement.name")
    assert focused == "file"


def test_a_file_chosen_before_the_session_ended_is_asked_for_again(
    page_as, axe, sticks_out, housing, cass
):
    page = page_as(cass)
    page.goto(path(housing))
    document = taken_away(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    brought_back(page, document)
    assert page.get_by_role("heading", name="You have been signed out").is_visible()
    assert page.get_by_role("link", name="choose the file again").is_visible()
    assert_sound(page, axe, sticks_out)
