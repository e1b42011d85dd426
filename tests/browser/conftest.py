"""Chromium driving the real site: a page as a person sees it, checked by axe.

    @pytest.mark.browser
    def test_something(page_as, axe, moderator):
        page = page_as(moderator, width=360)
        page.goto("/assessments/1/")
        assert axe(page) == []

`page_as` signs in without the sign-in page. When the test ends, every page it opened
must have passed: no error in the console, nothing refused by the content
security policy, no file missing, no request to another host.
"""

from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from assessments.models import DraftResponse, Note
from tests.support.builders import rate
from tests.support.clients import new_session
from tests.support.previous_submissions import submit_earlier

from .serving import Server

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    # A back link is before the main content, where GOV.UK puts it.
    "checks": {
        "region": {
            "options": {
                "regionMatcher": "dialog, [role=dialog], [role=alertdialog], svg, "
                ".govuk-back-link, .govuk-breadcrumbs"
            }
        }
    },
}
CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A 409 or 422 is reported in the console too, and so is a request that a test cuts off:
# neither is a fault.
NO_FAULT = (
    "Failed to load resource: the server responded with a status of",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)
TIMEOUT = 30_000  # milliseconds; only a fault, or a very busy machine, takes as long
WIDTHS = (1280, 360)  # a large screen, and a telephone
# A page's elements with their attributes, except URLs, ids and what people wrote. Of
# alike elements in a row, as those of a list, there is one.
SHAPE = """() => {
  const shapeOf = one => {
    const attributes = [...one.attributes].filter(it =>
      !/^(href|action|value|id|for|name|data-)/.test(it.name));
    const within = [...one.children].map(shapeOf);
    return one.tagName + attributes.map(it => it.name + it.value) +
      "(" + within.filter((shape, place) => shape !== within[place - 1]) + ")";
  };
  return shapeOf(document.documentElement);
}"""


@pytest.fixture(scope="session")
def browser():
    """Chromium, once for all tests.

    Playwright runs an event loop in this thread, where Django would refuse to use
    the database although nothing here is asynchronous.
    """
    expect.set_options(timeout=TIMEOUT)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def session_cookie(user, url):
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": new_session(user), "url": url}


def watch(page, site, faults):
    """Note everything in `faults` that a page of ours must never do."""

    def on_console(message):
        if message.type == "error" and not message.text.startswith(NO_FAULT):
            faults.append(f"console on {page.url}: {message.text}")

    def on_request(request):
        if urlsplit(request.url).netloc != site:
            faults.append(f"request to another host: {request.url}")

    def on_response(response):
        kind = response.request.resource_type
        if response.status >= 400 and kind not in {"document", "fetch", "xhr"}:
            faults.append(f"{response.status} for the {kind} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"script on {page.url}: {error}"))
    page.on("request", on_request)
    page.on("response", on_response)


@pytest.fixture
def page_as(browser, live_server):
    """Give a function that opens a page as a person, or as nobody."""
    contexts, faults = [], []

    def open_page(user=None, *, width=1280, height=900, javascript=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        watch(page, urlsplit(live_server.url).netloc, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def process(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def server(process, transactional_db):
    if not process.process:
        process.start()
    return process


@pytest.fixture
def full_area(assessment, northmoor, housing, cass, dee, mo):
    """The URL of area 9, whose pages have something of every kind."""
    submit_earlier(northmoor, mo, _9a={"evidence": "In 2015."})
    housing.members.add(dee)
    rate(housing, 3, "See https://example.org/a and tbc.")
    first = DraftResponse.objects.get(draft__area__number=9, statement__letter="a")
    DraftResponse.objects.filter(pk=first.pk).update(evidence="")
    Note.objects.create(
        response=first, by=dee, at=timezone.now(), text="Ask the panel?"
    )
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/9/"


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory, worker_id):
    """A folder with a file for each shape that axe has seen, in whatever process."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


def is_new(shape, looked_at):
    """Note that a page of this shape is checked; return whether none was before."""
    try:
        (looked_at / sha256(shape.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@pytest.fixture
def axe(looked_at):
    """Give a function that lists what axe-core finds wrong with a page, in words.

    It looks once at each shape of page at each width, in all tests. The source is
    evaluated through the browser's debugger, which the page's content security policy
    does not govern, so the policy stays as people meet it. Scripts must be on.
    """

    def violations(page):
        page.wait_for_load_state()
        shape = page.evaluate(SHAPE) + str(page.viewport_size["width"])
        if not is_new(shape, looked_at):
            return []
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE)
        broken = page.evaluate(
            "rules => axe.run(document, rules).then(result => result.violations)", RULES
        )
        return [
            f"{rule['id']}: {rule['help']}: {node['html']} ({node['failureSummary']})"
            for rule in broken
            for node in rule["nodes"]
        ]

    return violations


@pytest.fixture
def sticks_out():
    """Give a function that returns how many pixels a page scrolls sideways.

    It returns the most of three widths: its own, a large screen's and a telephone's.
    """

    def pixels(page):
        window = page.viewport_size
        found = []
        for width in {window["width"], *WIDTHS}:
            page.set_viewport_size({"width": width, "height": window["height"]})
            found.append(
                page.evaluate(
                    "() => document.documentElement.scrollWidth"
                    " - document.documentElement.clientWidth"
                )
            )
        page.set_viewport_size(window)
        return max(found)

    return pixels
