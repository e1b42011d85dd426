"""How a PDF's pages are laid out: nothing alone, nothing cut off, nothing lost."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes

from assessments.files.pdf import printing
from assessments.files.pdf import submission as submission_pdf
from assessments.files.pdf.line_breaking import MOST_LINES, breaker
from tests.support import documents
from tests.support.pdf_structure import glyphs, marks, opened, shown, structure
from tests.support.pdfs import DIGEST, KINDS, made

pytestmark = pytest.mark.any_database

ANNOUNCING = {"H1", "H2", "H3", "H4", "Lbl", "Caption"}
ROUNDING = 0.5  # of a CSS pixel


def alone_at_the_foot(content):
    """(page, words) of every heading, term and caption whose text begins overleaf."""
    with opened(content) as found:
        pages = {page.obj.objgen: number for number, page in enumerate(found.pages, 1)}
        parts = [
            (pages[page], element)
            for element in structure(found).all()
            for page, _ in element.content
        ]
    return [
        (page, element.kind)
        for (page, element), (following, _) in pairwise(parts)
        if element.kind in ANNOUNCING and page != following
    ]


def varied(seed):
    """A document whose texts are of all lengths, so that pages end everywhere."""
    chance = random.Random(seed)
    content = documents.large(areas=8)
    for response in content["responses"].values():
        response["evidence"] = " ".join(["word"] * chance.choice([0, 1, 20, 60, 300]))
        response["ideas"] = "\n".join(["idea"] * chance.choice([0, 1, 2, 3, 8]))
        response["rationale"] = "why " * chance.choice([0, 1, 20])
        response["dissents"] = [{"group": "Legal", "text": "no " * 40}]
    for area in content["framework"]["areas"]:
        for statement in area["statements"]:
            statement["text_md"] = "Statement " * chance.choice([1, 10, 30])
            statement["footnote"] = chance.choice(["", "See the note."])
    return content


@pytest.mark.parametrize("seed", range(4))
def test_no_heading_stands_alone_at_the_foot_of_a_page(seed):
    content = submission_pdf.make(varied(seed), DIGEST)
    with opened(content) as found:
        assert len(found.pages) > 15
    assert alone_at_the_foot(content) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nor_in_any_other_pdf(kind, request, db):
    assert alone_at_the_foot(made(kind, request)) == []


def text_boxes(page):
    return [
        box
        for box in page._page_box.descendants()
        if isinstance(box, boxes.TextBox) and box.text.strip("\u200b ")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "w" * 3000,
        "https://example.org/" + "long-path/" * 200,
        "a" + "\u0301" * 3000,
        "no\u00a0break\u00a0" * 300,
        "\u00a0" * 3000 + "after",
        "abc שלום مرحبا " * 200,
        "👩‍👩‍👧" * 200,
        "漢字仮名" * 400,
        "\u202e" + "GNIDAER " * 200,
        "\t".join(["tab"] * 300),
    ],
    ids=["long", "address", "marks", "no-break", "blank", "mixed", "emoji"]
    + ["chinese", "override", "tabs"],
)
def test_nothing_sticks_out_of_the_page(text):
    said = documents.response(
        rating=3,
        evidence=text,
        ideas=text,
        rationale=text,
        dissents=[{"group": "G" * 100, "text": text}],
    )
    content = documents.document(**{"2a": said}, global_score_notes={"1": text})
    content["cover"]["how_completed"] = text
    content["authority"]["name"] = "N" * 200
    html = HTML(string=submission_pdf.html(content, DIGEST))
    document = html.render(stylesheets=[CSS(string=printing.STYLESHEET.read_text())])
    for page in document.pages:
        left = page._page_box.margin_left - ROUNDING
        right = page.width - page._page_box.margin_right + ROUNDING
        for box in text_boxes(page):
            # what ends a line may hang over: spaces, which nobody sees
            shown_width = box.width if box.text.rstrip() == box.text else 0
            assert left <= box.position_x
            assert box.position_x + shown_width <= right
            assert box.position_y + box.height <= page.height


def test_a_character_no_font_has_is_a_box_that_can_be_copied():
    said = documents.response(rating=3, evidence="Before \U00013000 after.")
    with opened(
        submission_pdf.make(documents.document(**{"2a": said}), DIGEST)
    ) as found:
        boxed = [(font, code) for font, code in shown(found) if code >= glyphs(font)]
        texts = {
            str(operands[1].ActualText)
            for _, word, operands, _ in marks(found)
            if word == "BDC" and "/ActualText" in operands[1]
        }
        assert len(boxed) == 1
        assert int(boxed[0][0].DescendantFonts[0].W[1][0]) > 0
    assert any("Before \U00013000 after." in text for text in texts)


def test_a_document_of_very_many_lines_prints_all_words_on_fewer_lines():
    content = documents.document()
    text = "\n".join(f"word{number}" for number in range(MOST_LINES + 2))
    short = "\n".join(["word"] * 100)
    for code, evidence in {"1a": text, "1b": text, "2a": short}.items():
        content["responses"][code]["evidence"] = evidence
    print_text = breaker(content)
    printed = print_text(text)
    lines = [each.count("\n") for each in (printed, printed, print_text(short))]
    assert lines[-1] == 99
    assert 0.98 * MOST_LINES < sum(lines) <= MOST_LINES
    letters = printed.replace("\u200b", "").replace("¶", "\n")
    assert letters == text


def test_so_many_texts_that_each_has_one_line_keep_their_words():
    content = [f"a\nb{number}" for number in range(MOST_LINES * 2)]
    assert breaker(content)("a\nb\n\n\nc") == "a¶b¶¶c"


def test_any_other_document_keeps_its_lines():
    text = "\n".join(["word"] * 1000)
    assert breaker(documents.document())(text) == text


def test_the_stylesheet_fetches_nothing():
    for sheet in Path(printing.STYLESHEET).parent.glob("*.css"):
        assert "@import" not in sheet.read_text()
    assert "url(" not in printing.STYLESHEET.read_text()
