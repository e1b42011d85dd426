"""Times as GOV.UK writes them."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from leavingcare.moments import clock, moment


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (12, 0, "midday"),
        (12, 1, "12:01pm"),
        (18, 17, "6:17pm"),
    ],
)
def test_the_time_of_day(hour, minute, words):
    assert clock(datetime(2026, 11, 28, hour, minute, tzinfo=UTC)) == words


def test_a_time_is_that_of_clocks_in_england():
    assert moment(datetime(2026, 6, 5, 23, 2, tzinfo=UTC)) == "12:02am on 6 June 2026"


def test_templates_write_times_without_loading_anything():
    template = Template("{{ at|moment }}; {{ at|clock }}; {{ never|moment }}.")
    at = datetime(2026, 11, 28, 18, 17, tzinfo=UTC)
    assert template.render(Context({"at": at, "never": None})) == (
        "6:17pm on 28 November 2026; 6:17pm; ."
    )
