"""Text is made breakable in a time that grows with its length, and no faster."""

from assessments.files.bounded import child_process
from assessments.files.pdf.line_breaking import spaces_held

HERE = "tests.files.pdf.test_line_breaking"


def held(count):
    return spaces_held(" " * count + "x").encode()


def test_blanks_without_end_are_read_once():
    """It takes milliseconds; if each began a search of its own, minutes."""
    made = child_process.run(f"{HERE}:held", [400_000], seconds=5, megabytes=1024)
    assert len(made) == 400_001
