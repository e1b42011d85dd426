"""Numbers and bullets that Word shows before a paragraph and that are not in its text."""

import pytest
from lxml import etree

from assessments.files.word_form.reader.docx_lists import Numbering
from assessments.files.word_form.reader.docx_styles import Styles
from assessments.files.word_form.reader.docx_text import collect
from assessments.files.word_form.reader.docx_values import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHOWN = {"decimal": "%1.", "bullet": "\uf0b7", "lowerRoman": "(%1)", "none": ""}


def element(xml):
    [found] = etree.fromstring(f'<x xmlns:w="{W}">{xml}</x>')
    return found


def level(figures, place=0, start=1, shown=None):
    text = SHOWN[figures] if shown is None else shown
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{figures}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def kind(name, *inner):
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(inner)}</w:abstractNum>'


def a_list(name, of_kind, more=""):
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of_kind}"/>{more}</w:num>'


def starts_at(start):
    return (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    )


def source(*lists, styles=""):
    return Source(
        Styles.of([element(f"<w:styles>{styles}</w:styles>")]),
        Numbering([element(f"<w:numbering>{''.join(lists)}</w:numbering>")]),
    )


def line(text, name="", place=None, style=""):
    """Return a paragraph in a list, at a level of it, of a style."""
    named = f'<w:numId w:val="{name}"/>' if name else ""
    at = "" if place is None else f'<w:ilvl w:val="{place}"/>'
    listed = f"<w:numPr>{at}{named}</w:numPr>" if named or at else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def said(found, *lines):
    return collect(element(f"<w:tc>{''.join(lines)}</w:tc>"), found)


@pytest.mark.parametrize(
    ("figures", "labels"),
    [
        ("decimal", ["1. ", "2. "]),
        ("lowerRoman", ["(i) ", "(ii) "]),
        ("bullet", ["", ""]),
        ("none", ["", ""]),
    ],
)
def test_a_paragraph_has_the_figures_of_its_list(figures, labels):
    found = source(kind(0, level(figures)), a_list(1, 0))
    lines = [line("Kites", "1"), line("Boats", "1")]
    assert said(found, *lines).text == f"{labels[0]}Kites\n{labels[1]}Boats"


def test_levels_count_within_the_one_above():
    found = source(
        kind(0, level("decimal"), level("decimal", 1, shown="%1.%2")), a_list(1, 0)
    )
    lines = [line("A", "1"), line("B", "1", 1), line("C", "1"), line("D", "1", 1)]
    assert said(found, *lines).text == "1. A\n1.1 B\n2. C\n2.1 D"


def test_lists_of_one_kind_continue_and_one_that_starts_again_does_not():
    found = source(
        kind(0, level("decimal")),
        *[a_list(1, 0), a_list(2, 0), a_list(3, 0, starts_at(7))],
    )
    lines = [line("A", "1"), line("B", "2"), line("C", "3"), line("D", "1")]
    assert said(found, *lines).text == "1. A\n2. B\n7. C\n3. D"


def test_a_style_puts_its_paragraphs_into_a_list():
    numbered = (
        '<w:style w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="Small"><w:basedOn w:val="List"/>'
        "</w:style>"
    )
    found = source(
        kind(0, level("decimal"), level("decimal", 1, shown="%1.%2")),
        a_list(1, 0),
        styles=numbered,
    )
    lines = [
        line("A", style="List"),
        line("B", style="Small"),
        line("C", place=1, style="Small"),
        line("D", "0", style="List"),
    ]
    assert said(found, *lines).text == "1. A\n2. B\n2.1 C\nD"


def test_a_kind_takes_its_levels_from_a_style_of_lists():
    found = source(
        kind(0, '<w:numStyleLink w:val="Ours"/>'),
        kind(1, '<w:styleLink w:val="Ours"/>', level("decimal")),
        a_list(1, 0),
    )
    assert said(found, line("A", "1"), line("B", "1")).text == "1. A\n2. B"


@pytest.mark.parametrize(
    ("after", "is_counted"),
    [
        ("Points 2 and 3 are new.", True),
        ("See item 1.", True),
        ("Nos. 1-3 were agreed", True),
        ("Points 2 and 4 are new.", False),
        ("Point 2 of the strategy says so.", False),
        ("We scored 2 points.", False),
        ("", False),
    ],
)
def test_bullets_get_numbers_only_if_the_text_refers_to_them(after, is_counted):
    found = source(kind(0, level("bullet")), a_list(1, 0))
    lines = [line(text, "1") for text in ("Panel", "Drop-in", "Driving")]
    content = said(found, *lines, line(after))
    plain = f"Panel\nDrop-in\nDriving\n{after}".strip()
    numbered = f"1. Panel\n2. Drop-in\n3. Driving\n{after}"
    assert content.text == (numbered if is_counted else plain)
    assert content.bare == plain
    assert content.is_counted == is_counted


def test_bullets_of_two_lists_get_no_numbers():
    found = source(kind(0, level("bullet")), a_list(1, 0))
    lines = [line("Panel", "1"), line("Then:"), line("Drop-in", "1")]
    content = said(found, *lines, line("Point 1 is new."))
    assert content.text == "Panel\nThen:\nDrop-in\nPoint 1 is new."


def test_a_cell_read_twice_counts_its_paragraphs_once():
    found = source(kind(0, level("decimal")), a_list(1, 0))
    cell = element(f"<w:tc>{line('A', '1')}{line('B', '1')}</w:tc>")
    assert collect(cell, found).text == collect(cell, found).text == "1. A\n2. B"


@pytest.mark.parametrize(
    "lists",
    [
        [a_list(1, 9)],
        [kind(0, '<w:numStyleLink w:val="Ours"/>'), a_list(1, 0)],
        [
            kind(0, '<w:numStyleLink w:val="B"/><w:styleLink w:val="A"/>'),
            kind(2, '<w:numStyleLink w:val="A"/><w:styleLink w:val="B"/>'),
            a_list(1, 0),
        ],
        [kind(0, level("decimal", place=99)), a_list(1, 0)],
        [kind("x", "<w:lvl/>"), a_list(1, "x")],
        ["<w:num/>", "<w:abstractNum/>"],
    ],
    ids=["no kind", "no style", "cycle", "level", "no figures", "nothing"],
)
def test_a_broken_list_is_no_list(lists):
    assert said(source(*lists), line("A", "1")).text == "A"


def test_styles_that_build_on_each_other_in_a_circle_come_to_an_end():
    circle = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:rPr><w:strike/></w:rPr>'
        "</w:style>"
    )
    assert said(source(styles=circle), line("Gone", style="A")).text == ""


def test_a_number_is_short_however_long_its_list_makes_it():
    wide = kind(0, level("lowerRoman", start=999_999, shown="%1" * 10_000))
    found = source(wide, a_list(1, 0))
    text = said(found, line("A", "1"), line("B", "1")).text
    assert len(text) < 100
    assert text.endswith("B")
