"""Forms as people make them: each kind of change is read right, or asked about."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assessments.files.word_form.reader.colours import name_of
from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import no_ideas_edition, small_edition
from tests.support.word_edits import (
    MARKS,
    Column,
    Row,
    Sheet,
    check_box,
    paragraphs,
    placeholder,
    run,
    typed,
    wrong,
)
from tests.support.word_forms import FormBuilder, repack

SMALL, PLAIN = small_edition(), no_ideas_edition()
CODES = [s["code"] for area in SMALL["areas"] for s in area["statements"]]
TRUTH = {
    code: {
        "ratings": [4 - n % 4],
        "evidence": f"evidence-{code} stands",
        "ideas": f"idea-{code}" * (n % 2),
    }
    for n, code in enumerate(CODES)
}
HIGHLIGHT = '<w:highlight w:val="yellow"/>'
STRIKE, DOUBLE = "<w:strike/>", "<w:dstrike/>"


@pytest.fixture
def sheet():
    return Sheet(SMALL, TRUTH)


def read(sheet):
    return read_form(sheet.data(), [SMALL, PLAIN])


def put(sheet, code, role, xml, value=0):
    """Put raw XML into one cell of a statement's row."""
    area, row = next(each for each in sheet.rows() if each[1].code == code)
    row.cells[id(area.column(role, value))] = xml
    return row


def is_read_right(sheet):
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    assert found.questions == []
    return found


@pytest.mark.parametrize("style", [*MARKS, "check box", "printed", "shaded"])
def test_a_row_is_read_as_a_whole_whatever_fills_its_boxes(sheet, style):
    for area, row in sheet.rows():
        sheet.fill(area, row, style)
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize(
    ("font", "ticked", "empty"),
    [
        ("Wingdings", "\uf0fe", "\uf0a8"),
        ("Wingdings", "þ", "o"),
        ("Wingdings 2", "R", "\uf0a3"),
        ("Webdings", "a", "c"),
        ("Arial", "\uf0fe", "\uf0a8"),
    ],
)
def test_signs_of_symbol_fonts_are_told_apart(sheet, font, ticked, empty):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    for area, row in sheet.rows():
        for column in area.columns:
            if column.role == "rating":
                is_chosen = [column.value] == sheet.truth[row.code]["ratings"]
                sign = ticked if is_chosen else empty
                row.cells[id(column)] = typed(sign, fonts)
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize(
    ("font", "ticked", "empty"),
    [
        ("Wingdings", "F0FE", "F0A8"),
        ("Wingdings 2", "50", "A3"),
        ("Webdings", "F061", "F063"),
    ],
)
def test_inserted_signs_are_told_apart(sheet, font, ticked, empty):
    for area, row in sheet.rows():
        for column in area.columns:
            if column.role == "rating":
                is_chosen = [column.value] == sheet.truth[row.code]["ratings"]
                char = ticked if is_chosen else empty
                row.cells[id(column)] = paragraphs(
                    f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'
                )
    assert is_read_right(sheet).unplaced == []


def test_a_check_box_is_ticked_whatever_sign_it_shows(sheet):
    for area, row in sheet.rows():
        for column in area.columns:
            if column.role == "rating":
                is_chosen = [column.value] == sheet.truth[row.code]["ratings"]
                row.cells[id(column)] = check_box(is_chosen, signs="P*")
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize("how", [STRIKE, DOUBLE])
def test_a_mark_struck_through_is_none(sheet, how):
    put(sheet, "1a", "rating", typed("X", how), 2)
    found = is_read_right(sheet)
    assert found.unplaced == [("1a, in a box for a mark, struck through", "X")]


@pytest.mark.parametrize("how", [STRIKE, DOUBLE, "<w:vanish/>"])
def test_words_struck_through_or_hidden_are_listed_and_not_taken(sheet, how):
    gone = run("No longer so. ", how)
    put(sheet, "1a", "evidence", paragraphs(gone + run(TRUTH["1a"]["evidence"])))
    found = is_read_right(sheet)
    word = "hidden" if "vanish" in how else "struck through"
    assert found.unplaced == [(f"1a, evidence, {word}", "No longer so.")]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Click or tap here to enter text.", []),
        ("Choose an item.", []),
        ("Left by a program", [("1a, ideas, a placeholder", "Left by a program")]),
    ],
)
def test_a_placeholder_is_no_answer(sheet, text, listed):
    put(sheet, "1a", "ideas", placeholder(text))
    assert is_read_right(sheet).unplaced == listed


