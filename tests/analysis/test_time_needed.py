"""About how long statements take."""

import pytest

from assessments.analysis.time_needed import about


@pytest.mark.parametrize(
    ("statements", "words"),
    [(1, "5 minutes"), (15, "20 minutes"), (40, "1 hour"), (106, "3 hours")],
)
def test_the_time_in_words(statements, words):
    assert about(statements) == words
