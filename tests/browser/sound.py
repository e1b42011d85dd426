"""Checks of every page: one heading, a title, nothing for axe, nothing sticking out."""

from playwright.sync_api import expect


def assert_sound(page, axe, sticks_out):
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" - Leaving care self-assessment")
    # The menu hears of a new width a moment after the styles do.
    expect(page.locator("[hidden]:visible")).to_have_count(0)
    assert axe(page) == []
    assert sticks_out(page) == 0
