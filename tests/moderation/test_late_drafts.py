"""Drafts that came late to a discussion, whatever their due dates."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.moderation.late_drafts import came_after_opening

NOW = timezone.now()
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("handed_in_at", "opened_at", "late"),
    [
        (NOW, NOW - MOMENT, True),
        (NOW, NOW, False),
        (NOW, NOW + MOMENT, False),
        (None, NOW, False),
        (NOW, None, False),
        (None, None, False),
    ],
)
def test_only_what_is_handed_in_after_opening_came_late(handed_in_at, opened_at, late):
    assert came_after_opening(handed_in_at, opened_at) is late