@pytest.mark.parametrize(
    ("mark", "proposed"), [("X?", [3]), ("?", []), ("TBC", []), ("only in May", [3])]
)
def test_a_doubtful_mark_is_asked_about(sheet, mark, proposed):
    put(sheet, "1a", "rating", typed(""), 4)
    put(sheet, "1a", "rating", typed(mark), 3)
    found = read(sheet)
    assert found.answers["1a"].ratings == proposed
    [question] = found.questions
    assert question.fields == [("1a", "ratings")]
    assert question.seen == f"Mostly agree: {mark}"


def test_words_of_the_scale_are_the_rating_they_name(sheet):
    for area, row in sheet.rows():
        [rating] = TRUTH[row.code]["ratings"]
        label = next(p["label"] for p in SMALL["scale"] if p["value"] == rating)
        for column in area.columns:
            if column.role == "rating":
                first = column.value == 4
                row.cells[id(column)] = typed(label if first else "")
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize(
    "heading",
    ["Strongly disagree 1", "Strongly disagree", "1", "1 - Disagree", "Disagree"],
)
def test_a_reworded_heading_moves_no_column(sheet, heading):
    for area in sheet.areas:
        area.column("rating", 1).heading = heading
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize("heading", ["Never", "Agree 1", "Agree", ""])
def test_a_heading_that_could_be_another_is_asked_about(sheet, heading):
    for area in sheet.areas:
        area.column("rating", 1).heading = heading
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    assert ("2a", "ratings") in {f for q in found.questions for f in q.fields}


def test_a_shaded_box_under_an_unknown_heading_is_asked_about(sheet):
    for area, row in sheet.rows():
        sheet.fill(area, row, "shaded")
        area.column("rating", 3).heading = "Comments"
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    assert ("1b", "ratings") in {f for q in found.questions for f in q.fields}


@pytest.mark.parametrize("role", ["evidence", "ideas"])
def test_a_text_column_of_an_unknown_heading_is_asked_about(sheet, role):
    for area in sheet.areas:
        area.column(role).heading = "Our thoughts"
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    asked = {place for question in found.questions for place in question.fields}
    assert asked == {(code, role) for code in CODES if TRUTH[code][role]}


def test_a_column_put_in_is_listed(sheet):
    for area in sheet.areas:
        column = Column("other", "RAG")
        area.columns.insert(5, column)
        for row in area.rows:
            row.cells[id(column)] = typed("Amber")
    found = is_read_right(sheet)
    assert ("1a, RAG", "Amber") in found.unplaced


def coloured(sheet, colours, texts=("", "", "")):
    """Put a column without words into the first area, with a colour in each row."""
    area, column = sheet.areas[0], Column("other", "RAG")
    area.columns.insert(5, column)
    for row, colour, text in zip(area.rows, colours, texts, strict=True):
        row.cells[id(column)] = typed(text)
        row.shades[id(column)] = colour


def test_a_column_of_colours_alone_is_listed(sheet):
    coloured(sheet, ["92D050", "FFC000", "FF0000"])
    assert is_read_right(sheet).unplaced == [
        ("A table under area 1, a heading", "RAG"),
        ("1a, RAG", "[coloured green]"),
        ("1b, RAG", "[coloured amber]"),
        ("1c, RAG", "[coloured red]"),
    ]


def test_a_column_of_one_colour_is_the_design_of_the_table(sheet):
    coloured(sheet, ["D9E2F3"] * 3)
    assert is_read_right(sheet).unplaced == [("A table under area 1, a heading", "RAG")]


def test_rows_of_one_colour_each_are_the_design_of_the_table(sheet):
    for place, row in enumerate(sheet.areas[0].rows):
        for column in sheet.areas[0].columns:
            row.shades[id(column)] = ["D9E2F3", "F2F2F2"][place % 2]
    assert is_read_right(sheet).unplaced == []


