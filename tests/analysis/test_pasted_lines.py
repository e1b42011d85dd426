"""Lists of authorities and email addresses, however they were copied."""

import pytest

from assessments.analysis.pasted_lines import PastedLine, read_lines
from assessments.files.bounded import child_process

HERE = "tests.analysis.test_pasted_lines"


@pytest.mark.parametrize(
    ("line", "name", "addresses"),
    [
        ("Westmere, wes@example.org", "Westmere", ["wes@example.org"]),
        ("Westmere\twes@example.org\t", "Westmere", ["wes@example.org"]),
        ("  Westmere ;wes@example.org.", "Westmere", ["wes@example.org."]),
        ("Hull, City of, jo@example.org", "Hull, City of", ["jo@example.org"]),
        ("Westmere, Wes X <wes@example.org>", "Westmere", ["wes@example.org"]),
        ('"Westmere","wes@example.org"', "Westmere", ["wes@example.org"]),
        ("Westmere", "Westmere", []),
        ("wes@example.org", "", ["wes@example.org"]),
        ("Westmere, a@b.org, c@d.org", "Westmere", ["a@b.org", "c@d.org"]),
    ],
)
def test_a_line(line, name, addresses):
    assert read_lines(line) == [PastedLine(name, tuple(addresses))]


def test_lines_in_order_without_blank_ones():
    text = "One, a@example.org\n\n , \r\nTwo, b@example.org\n"
    assert [each.name for each in read_lines(text)] == ["One", "Two"]


def read(count):
    [line] = read_lines("a" * count)
    return line.name.encode()


def test_a_long_word_is_read_once():
    """It takes milliseconds; if each letter began a search of its own, minutes."""
    name = child_process.run(f"{HERE}:read", [400_000], seconds=5, megabytes=1024)
    assert len(name) == 400_000
