"""The page for a person whose file waits: the place in line, then the file."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from assessments.files.bounded import child_process, jobs, limits, slots
from assessments.files.bounded.line import Line, waiting_as
from tests.support.builders import submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held(tmp_path, monkeypatch):
    """The only place where files are made is taken, and somebody waits for it."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(slots, "WAITING", 0)
    monkeypatch.setattr(limits, "MAKING", limits.MAKING._replace(at_once=1))
    monkeypatch.setattr(child_process, "run", lambda *args, **limits: b"%PDF-1.7")
    with ExitStack() as held:
        held.enter_context(slots.hold_slot(jobs.SLOTS, 1, 10))
        with waiting_as(0):
            Line(jobs.SLOTS).join()
        yield held


def test_the_page_asks_again_and_downloads_the_file(
    held, page_as, axe, sticks_out, assessment, mo
):
    submission = submit(assessment, mo)
    page = page_as(mo)
    page.goto(f"/submissions/{submission.reference}.report.pdf")
    expect(page.locator("h1")).to_have_text("Your file is waiting for its turn")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Yours is second in line.")
    expect(page.get_by_text("This page asks again every few seconds")).to_be_visible()
    assert axe(page) == []
    assert sticks_out(page) <= 0
    with waiting_as(0):
        Line(jobs.SLOTS).leave()
    expect(said).to_contain_text("Yours is next.")
    with page.expect_download() as download:
        held.close()
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes() == b"%PDF-1.7"
    expect(said).to_have_text("Your file has been downloaded.")


def test_without_scripts_the_button_is_pressed_again(held, page_as, assessment, mo):
    submission = submit(assessment, mo)
    page = page_as(mo, width=360, javascript=False)
    page.goto(f"/submissions/{submission.reference}.report.pdf")
    expect(page.get_by_text("Yours is second in line.")).to_be_visible()
    expect(page.get_by_text("This page asks again")).to_be_hidden()
    held.close()
    with waiting_as(0):
        Line(jobs.SLOTS).leave()
    with page.expect_download() as download:
        page.get_by_role("button", name="Try again").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7"