def test_an_evidence_box_coloured_without_words_is_listed(sheet):
    area = sheet.areas[0]
    put(sheet, "1a", "evidence", typed(""))
    sheet.truth["1a"]["evidence"] = ""
    sheet.words -= {"evidence-1a"}
    area.rows[0].shades[id(area.column("evidence"))] = "FFFF00"
    found = is_read_right(sheet)
    assert found.unplaced == [("1a, evidence", "[coloured yellow]")]


@pytest.mark.parametrize(
    ("shade", "name"),
    [
        ("ff0000", "red"),
        ("c00000", "red"),
        ("ffc000", "amber"),
        ("ffff00", "yellow"),
        ("00b050", "green"),
        ("0070c0", "blue"),
        ("7030a0", "purple"),
        ("ff3399", "pink"),
        ("a6a6a6", "grey"),
        ("000000", "grey"),
        ("window", "window"),
    ],
)
def test_a_colour_has_a_name(shade, name):
    assert name_of(shade) == name


def test_columns_in_another_order_are_told_by_their_headings(sheet):
    for area in sheet.areas:
        area.columns = [area.columns[0], *reversed(area.columns[1:])]
    assert is_read_right(sheet).unplaced == []


def test_a_column_taken_away_takes_no_other_with_it(sheet):
    for area in sheet.areas:
        area.columns.remove(area.column("rating", 1))
    found = read(sheet)
    assert found.questions == []
    assert [found.answers[code].ratings for code in CODES] == [
        [4],
        [3],
        [2],
        [],
        [4],
        [3],
    ]
    assert found.answers["2a"].evidence == TRUTH["2a"]["evidence"]


@pytest.mark.parametrize("words", ["Rating (1-4)", "Rating", "Our rating", "Score 1-4"])
def test_one_column_for_the_rating(sheet, words):
    for area in sheet.areas:
        one = Column("other", words)
        area.columns = [c for c in area.columns if c.role != "rating"]
        area.columns.insert(1, one)
        for row in area.rows:
            row.cells[id(one)] = typed(str(TRUTH[row.code]["ratings"][0]))
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize(
    "shape",
    [
        {"headings": "two rows"},
        {"has_title": False},
        {"splits": {1: False, 2: False}},
        {"splits": {1: True}},
        {"is_nested": True},
    ],
    ids=str,
)
def test_a_table_is_read_whatever_became_of_its_rows(sheet, shape):
    for area in sheet.areas:
        for name, value in shape.items():
            setattr(area, name, value)
    assert is_read_right(sheet).unplaced == []


def test_a_table_without_headings_is_asked_about(sheet):
    sheet.areas[0].headings = "none"
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    [question] = found.questions
    assert {code for code, _ in question.fields} == {"1a", "1b", "1c"}


def test_headings_of_another_area_are_not_taken_on_trust(sheet):
    first, second = sheet.areas
    first.columns[1:3] = reversed(first.columns[1:3])
    second.headings = "none"
    found = read(sheet)
    assert list(wrong(sheet, found)) == []
    [question] = found.questions
    assert question.where == "A table of area 2"


def test_a_nudged_border_makes_no_second_mark(sheet):
    for _, row in sheet.rows():
        row.is_nudged = True
    assert is_read_right(sheet).unplaced == []


def test_areas_in_another_order(sheet):
    sheet.areas.reverse()
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize("letter", ["", "b", "h"])
def test_an_authoritys_own_row_is_listed_whole(sheet, letter):
    own = Row("", letter, "Our own line about lanterns")
    area = sheet.areas[0]
    own.cells[id(area.column("rating", 3))] = typed("X")
    own.cells[id(area.column("evidence"))] = typed("Lanterns since May")
    area.rows.insert(1, own)
    found = is_read_right(sheet)
    [(where, text)] = found.unplaced
    assert where == "A table under area 1"
    assert "Our own line about lanterns\nX\nLanterns since May" in text


