"""Lists of authorities and email addresses, however they were copied."""

import pytest

from assessments.analysis.pasted_lines import PastedLine, read_lines


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
