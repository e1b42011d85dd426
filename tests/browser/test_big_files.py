"""Large downloads: the PDFs of a round, and an authority's archive."""

import zipfile

import pytest
from playwright.sync_api import expect

from assessments.files.authority_archive import archive
from assessments.files.bounded import slots
from assessments.workflow import prebuilt_files
from tests.support.builders import make_round
from tests.support.round_files import pages, submitted
from tests.support.world import bring_to

from .conftest import WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture
def round(transactional_db, monkeypatch, mo):
    """Three authorities have submitted; each press of the button makes one PDF."""
    monkeypatch.setattr(
        "assessments.files.pdf.submission.make",
        lambda *args: b"%PDF-invented",
    )
    monkeypatch.setattr("assessments.views.round_files.PATIENCE", -1)
    opened = make_round()
    for name in ("Alder", "Birch", "Cedar"):
        submitted(opened, name, mo)
    return opened


def test_the_page_makes_pdfs_until_all_are_made(round, page_as, val, axe, sticks_out):
    page = page_as(val)
    page.goto(pages(round)[0])
    button = page.get_by_role("button", name="Make the missing PDFs")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "0")
    assert axe(page) == []
    button.press("Enter")
    said = page.get_by_role("status")
    expect(said).to_have_text("Done. PDFs made: 3 of 3.")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
    expect(button).to_be_hidden()
    expect(page.locator("#pdfs")).to_be_focused()
    link = page.get_by_role("link", name="Download all 3 PDFs as one ZIP file")
    assert axe(page) == []
    assert sticks_out(page) <= 0
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as found:
        assert len(found.namelist()) == 6


def test_making_can_be_stopped_and_waits_for_others(round, page_as, val):
    page = page_as(val)
    page.goto(pages(round)[0])
    page.get_by_text("Not made yet: 3 authorities").click()
    with slots.hold_slot(prebuilt_files.PLACE, 1, 0):
        page.get_by_role("button", name="Make the missing PDFs").click()
        expect(page.get_by_role("status")).to_have_text(
            "A colleague or the server is making PDFs at the moment. PDFs made: 0 of 3."
        )
        expect(page.get_by_text("Cedar")).to_be_visible()  # the list stays open
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("status")).to_have_text(
            "Stopped. The PDFs already made are kept."
        )
    page.get_by_role("button", name="Make the missing PDFs").click()
    expect(page.get_by_role("status")).to_have_text("Done. PDFs made: 3 of 3.")


def test_without_scripts_the_button_is_pressed_again(round, page_as, val):
    page = page_as(val, width=360, javascript=False)
    page.goto(pages(round)[0])
    for number in range(1, 4):
        page.get_by_role("button", name="Make the missing PDFs").click()
        expect(page.get_by_text(f"PDFs made: {number} of 3")).to_be_visible()
    expect(page.get_by_role("button", name="Make")).to_have_count(0)


def test_somebody_signed_out_is_told(round, page_as, val):
    page = page_as(val)
    page.goto(pages(round)[0])
    page.context.clear_cookies()
    page.get_by_role("button", name="Make the missing PDFs").click()
    expect(page.get_by_role("status")).to_contain_text("you have been signed out")


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_read_without_the_site(
    world, browser, axe, sticks_out, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "assessments.files.pdf.submission.make",
        lambda *args: b"%PDF-invented",
    )
    bring_to(world, "submitted")
    with (tmp_path / "everything.zip").open("w+b") as file:
        archive.write(world["assessment"].authority, file)
        with zipfile.ZipFile(file) as found:
            found.extractall(tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    path = [page.url]
    page.locator("main li a").first.click()
    path.append(page.url)
    page.get_by_role("link", name="7. Being in safe").first.click()
    path.append(page.url)
    expect(page.locator("h1")).to_contain_text("Housing: 7.")
    page.get_by_role("link", name="The assessment").click()
    page.get_by_role("link", name="7. Being in safe").last.click()
    path.append(page.url)
    expect(page.locator("h1")).to_contain_text("Agreed: 7.")
    page.get_by_role("link", name="The assessment").click()
    page.get_by_role("link", name="Who did what and when").click()
    path.append(page.url)
    assert len(set(path)) == 5
    for url in path:
        page.goto(url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page) == []
        assert sticks_out(page) <= 0
    context.close()
