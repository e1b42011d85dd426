"""The layout of a PDF's pages: nothing alone, nothing cut off, nothing lost."""

import random
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as markup
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes

from assessments.files.board_report import report
from assessments.files.pdf import chart, printing
from assessments.files.pdf import submission as submission_pdf
from assessments.files.pdf.line_breaking import MOST_LINES, breaker, spaces_held
from assessments.files.round_analysis import files as analysis_files
from assessments.submission.shown.report_choices import ACROSS, MOST_ASKED, lines_asked
from tests.support import documents
from tests.support.pdf_structure import opened, structure
from tests.support.pdf_text import letters, text_of
from tests.support.pdfs import BESIDE, DIGEST, KINDS, made

pytestmark = pytest.mark.any_database

ANNOUNCING = {"H1", "H2", "H3", "H4", "Lbl", "Caption"}
ROUNDING = 0.5  # of a CSS pixel
POINT, MILLIMETRE = 96 / 72, 96 / 25.4  # in CSS pixels
LONGEST_STATEMENT = (  # of an edition
    "We have developed a positive accommodation pathway (e.g. based on the Barnardos/St "
    "Basils’ care leaver accommodation pathway) which means we have a range of "
    "accommodation matched to the needs of our care leaver population."
)
LONGEST_REQUEST = (
    "agree that the leaving care service publishes with its partners a plan with owners "
    "and a date"
).ljust(ACROSS, ".")
FOOT = 75  # points from below that the foot of a page takes


def alone_at_the_foot(content):
    """Return (page, words) of each heading or caption whose text begins overleaf."""
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
    """Return a document with texts of all lengths, so that pages end everywhere."""
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


def lowest_texts(content):
    """Return where the text of each page ends, as a part of its height from the top."""
    found = []
    for page in PdfReader(BytesIO(content)).pages:
        height = float(page.mediabox.height)
        ends = [0.0]

        def seen(text, _, place, *rest, height=height, ends=ends):
            if text.strip() and place[5] > FOOT:
                ends.append(1 - place[5] / height)

        page.extract_text(visitor_text=seen)
        found.append(max(ends))
    return found


@pytest.mark.parametrize("seed", range(2))
def test_only_the_last_page_may_be_nearly_empty(seed):
    content = varied(seed)
    for code in list(content["responses"])[seed::2]:
        content["responses"][code] = documents.response("not_rated")
    ends = lowest_texts(submission_pdf.make(content, DIGEST, BESIDE))
    assert len(ends) > 10
    assert min(ends[:-1]) > 0.4


def test_the_contents_are_whole_on_one_page():
    pages = PdfReader(
        BytesIO(submission_pdf.make(documents.large(areas=10), DIGEST, BESIDE))
    ).pages
    first = pages[0].extract_text()
    assert "Contents" in first
    assert "Follow-up" in first
    longer = submission_pdf.make(documents.large(areas=24), DIGEST, BESIDE)
    second = PdfReader(BytesIO(longer)).pages[1].extract_text()
    assert "Contents" in second
    assert "Follow-up" in second


def test_statements_without_a_rating_share_a_line_if_nothing_else_is_said_of_them():
    responses = {
        "1b": documents.response("not_rated"),
        "2a": documents.response("not_rated", rationale="Nobody knows."),
        "2b": documents.response("not_rated"),
    }
    page = submission_pdf.html(documents.document(**responses), DIGEST)
    [listed] = markup.document_fromstring(page).find_class("apart")
    said = [" ".join(each.text_content().split()) for each in listed]
    assert said == ["1b, 2b Not rated", "2a Not rated: Nobody knows."]


def test_findings_about_one_area_are_apart():
    findings = [
        {"text": text, "asked": None, "answered": 4, "source": "Forum"}
        for text in ("We wait.", "Rooms are cold.", "Some moved.")
    ]
    beside = {"young_people": {"findings": {"2": findings}}}
    page = submission_pdf.html(documents.document(), DIGEST, beside)
    [said] = [
        each
        for each in markup.document_fromstring(page).findall(".//h3")
        if each.text == "What young people said"
    ]
    sheet = CSS(string=printing.STYLESHEET.read_text())
    [laid] = (
        HTML(string=markup.tostring(said.getnext(), encoding="unicode"))
        .render(stylesheets=[sheet])
        .pages
    )
    answers = within(laid, boxes.BlockBox, "dd")
    gaps = [
        low.content_box_y() - high.content_box_y() - high.height
        for high, low in pairwise(answers)
    ]
    assert len(gaps) == 2
    assert min(gaps) > 2 * MILLIMETRE


def test_the_outcome_stands_beside_its_word():
    page = submission_pdf.html(documents.document(), DIGEST)
    [unrated] = [
        each
        for each in markup.document_fromstring(page).find_class("rating")
        if each.tag == "dd" and "Not rated" in each.text_content()
    ]
    assert unrated.text.startswith("Not rated")


