"""The harness itself sees what it is there to see."""

from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.urls import path

from .conftest import watch

pytestmark = pytest.mark.browser

BAD_PAGE = """<!doctype html><title></title>
<p style="width: 2000px">Wide</p>
<img src="/missing.png">
<script src="http://elsewhere.example/x.js"></script>"""


def bad_page(request):
    return HttpResponse(BAD_PAGE)


urlpatterns = [path("bad/", bad_page)]


def test_faults_are_seen(browser, live_server, axe, settings):
    settings.ROOT_URLCONF = __name__
    faults = []
    page = browser.new_page(base_url=live_server.url)
    watch(page, urlsplit(live_server.url).netloc, faults)
    page.goto("/bad/")
    violations = {line.split(":")[0] for line in axe(page)}
    page.close()

    assert {"document-title", "html-has-lang", "image-alt"} <= violations
    for part in [
        "request to another host: http://elsewhere.example/x.js",
        "404 for the image",
        "style",
    ]:
        assert any(part in fault for fault in faults), faults
