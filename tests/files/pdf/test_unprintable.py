"""Signs that no font can print: numbered in the text, and named at the end."""

import pytest

from assessments.files.pdf import unprintable
from assessments.files.pdf.unprintable import LISTED, MOST, made_printable

PAGE = "<html><body><p>{}</p></body></html>"


@pytest.fixture
def few_fonts(monkeypatch):
    """Let no font have a hieroglyph."""
    held = unprintable.re.compile("[\U00013000-\U0001342f]|[\ue000-\uf8ff]")
    monkeypatch.setattr(unprintable, "in_no_font", lambda: held)


def test_usual_text_is_printed_as_it_is_and_no_font_is_asked(monkeypatch):
    monkeypatch.setattr(unprintable, "in_no_font", None)
    page = PAGE.format("Żółć, Ελληνικά, “quotes” – 5 €")
    assert made_printable(page) == page


def test_private_bullets_of_older_documents_are_plain():
    assert made_printable(PAGE.format("\uf0b7 Housing")) == PAGE.format("• Housing")


def test_what_no_font_has_is_numbered_and_named(few_fonts):
    page = made_printable(PAGE.format("a \U00013000 b \ue123"))
    assert "<p>a [U+13000]\u200b b [U+E123]\u200b</p>" in page
    assert "<li>U+13000 egyptian hieroglyph a001</li>" in page
    assert "<li>U+E123 a sign of one font only</li>" in page


def test_of_very_many_only_the_first_are_numbered_and_named(few_fonts):
    signs = "".join(map(chr, range(0x13000, 0x13000 + LISTED + 2)))
    page = made_printable(PAGE.format(signs * 20))
    assert page.count("[U+") == MOST
    assert page.count("\u25af") == 20 * (LISTED + 2) - MOST + 1  # and in the sentence
    assert "<li>and 2 more</li>" in page


def test_this_servers_fonts_have_no_private_signs_but_the_usual_scripts():
    found = unprintable.in_no_font()
    assert found.match("\ue123")
    for char in "Ażд한ខက漢हதع":
        assert not found.match(char), char
