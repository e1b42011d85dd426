"""Every page: nothing for axe-core to find, and nothing sticking out of a telephone."""

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("width", [1280, 360]),
]

OPEN_TO_ANYBODY = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
]


def assert_sound(page, axe, sticks_out):
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    assert axe(page) == []
    assert sticks_out(page) == 0


@pytest.mark.parametrize("path", OPEN_TO_ANYBODY)
def test_open_to_anybody(page_as, axe, sticks_out, path, width):
    page = page_as(width=width)
    page.goto(path)
    assert_sound(page, axe, sticks_out)
