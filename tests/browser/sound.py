"""What every page must be: one heading, a title, nothing for axe, nothing sticking out."""


def assert_sound(page, axe, sticks_out):
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" - Leaving care self-assessment")
    assert axe(page) == []
    assert sticks_out(page) == 0