def test_letters_moved_on_by_a_row_put_in_are_no_neighbours(sheet):
    area = sheet.areas[0]
    for row, letter in zip(area.rows[1:], "cd", strict=True):
        row.letter = letter
    area.rows.insert(1, Row("", "b", "Our own line about lanterns"))
    found = is_read_right(sheet)
    assert [str(each) for each in found.notices] == [
        "Area 1: Letters differ, and the words decided: c is 1b, d is 1c."
    ]


def test_a_statement_reworded_beyond_recognition_is_asked_about(sheet):
    sheet.areas[0].rows[1].text = "Something else altogether stands here"
    found = read(sheet)
    [question] = found.questions
    assert question.where == "1b"
    assert set(question.fields) == {
        ("1b", "ratings"),
        ("1b", "evidence"),
        ("1b", "ideas"),
    }


def test_a_row_across_the_table_belongs_to_no_column(sheet):
    sheet.areas[0].rows.insert(2, Row("", "", "", across="Groups did not agree here"))
    assert is_read_right(sheet).unplaced == [
        ("Below 1b, across the table", "Groups did not agree here")
    ]


def test_merged_evidence_reaches_each_of_its_rows(sheet):
    area = sheet.areas[0]
    column = area.column("evidence")
    for row, kind in zip(area.rows, ["restart", "continue", "continue"], strict=True):
        row.properties[id(column)] = f'<w:vMerge w:val="{kind}"/>'
        sheet.truth[row.code]["evidence"] = "One plan for all"
        row.cells[id(column)] = typed("One plan for all" if kind == "restart" else "")
    sheet.words -= {"evidence-1a", "evidence-1b", "evidence-1c"}
    assert is_read_right(sheet).unplaced == []


def test_a_mark_merged_over_statements_is_asked_about(sheet):
    area = sheet.areas[0]
    for column in area.columns[1:5]:
        for row, kind in zip(area.rows, ["restart", "continue", ""], strict=True):
            if kind:
                row.properties[id(column)] = f'<w:vMerge w:val="{kind}"/>'
    for column in area.columns[1:5]:
        area.rows[1].cells[id(column)] = typed("")
    found = read(sheet)
    assert ("1b", "ratings") in {f for q in found.questions for f in q.fields}


def test_two_copies_of_an_area_give_each_text_once(sheet):
    for area in sheet.areas:
        area.copies = 2
    assert is_read_right(sheet).unplaced == []


def test_a_table_in_a_cell_is_rows_of_text(sheet):
    inner = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:tc>{typed('May')}</w:tc><w:tc>{typed('5 kites')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{typed('June')}</w:tc><w:tc>{typed('7 kites')}</w:tc></w:tr>"
        "</w:tbl>"
    )
    put(sheet, "1a", "evidence", typed("Kites:") + inner + paragraphs())
    found = read(sheet)
    assert found.answers["1a"].evidence == "Kites:\nMay\t5 kites\nJune\t7 kites"


def test_the_address_behind_a_link_is_kept(sheet):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://kites.example/plan" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("the plan")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    put(sheet, "1a", "evidence", paragraphs(run("See ") + field + run(".")))
    assert read(sheet).answers["1a"].evidence == (
        "See the plan (https://kites.example/plan)."
    )


def test_the_address_of_a_related_link_is_kept_unless_it_is_shown():
    builder = FormBuilder(SMALL).build()
    for row, shown in zip((2, 3), ("our plan", "https://kites.example"), strict=True):
        part = builder.document.part
        kind = (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
            "hyperlink"
        )
        link = part.relate_to("https://kites.example/", kind, is_external=True)
        xml = (
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}">{run(shown)}</w:hyperlink>'
        )
        builder.tables[1].rows[row].cells[5].paragraphs[0]._p.append(parse_xml(xml))
    found = read_form(builder.data(), [SMALL])
    assert found.answers["1a"].evidence == "our plan (https://kites.example/)"
    assert found.answers["1b"].evidence == "https://kites.example"


