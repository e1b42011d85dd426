"""Somebody who walks through the site in Chromium, and what it takes them."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings

from tests.support.clients import client_of

TIMEOUT = 120_000  # milliseconds


@dataclass
class Tally:
    """The effort a task took."""

    clicks: int = 0
    keys: int = 0
    loads: int = 0
    requests: int = 0
    page: object = field(default=None, repr=False)

    def click(self, locator):
        self.clicks += 1
        locator.click()

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)

    def note(self, request):
        if request.resource_type == "document":
            self.loads += 1
        if request.resource_type in {"document", "fetch", "xhr", "ping"}:
            self.requests += 1

    def line(self, name):
        """Return the report's line of a task with this name."""
        return (
            f"{name:<42} {self.clicks:>4} clicks {self.keys:>4} keys "
            f"{self.loads:>3} page loads {self.requests:>4} requests"
        )


@contextmanager
def opened(browser, port, user, **screen):
    """Give a Tally with a page that is signed in as the person, on such a screen."""
    url = f"http://{settings.ALLOWED_HOSTS[0]}:{port}"
    context = browser.new_context(base_url=url, **screen)
    context.set_default_timeout(TIMEOUT)
    cookie = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}]
    )
    tally = Tally(page=context.new_page())
    tally.page.on("request", tally.note)
    yield tally
    context.close()
