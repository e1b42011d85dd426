"""Writing what comes after a submission, in a browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from assessments.submission import supplements
from assessments.workflow import submitting
from tests.support.builders import complete
from tests.support.clients import client_of
from tests.support.pages import form_of

from .conftest import WIDTHS
from .sound import assert_sound

pytestmark = pytest.mark.browser


@pytest.fixture
def submitted(assessment, mo):
    """Submitted with ideas in 7h, and no global score for area 3."""
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=3).update(global_score=None)
    assessment.agreed_responses.filter(
        statement__area__number=7, statement__letter="h"
    ).update(ideas="A guide.\n" + "long" * 300)
    submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    return assessment


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_overview_to_the_submission(
    page_as, axe, sticks_out, submitted, mo, val, width
):
    page = page_as(mo, width=width)

    def look():
        assert_sound(page, axe, sticks_out)

    page.goto(f"/assessments/{submitted.pk}/")
    page.get_by_role("link", name="Young people’s scores").click()
    look()
    area = page.get_by_role("group", name="7.")
    area.get_by_label("Young people’s score").fill("eleven")
    page.get_by_label("How were they gathered?").fill("w" * 2000)
    page.get_by_role("button", name="Save the young people’s scores").click()
    expect(area.get_by_text("Enter a whole number from 0 to 10")).to_be_visible()
    look()
    page.locator("#save-status").get_by_role("link", name="area 7").click()
    area.get_by_label("Young people’s score").fill("4")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the young people’s scores").click()
    assert page.get_by_text("The young people’s scores have been saved.").is_visible()
    look()

    page.goto(f"/assessments/{submitted.pk}/follow-up/")
    page.get_by_label("When was the follow-up completed?").fill("5/1/2021")
    page.get_by_role("group", name="3.").get_by_label("Stage 1 score").fill("5")
    area = page.get_by_role("group", name="7.")
    area.get_by_label("Stage 2 score").fill("8")
    area.get_by_label("Barriers").fill("Rents.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the follow-up").click()
    look()
    page.get_by_role("link", name="Action plan", exact=True).click()
    page.get_by_role("button", name="Add actions from the ideas").click()
    page.get_by_label("A guide.").check()
    look()
    page.get_by_role("button", name="Add to the plan").click()
    look()
    page.get_by_role("link", name="Record progress").click()
    page.get_by_label("Under way").first.check()
    page.get_by_role("button", name="Save progress").click()
    look()
    page.goto(f"/assessments/{submitted.pk}/follow-up/")
    page.get_by_role("button", name="Save and check").click()
    look()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    look()
    page.get_by_label("These are left blank on purpose").check()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    assert page.get_by_text("The follow-up has been submitted.").is_visible()
    look()

    found = supplements.of(submitted)
    assert found["young_people_scores"]["7"]["score"] == 4
    assert found["follow_up"]["completed_on"] == "2021-01-05"
    assert found["follow_up"]["areas"]["3"]["stage_one"] == 5
    assert found["action_plan"][0]["state"] == "under_way"
    assert found["follow_up"]["returned"]["reference"].startswith("FU-")
    reader = page_as(val, width=width)
    reader.goto(f"/submissions/{submitted.submissions.get().reference}/")
    reader.get_by_role("link", name="alongside this submission").click()
    assert reader.get_by_role("heading", name="Action plan").is_visible()
    assert_sound(reader, axe, sticks_out)


def test_a_link_to_a_statement_unfolds_its_area(page_as, submitted, val):
    page = page_as(val, javascript=False)
    path = f"/submissions/{submitted.submissions.get().reference}/"
    page.goto(path)
    statement = page.get_by_role("heading", name="7h")
    expect(statement).to_be_hidden()
    page.goto(f"{path}#7h")
    expect(statement).to_be_visible()


def test_without_scripts_a_clash_shows_both(page_as, submitted, mo, zoe):
    page = page_as(mo, javascript=False, width=360)
    url = f"/assessments/{submitted.pk}/follow-up/"
    page.goto(url)
    other = client_of(zoe)
    other.post(url, form_of(other.get(url)) | {"area-7-barriers": "Zoe’s."})
    page.get_by_role("group", name="7.").get_by_label("Barriers").fill("Mo’s.")
    page.get_by_role("button", name="Save the follow-up").click()
    area = page.get_by_role("group", name="7.")
    assert "Saved now, by Zoe" in area.inner_text()
    assert "Zoe’s." in area.inner_text()
    assert area.get_by_label("Barriers").input_value() == "Mo’s."
    page.get_by_role("button", name="Save the follow-up").click()
    areas = supplements.of(submitted)["follow_up"]["areas"]
    assert areas["7"]["barriers"] == "Mo’s."


def test_the_follow_up_saves_itself_and_keeps_both_texts(page_as, submitted, mo, zoe):
    """Nobody presses a button until two have written in the same box."""
    url = f"/assessments/{submitted.pk}/follow-up/"
    page, other = page_as(mo, width=360), page_as(zoe)
    page.goto(url)
    other.goto(url)
    area = page.get_by_role("group", name="7.")
    area.get_by_label("Stage 2 score").fill("8")
    expect(page.locator("#save-status")).to_contain_text("Saved")
    theirs = other.get_by_role("group", name="7.")
    theirs.get_by_label("Barriers").fill("Zoe’s.")
    expect(other.locator("#save-status")).to_contain_text("Saved")
    area.get_by_label("Barriers").fill("Mo’s.")
    keep = area.get_by_role("button", name="Keep mine")
    expect(keep).to_be_visible()
    assert "Zoe’s." in area.inner_text()
    keep.click()
    expect(keep).to_be_hidden()
    expect(page.locator("#save-status")).to_contain_text("Saved")
    found = supplements.of(submitted)["follow_up"]["areas"]["7"]
    assert (found["stage_two"], found["barriers"]) == (8, "Mo’s.")


def test_young_people_s_scores_save_themselves_and_a_clash_is_decided(
    page_as, submitted, mo, val
):
    """Nobody presses the page's button; Coram Voice gives way to the moderator."""
    url = f"/assessments/{submitted.pk}/young-people/"
    page, other = page_as(mo, width=360), page_as(val)
    page.goto(url)
    other.goto(url)
    area, theirs = (each.get_by_role("group", name="7.") for each in (page, other))
    area.get_by_label("Young people’s score").fill("3")
    area.get_by_label("Worst", exact=True).check()
    expect(page.locator("#save-status")).to_contain_text("Saved")
    theirs.get_by_label("Young people’s score").fill("8")
    keep = theirs.get_by_role("button", name="Keep what is saved")
    expect(keep).to_be_visible()
    expect(theirs.get_by_role("button", name="Keep both")).to_have_count(0)
    keep.click()
    expect(keep).to_be_hidden()
    expect(theirs.get_by_label("Young people’s score")).to_have_value("3")
    other.get_by_label("How many young people took part?").fill("12")
    expect(other.locator("#save-status")).to_contain_text("Saved")
    found = supplements.of(submitted)
    assert found["young_people_scores"]["7"]["score"] == 3
    assert found["young_people_scores"]["7"]["pick"] == "worst"
    assert found["young_people"]["how_many"] == 12


def test_the_follow_up_can_keep_what_a_colleague_wrote(page_as, submitted, mo, zoe):
    url = f"/assessments/{submitted.pk}/follow-up/"
    page, other = page_as(mo), page_as(zoe)
    page.goto(url)
    other.goto(url)
    other.get_by_role("group", name="7.").get_by_label("Barriers").fill("Zoe’s.")
    expect(other.locator("#save-status")).to_contain_text("Saved")
    area = page.get_by_role("group", name="7.")
    area.get_by_label("Barriers").fill("Mo’s.")
    keep = area.get_by_role("button", name="Keep what is saved")
    keep.click()
    expect(keep).to_be_hidden()
    expect(area.get_by_label("Barriers")).to_have_value("Zoe’s.")
    page.reload()
    assert supplements.of(submitted)["follow_up"]["areas"]["7"]["barriers"] == "Zoe’s."