def test_a_statement_in_the_report_is_on_one_page_with_its_rating_and_evidence():
    content = report.make_pdf(varied(1), DIGEST)
    with opened(content) as found:
        pages = [
            {page for part in each.all() for page, _ in part.content}
            for each in structure(found).of_kind("LI")
        ]
    assert len(pages) > 40
    assert max(map(len, pages)) == 1


def test_a_short_table_in_the_report_is_on_one_page():
    scores = {str(number): {"score": 3} for number in range(1, 9)}
    content = documents.large(areas=8)
    content["cover"]["how_completed"] = "\n".join(["x" * 90] * 17)  # a page ends in it
    made = report.make_pdf(content, DIGEST, None, {"young_people_scores": scores})
    with opened(made) as found:
        tables = [
            {page for part in table.all() for page, _ in part.content}
            for table in structure(found).of_kind("Table")
            if sum(part.kind == "TD" for part in table.all()) == 2 * len(scores)
        ]
    assert [len(pages) for pages in tables] == [1]


@pytest.fixture(scope="module")
def laid_out():
    """The pages of a report with every figure."""
    content = documents.large(areas=8)
    content["responses"]["1a"]["evidence"] = f"{'word ' * 20}\n{'word ' * 20}"
    content["framework"]["areas"][0]["title"] = "Accommodation of all care leavers"
    codes = list(content["responses"])
    last = {"content": content, "same": dict(zip(codes, codes, strict=True))}
    scores = {str(number): {"score": 10} for number in range(1, 9)}
    beside = {"young_people_scores": scores}
    return pages_of(content, last | {"related": {}}, beside)


def pages_of(content, *more):
    """Return the pages of a report, laid out but not drawn."""
    page = report.html(content, DIGEST, *more, text=breaker([content]))
    css = printing.STYLESHEET.read_text() + report.STYLESHEET.read_text()
    return HTML(string=page).render(stylesheets=[CSS(string=css)]).pages


def test_all_that_is_accepted_fits_on_the_first_page():
    """Try the longest statements, every paragraph, and the longest requests."""
    content = documents.large(areas=10)
    content["authority"]["name"] = "Bath and North East Somerset Council"
    for area in content["framework"]["areas"]:
        area["theme"] = "Education, employment"
        for statement in area["statements"]:
            statement["text_md"] = LONGEST_STATEMENT
    codes = list(content["responses"])
    last = {"content": content, "same": dict(zip(codes, codes, strict=True))}
    scores = {str(number): {"score": 3} for number in range(1, 11)}
    beside = {"young_people_scores": scores, "young_people": {"how_many": 1000}}
    choices = {
        "strengths": codes[:5],
        "priorities": codes[5:10],
        "asked": "\n".join([LONGEST_REQUEST] * MOST_ASKED),
        "printed": [],
    }
    assert lines_asked(choices["asked"]) == MOST_ASKED
    first, second, *_ = pages_of(content, last | {"related": {}}, beside, choices)
    words = " ".join(each.text for each in within(first, boxes.TextBox))
    assert words.count("and a date") == MOST_ASKED
    assert "What do we know" in within(second, boxes.TextBox)[0].text


@pytest.mark.parametrize(
    ("sentences", "requests", "is_first"),
    [(4, 5, True), (5, 4, True), (4, 6, True), (6, 9, False), (7, 7, False)],
)
def test_the_chart_is_on_the_first_page_where_it_fits(sentences, requests, is_first):
    content = documents.large(areas=10)
    for area in content["framework"]["areas"]:
        for statement in area["statements"]:
            statement["text_md"] = "We listen to all of them. " * sentences
    codes = list(content["responses"])
    choices = {
        "strengths": codes[:5],
        "priorities": codes[5:10],
        "asked": "\n".join(["note the findings"] * requests),
        "printed": [],
    }
    scores = {str(number): {"score": 3} for number in range(1, 11)}
    first, second, *_ = pages_of(
        content, None, {"young_people_scores": scores}, choices
    )
    words = [each.text for each in within(first, boxes.TextBox)]
    assert words.count("note the findings") == requests
    assert bool(within(first, boxes.ReplacedBox)) == is_first
    assert "What do we know" in within(second, boxes.TextBox)[0].text


def within(page, kind, tag=None):
    return [
        box
        for box in page._page_box.descendants()
        if isinstance(box, kind) and tag in (None, box.element_tag)
    ]


def test_columns_of_figures_do_not_touch(laid_out):
    rows = [
        [each for each in row.descendants() if isinstance(each, boxes.TextBox)]
        for page in laid_out
        for row in within(page, boxes.TableRowBox)
        if len(row.children) == 7
    ]
    assert len(rows) > 8
    for texts in rows:
        if len(texts) == 7:  # not the headings, of several lines
            for left, right in pairwise(texts):
                gap = right.position_x - left.position_x - left.width
                assert gap > 3 * MILLIMETRE


