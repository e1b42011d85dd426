"""Writing what comes after a submission, in a browser, with scripts and without."""

import pytest

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
    area.get_by_label("How it was gathered").fill("w" * 2000)
    page.get_by_role("button", name="Save the young people’s scores").click()
    look()
    page.get_by_role("link", name="Area 7, young people’s score out of 10").click()
    assert page.evaluate("document.activeElement.id") == "id_area-7-score"
    area.get_by_label("Young people’s score").fill("4")
    page.get_by_role("button", name="Save the young people’s scores").click()
    look()

    page.goto(f"/assessments/{submitted.pk}/follow-up/")
    page.get_by_label("When was the follow-up completed?").fill("5/1/2021")
    page.get_by_role("group", name="3.").get_by_label("Stage 1 score").fill("5")
    area = page.get_by_role("group", name="7.")
    area.get_by_label("Stage 2 score").fill("8")
    area.get_by_label("Barriers").fill("Rents.")
    area.get_by_role("button", name="Save").click()
    look()
    area.get_by_role("link", name="1 statement with ideas").click()
    page.get_by_role("group", name="7h").get_by_label("Under way").check()
    page.get_by_role("button", name="Save").click()
    look()

    found = supplements.of(submitted)
    assert found["young_people_scores"]["7"]["score"] == 4
    assert found["follow_up"]["completed_on"] == "2021-01-05"
    assert found["follow_up"]["areas"]["3"]["stage_one"] == 5
    assert found["follow_up"]["ideas"] == {"7h": "under_way"}
    reader = page_as(val, width=width)
    reader.goto(f"/submissions/{submitted.submissions.get().reference}/")
    reader.get_by_role("link", name="alongside this submission").click()
    assert reader.get_by_text("7h under way").is_visible()
    assert_sound(reader, axe, sticks_out)


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