def test_lists_keep_their_numbers():
    builder = FormBuilder(SMALL).build()
    cell = builder.tables[1].rows[2].cells[5]
    cell.text = "First:"
    for text in ("Panel", "Drop-in"):
        cell.add_paragraph(text, style="List Number")
    cell.add_paragraph("Point 2 is new.")
    cell.add_paragraph("A point", style="List Bullet")
    found = read_form(builder.data(), [SMALL])
    assert found.answers["1a"].evidence == (
        "First:\n1. Panel\n2. Drop-in\nPoint 2 is new.\nA point"
    )


def test_bullets_that_the_text_counts_are_numbered_and_it_is_said():
    builder = FormBuilder(SMALL).build()
    cell = builder.tables[1].rows[2].cells[5]
    cell.text = "Points 1 and 2 are new:"
    for text in ("Panel", "Drop-in"):
        cell.add_paragraph(text, style="List Bullet")
    found = read_form(builder.data(), [SMALL])
    assert found.answers["1a"].evidence == (
        "Points 1 and 2 are new:\n1. Panel\n2. Drop-in"
    )
    assert [str(each) for each in found.notices] == [
        (
            "1a, evidence: The bullets were given numbers, as the text refers to them by "
            "number."
        )
    ]


def test_letters_that_word_counts_are_letters(sheet):
    for _, row in sheet.rows():
        row.letter = ""
    assert is_read_right(sheet).unplaced == []


@pytest.mark.parametrize("shown", ["", "High"])
def test_a_drop_down_gives_what_it_shows_once(sheet, shown):
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
        '<w:result w:val="1"/><w:listEntry w:val="Low"/><w:listEntry w:val="High"/>'
        "</w:ddList></w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    put(sheet, "1a", "evidence", paragraphs(run("Priority: ") + choice))
    assert read(sheet).answers["1a"].evidence == "Priority: High"


def test_a_document_within_a_cell_is_asked_about(sheet):
    chunk = f'<w:altChunk {nsdecls("r")} r:id="rId99"/><w:p/>'
    put(sheet, "1a", "evidence", chunk)
    [question] = read(sheet).questions
    assert question.where == "1a, evidence"
    assert "another document" in question.seen


def test_a_mark_among_the_evidence_is_asked_about(sheet):
    put(sheet, "1a", "rating", typed(""), 4)
    put(sheet, "1a", "evidence", typed("X"))
    [question] = read(sheet).questions
    assert question.fields == [("1a", "ratings"), ("1a", "evidence")]


@pytest.mark.parametrize("role", ["rating", "evidence"])
def test_a_comment_is_listed_with_its_statement(role):
    builder = FormBuilder(
        SMALL, {"1b": {"marks": {4: "X"}, "evidence": "Tidy"}}
    ).build()
    cell = builder.tables[1].rows[3].cells[1 if role == "rating" else 5]
    builder.document.add_comment(cell.paragraphs[0].runs, "Is this so?")
    where = "in a box for a mark" if role == "rating" else "evidence"
    found = read_form(builder.data(), [SMALL])
    assert found.unplaced == [(f"1b, {where}, a comment", "Is this so?")]


def test_the_margins_of_pages_are_listed_once():
    builder = FormBuilder(SMALL).build()
    for name in ("header", "first_page_header", "even_page_header"):
        part = getattr(builder.document.sections[0], name)
        part.is_linked_to_previous = False
        part.paragraphs[0].text = "Draft of the harbour"
    found = read_form(builder.data(), [SMALL])
    assert found.unplaced == [("The top of the page", "Draft of the harbour")]


def test_the_other_edition_is_read_the_same():
    answers = {"1a": {"marks": {4: "Y", 3: "N", 2: "N", 1: "N"}, "evidence": "Tidy"}}
    builder = FormBuilder(PLAIN, answers, letters="label").build()
    found = read_form(builder.data(), [SMALL, PLAIN])
    assert found.answers["1a"].ratings == [4]
    assert (found.questions, found.unplaced) == ([], [])


def test_a_form_with_macros_is_read_without_them():
    data = repack(
        FormBuilder(SMALL, {"1a": {"marks": {4: "X"}}}).build().data(),
        {"word/vbaProject.bin": b"x"},
    )
    assert read_form(data, [SMALL]).answers["1a"].ratings == [4]