def test_what_its_author_did_not_end_is_set_in(laid_out):
    [lines] = {
        tuple(line.children[0].position_x for line in block.children)
        for page in laid_out
        for block in within(page, boxes.BlockBox, "p")
        if block.element.get("class") == "line" and len(block.children) == 2
    }
    assert lines[1] - lines[0] > 2 * MILLIMETRE


def test_the_foot_is_well_below_the_text(laid_out):
    for page in laid_out:
        [foot] = [
            box
            for box in page._page_box.children
            if getattr(box, "at_keyword", "") == "@bottom-left"
        ]
        assert foot.border_box_y() - lowest_of(page) > 5 * MILLIMETRE


def lowest_of(page):
    """Return where the lowest text of a page ends, but for its foot."""
    return max(
        box.position_y + box.height
        for box in page._page_box.children[0].descendants()
        if isinstance(box, boxes.TextBox)
    )


@pytest.mark.parametrize("seed", range(3))
def test_only_the_last_page_of_a_part_may_be_nearly_empty(seed):
    pages = pages_of(varied(seed))
    assert len(pages) > 5
    for page, following in pairwise(pages):
        headings = [each.position_y for each in within(following, boxes.BlockBox, "h2")]
        begins = following._page_box.content_box_y()
        if not headings or min(headings) - begins > 10 * MILLIMETRE:
            assert lowest_of(page) > page.height / 3


def test_the_charts_words_are_as_large_as_a_tables(laid_out):
    [drawn] = within(laid_out[0], boxes.ReplacedBox)
    assert drawn.width / chart.WIDTH * chart.SIZE > 8 * POINT


def lines_of(paragraphs):
    """Return the lines of each of these paragraphs, each as wide as another."""
    css = CSS(string="p { font: 9pt Liberation Sans; padding-left: 3mm }")
    found = HTML(string=paragraphs).render(stylesheets=[css])
    return [
        [
            "".join(part.text for part in line.descendants() if hasattr(part, "text"))
            for line in block.children
        ]
        for page in found.pages
        for block in page._page_box.descendants()
        if isinstance(block, boxes.BlockBox) and block.element_tag == "p"
    ]


def test_a_line_is_full_before_a_span_begins_the_next():
    text = (
        "There are two systems in place, one for under 18s and one for over 18s. A "
        "pathway for accommodation could bring this together"
    )
    widths = [
        f'<p style="width: {number / 4}pt">{text}' for number in range(600, 1200, 5)
    ]
    plain, spanned = (
        "".join(f"{width} {end}</p>" for width in widths)
        for end in ("(Agree)", "<span>(Agree)</span>")
    )
    assert lines_of(spanned) != lines_of(plain)
    assert lines_of(spaces_held(spanned)) == lines_of(plain)


def test_only_a_space_before_words_of_the_same_direction_is_moved():
    page = 'a\n<span\n class="more">b</span> <em>c</em> <span></span> <bdi>d</bdi>'
    assert spaces_held(page) == (
        'a<span\n class="more"> b</span><em> c</em> <span></span> <bdi>d</bdi>'
    )
    typed = 'still <span class="quoted" dir="rtl">e</span>'
    assert spaces_held(typed) == typed


def test_a_box_for_notes_has_room_to_write():
    css = CSS(string=printing.STYLESHEET.read_text())
    page = (
        HTML(string='<div class="notes"><p>Notes</p></div>')
        .render(stylesheets=[css])
        .pages[0]
    )
    heights = [
        box.height
        for box in page._page_box.descendants()
        if isinstance(box, boxes.BlockBox) and box.element_tag == "div"
    ]
    assert max(heights) > 60


def pages_of_body(body, more=""):
    css = CSS(string=printing.STYLESHEET.read_text() + more)
    return HTML(string=f"<body>{body}</body>").render(stylesheets=[css]).pages


def texts_of(page):
    return [box.text for box in text_boxes(page)]


@pytest.mark.parametrize("kind", ["notes", "seal"])
def test_what_ends_a_part_is_on_the_page_of_what_stands_before(kind):
    """Wherever the page ends: a box for notes, and the digest."""
    end = f'<div class="{kind}"><p>End</p></div>'
    for height in range(215, 250, 5):
        space = f'<div style="height: {height}mm"></div>'
        pages = pages_of_body(f"{space}<p>First</p><p>Second</p>{end}")
        [page] = [page for page in pages if "End" in texts_of(page)]
        assert "Second" in texts_of(page)


