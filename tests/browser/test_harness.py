"""The harness itself sees what it is there to see."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from assessments.models import Round
from frameworks.models import Statement
from tests.support.builders import make_round

from .conftest import watch

pytestmark = pytest.mark.browser

BAD_PAGE = """<!doctype html><title></title>
<p style="width: 2000px">Wide</p>
<img src="/missing.png">
<script src="http://elsewhere.example/x.js"></script>"""


@login_not_required
def bad_page(request):
    return HttpResponse(BAD_PAGE)


urlpatterns = [path("bad/", bad_page)]


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_editions_are_there_each_time(live_server, time):
    """Each of these tests ends by emptying the database."""
    assert Statement.objects.exists()
    assert not Round.objects.exists()
    make_round()


def test_a_person_is_signed_in(page_as, mo):
    page = page_as(mo)
    page.goto("/accounts/login/")  # sends those who are signed in to their home
    assert not page.url.endswith("/accounts/login/")


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


def test_what_failed_is_tried_once_more(request):
    marker = request.node.get_closest_marker("flaky")
    assert marker.kwargs == {"reruns": 1}
