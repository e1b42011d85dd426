"""A row that two people have open is saved by the first of them, and by no other."""

import pytest

from assessments.models import Assessment
from assessments.models.versioned import StaleVersion


def test_a_row_that_was_saved_since_it_was_read_is_left_as_it_is(assessment):
    first, second = (Assessment.objects.get(pk=assessment.pk) for _ in range(2))
    first.save_version(lead_name="Lee")
    with pytest.raises(StaleVersion):
        second.save_version(lead_name="Kim")
    assert (second.lead_name, second.version) == ("", 0)
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.lead_name, stored.version) == ("Lee", 1)