STATEMENT = """
<section class="pack"><h2>Split</h2><p>To settle</p><h3>1a Statement</h3>
<dl><dt class="rating">Ratings</dt><dd class="rating">Rated</dd>
<dt>Settled</dt><dd>Agree</dd><dt>Why</dt><dd>Because</dd></dl>
<h4>Health: not rated</h4><h4>Housing: Agree</h4>
<dl class="voice"><dt>Evidence</dt><dd>Minutes</dd><dt>Ideas</dt><dd>Ask</dd></dl>
<h4>Legal: Agree</h4><dl class="voice"><dt>Ideas</dt><dd>Meet</dd></dl></section>
"""


@pytest.mark.parametrize("height", range(150, 250, 8))
def test_a_statement_of_the_pack_stays_with_its_first_answer(height):
    """Wherever the page ends, no answer is cut between its terms."""
    pages = pages_of_body(f'<div style="height: {height}mm"></div>{STATEMENT}')
    [page] = [page for page in pages if "1a Statement" in texts_of(page)]
    words = ["Split", "Rated", "Because", "Housing: Agree", "Minutes", "Ask"]
    assert set(words) <= set(texts_of(page))
    [other] = [page for page in pages if "Meet" in texts_of(page)]
    assert "Legal: Agree" in texts_of(other)


FIGURES = """
<h3>Alpha</h3><p class="before">First</p><p class="before">Second</p>
<table class="figures"><caption>Alpha: the figures</caption>
<thead><tr><th class="text">Area</th><th>Not rated</th><th>n</th></tr></thead>
<tbody><tr><th>Health</th><td>0</td><td>1</td></tr></tbody></table>
"""


@pytest.mark.parametrize("height", range(190, 255, 5))
def test_what_stands_before_figures_of_an_analysis_is_on_their_page(height):
    space = f'<div style="height: {height}mm"></div>'
    pages = pages_of_body(space + FIGURES, analysis_files.CSS)
    [page] = [page for page in pages if "Health" in texts_of(page)]
    assert texts_of(page)[:4] == ["Alpha", "First", "Second", "Alpha: the figures"]


def test_figures_of_an_analysis_end_in_line_and_are_apart():
    [page] = pages_of_body(FIGURES, analysis_files.CSS)
    ends = {box.text: box.position_x + box.width for box in text_boxes(page)}
    assert ends["0"] == pytest.approx(ends["Not rated"], abs=ROUNDING)
    assert ends["1"] == pytest.approx(ends["n"], abs=ROUNDING)
    assert ends["1"] - ends["0"] > 8 * MILLIMETRE


@pytest.mark.parametrize("room", [60, 90])
def test_what_stands_before_a_table_of_scores_is_on_its_page(room):
    rows = "<tr><th>Listening</th><td>6</td></tr>" * 12
    table = f'<table class="together"><caption>Scores</caption>{rows}</table>'
    scores = f'<section class="scores"><h2>Follow-up</h2><p>Said</p>{table}</section>'
    space = f'<div style="height: {250 - room}mm"></div>'
    first, second = pages_of_body(space + scores)
    assert "Follow-up" not in texts_of(first)
    assert texts_of(second)[:3] == ["Follow-up", "Said", "Scores"]


def test_the_text_beside_a_term_of_two_lines_begins_with_it():
    """And what follows stands below both."""
    term = '<dt class="long">Why Coram Voice reopened it</dt>'
    [page] = pages_of_body(f"<dl>{term}<dd>Flats</dd><dt>Reference</dt><dd>B</dd></dl>")
    tops = {box.text.split()[0]: box.position_y for box in text_boxes(page)}
    assert tops["Flats"] == pytest.approx(tops["Why"], abs=ROUNDING)
    assert tops["Reference"] > tops["reopened"] + 14 * POINT


def test_the_last_columns_of_the_summary_are_apart():
    content = documents.large(areas=8)
    css = printing.STYLESHEET.read_text()
    page = HTML(string=submission_pdf.html(content, DIGEST))
    texts = [
        [each for each in row.descendants() if isinstance(each, boxes.TextBox)][-2:]
        for page in page.render(stylesheets=[CSS(string=css)]).pages
        for row in within(page, boxes.TableRowBox)
        if len(row.children) == 8
    ]
    gaps = [b.position_x - a.position_x - a.width for a, b in texts if " of " in a.text]
    assert len(gaps) == 9
    assert min(gaps) > 3 * MILLIMETRE


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


def test_a_character_no_font_has_is_numbered_and_named():
    said = documents.response(rating=3, evidence="Before \ue123 after.")
    made_pdf = submission_pdf.make(documents.document(**{"2a": said}), DIGEST)
    text = letters(text_of(PdfReader(BytesIO(made_pdf))))
    assert letters("Before [U+E123] after.") in text
    assert letters("U+E123 a sign of one font only") in text


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
