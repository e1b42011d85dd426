"""Coram Voice imports past submissions in Chromium, on a telephone, and without
JavaScript."""

import pytest

from assessments.models import Round, Submission
from tests.support.builders import make_round
from tests.support.past_files import past_form, past_json

from .sound import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("read_here")]


def chosen(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


WIDEST = """(box) => {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = getComputedStyle(box).font;
  return ruler.measureText(box.value).width;
}"""
ROOM = """(box) => {
  const style = getComputedStyle(box);
  return box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}"""


def test_a_long_name_of_an_authority_can_be_read(page_as, sticks_out, val):
    name = (
        "City of Bradford Metropolitan District Council"  # the longest of the register
    )
    Round.objects.filter(pk=make_round().pk).update(name="W" * 100)
    page = page_as(val)
    page.goto("/past-submissions/")
    page.get_by_label("Choose the files").set_input_files(
        chosen("Return of a long name.docx", past_form(name))
    )
    page.get_by_label("Which round do they belong to?").select_option("A new round")
    page.get_by_label("Name of the new round").fill("Autumn 2016")
    press(page, "Read the files")
    box = page.get_by_label("Authority of Return of a long name.docx")
    assert box.input_value() == name
    assert box.evaluate(ROOM) >= box.evaluate(WIDEST)
    table = page.locator("table").locator("..")
    assert table.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0
    page.set_viewport_size({"width": 800, "height": 900})
    assert sticks_out(page) == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_files_are_chosen_checked_and_imported(
    page_as, axe, sticks_out, val, javascript
):
    def sound():
        if javascript:
            assert_sound(page, axe, sticks_out)

    page = page_as(val, width=360, javascript=javascript)
    page.goto("/rounds/")
    page.get_by_role("link", name="Import past submissions").click()
    page.get_by_label("Choose the files").set_input_files(
        [
            chosen("Return of Oldmoor.docx", past_form("Oldmoor")),
            chosen("no name.docx", past_form("", a7={"marks": {2: "X", 3: "X"}})),
            chosen("newmoor.json", past_json(authority={"name": "Newmoor"}, sun="=1")),
            chosen("wrong.json", past_json(responses={"7a": {"rating": 9}})),
        ]
    )
    page.get_by_label("Which round do they belong to?").select_option("A new round")
    sound()
    press(page, "Read the files")
    page.get_by_text("Enter the name of the new round").first.wait_for()
    sound()
    page.get_by_label("Choose the files").set_input_files(
        [
            chosen("Return of Oldmoor.docx", past_form("Oldmoor")),
            chosen("no name.docx", past_form("", a7={"marks": {2: "X", 3: "X"}})),
            chosen("newmoor.json", past_json(authority={"name": "Newmoor"}, sun="=1")),
            chosen("wrong.json", past_json(responses={"7a": {"rating": 9}})),
        ]
    )
    page.get_by_label("Name of the new round").fill("Autumn 2016")
    press(page, "Read the files")
    sound()
    assert page.get_by_text("responses.7a.rating: is not on the scale").is_visible()
    page.get_by_label("Authority of no name.docx").fill("Midmoor")
    press(page, "Import the selected files")
    assert not Submission.objects.exists()
    page.get_by_label("Import no name.docx").check()
    press(page, "Import the selected files")
    sound()
    assert page.get_by_text("3 of 4 files imported.").is_visible()
    assert Submission.objects.count() == 3
    press(page, "Delete what was not imported")
    sound()
    page.get_by_role("heading", name="Imported files").wait_for()
    reference = Submission.objects.get(assessment__authority__name="Newmoor").reference
    page.get_by_role("link", name=reference).click()
    page.get_by_text("from data (JSON)").wait_for()
    sound()
