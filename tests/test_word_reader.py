"""Completed Word forms in every shape people send, read into plain data."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assessments.imports.archive import UnreadableForm
from assessments.imports.areas import Answer
from assessments.imports.word import read_form
from assessments.imports.wording import added_words, read_date, read_score

from .word_forms import FormBuilder, area, form, no_ideas_edition, small_edition

SMALL, PLAIN = small_edition(), no_ideas_edition()
EDITIONS = [PLAIN, SMALL]
ANSWERS = {
    "1a": {
        "marks": {4: "X"},
        "evidence": "The loft is tidy\nand the glue is dry",
        "ideas": "Buy more string",
    },
    "1b": {"marks": {3: "x"}, "evidence": "Knots are checked"},
    "2a": {"marks": {3: "X", 2: "X"}, "ideas": "Ask the harbour"},
    "2c": {"marks": {1: "✓"}, "evidence": "Tea was tepid"},
}
EXPECTED = {
    "1a": Answer([4], "The loft is tidy\nand the glue is dry", "Buy more string"),
    "1b": Answer([3], "Knots are checked", ""),
    "1c": Answer(),
    "2a": Answer([3, 2], "", "Ask the harbour"),
    "2b": Answer(),
    "2c": Answer([1], "Tea was tepid", ""),
}


def read(data):
    return read_form(data, EDITIONS)


def filled(**shape):
    return FormBuilder(SMALL, ANSWERS, **shape).build()


def replace_text(cell, xml):
    """Put raw Word XML into a cell in place of its paragraphs."""
    for paragraph in cell.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    cell._tc.append(parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


@pytest.mark.parametrize(
    "shape",
    [
        {"heading": "inside", "letters": "with"},
        {"heading": "above", "letters": "own"},
        {"heading": "above", "letters": "bare"},
        {"heading": "inside", "letters": "none"},
        {"heading": "none", "letters": "with"},
        {"split": ["1b", "2c"]},
        {"split": ["1b"], "letters": "own", "heading": "above"},
        {"reverse": True},
    ],
    ids=str,
)
def test_every_shape_reads_the_same(shape):
    found = read(filled(**shape).data())
    assert found.edition == "small"
    assert found.answers == EXPECTED
    assert found.missing == []
    assert [text for _, text in found.unplaced if "Golden" not in text] == []


def test_a_blank_form_is_all_blank():
    found = read(form(SMALL))
    assert found.answers == dict.fromkeys(EXPECTED, Answer())
    assert found.global_scores == {1: None, 2: None}
    assert found.cover == {
        "authority": "",
        "completed_on": None,
        "how_completed": "",
        "who_was_involved": "",
    }
    assert found.unplaced == []


@pytest.mark.parametrize(
    "mark", ["X", "x", "✓", "✔", "☒", "xx", "yes", "ü", "*", "4", "[x]", "-"]
)
def test_any_mark_counts(mark):
    found = read(form(SMALL, {"1a": {"marks": {4: mark}}}))
    assert found.answers["1a"].ratings == [4]
    assert found.unplaced == []


@pytest.mark.parametrize("blank", [" ", "☐", "[ ]", "\u200b", "( )"])
def test_an_empty_box_is_no_mark(blank):
    found = read(form(SMALL, {"1a": {"marks": {4: blank, 2: "X"}}}))
    assert found.answers["1a"].ratings == [2]
    assert found.unplaced == []


def test_dashes_in_the_other_boxes_are_no_marks():
    marks = {4: "-", 3: "X", 2: "–", 1: "-"}
    assert read(form(SMALL, {"1a": {"marks": marks}})).answers["1a"].ratings == [3]


def test_words_in_a_box_for_a_mark_are_kept():
    found = read(
        form(
            SMALL,
            {
                "1a": {"marks": {4: "only in summer"}},
                "1b": {"marks": {3: "N/A"}},
                "1c": {"marks": {2: "4"}},
            },
        )
    )
    assert [found.answers[code].ratings for code in ("1a", "1b", "1c")] == [
        [4],
        [],
        [2],
    ]
    assert found.unplaced == [
        ("1a, in a box for a mark", "only in summer"),
        ("1b, in a box for a mark", "N/A"),
        ("1c, in a box for a mark", "4"),
    ]


@pytest.mark.parametrize(
    ("xml", "ratings"),
    [
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', [4]),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>', []),
        (
            "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox>"
            "</w:ffData></w:fldChar></w:r></w:p>",
            [4],
        ),
        (
            "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/>"
            "</w:checkBox></w:ffData></w:fldChar></w:r></w:p>",
            [],
        ),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", [4]),
        ("<w:p><w:del><w:r><w:delText>X</w:delText></w:r></w:del></w:p>", []),
        ("<w:p><w:ins><w:r><w:t>X</w:t></w:r></w:ins></w:p>", [4]),
        (
            "<w:p><w:sdt><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent>"
            "</w:sdt></w:p>",
            [4],
        ),
    ],
    ids=["tick", "box", "ticked", "unticked", "ink", "deleted", "inserted", "control"],
)
def test_marks_that_are_no_letters(xml, ratings):
    builder = FormBuilder(SMALL).build()
    replace_text(builder.tables[1].rows[2].cells[1], xml)
    assert read(builder.data()).answers["1a"].ratings == ratings


def test_rows_that_go_on_after_a_page_break_belong_to_their_statement():
    answers = {
        "1a": {
            "marks": {4: "X"},
            "evidence": "Begun",
            "goes_on": [("and gone on", "Idea"), ("and ended", "")],
        },
        "1b": {"evidence": "Next"},
    }
    found = read(form(SMALL, answers, split=["1b"]))
    assert found.answers["1a"] == Answer([4], "Begun\nand gone on\nand ended", "Idea")
    assert found.answers["1b"].evidence == "Next"


def test_a_row_broken_in_the_middle_of_its_statement():
    builder = FormBuilder(SMALL, ANSWERS, areas=[1]).build()
    table, said = builder.tables[1], "d has a named string"
    table.rows[3].cells[0].text = "b. Every balloon"
    table.rows[4].cells[0].text = ""
    table.rows[4].cells[0].text = said.removeprefix("d ")
    found = read_form(builder.data(), [small_edition()])
    assert found.answers["1b"] == EXPECTED["1b"]
    assert (found.missing, found.unplaced) == (["1c", "2a", "2b", "2c"], [])


def test_the_letter_decides_and_not_the_words():
    swapped = {
        "1a": {"text": "Every balloon has a named string", "marks": {4: "X"}},
        "1b": {"text": SMALL["areas"][0]["statements"][0]["text_md"]},
    }
    found = read(form(SMALL, swapped))
    assert (found.answers["1a"].ratings, found.answers["1b"].ratings) == ([4], [])
    assert [where for where, _ in found.unplaced] == [
        "1a, beside the statement",
        "1b, beside the statement",
    ]


def test_an_area_alone_can_be_read():
    found = read(form(SMALL, ANSWERS, areas=[2]))
    assert found.answers == {code: EXPECTED[code] for code in ("2a", "2b", "2c")}
    assert found.missing == ["1a", "1b", "1c"]


def test_what_people_added_to_a_statement_is_kept():
    text = "Every balloon has a named string\nNot the red one!"
    found = read(form(SMALL, {"1b": {"text": text, "marks": {2: "X"}}}))
    assert found.answers["1b"].ratings == [2]
    assert found.unplaced == [("1b, beside the statement", "Not the red one!")]


def test_an_unknown_letter_is_listed_with_its_words():
    builder = FormBuilder(SMALL, ANSWERS).build()
    builder.add_row(
        builder.tables[1], ["h. Our own line", "X", "", "", "", "Seen", "Kept"]
    )
    builder.add_row(builder.tables[1], ["", "", "", "", "", "and more of it", ""])
    found = read(builder.data())
    assert found.answers == EXPECTED
    assert found.unplaced == [
        ("A table under area 1", "h. Our own line\nX\nSeen\nKept"),
        ("A table under area 1", "and more of it"),
    ]


def test_no_word_of_the_form_is_lost():
    builder = filled()
    builder.document.add_paragraph("Written at the very end")
    builder.document.add_table(1, 1).cell(0, 0).text = "A box of our own"
    builder.document.sections[0].header.paragraphs[0].text = "Draft of the harbour"
    builder.document.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    cell = builder.tables[1].rows[2].cells[5]
    builder.document.add_comment(cell.paragraphs[0].runs, "Is the glue dry?")
    found = read(builder.data())
    assert found.answers == EXPECTED
    assert found.unplaced == [
        ("Below a table of area 2", "Written at the very end"),
        ("A table under area 2", "A box of our own"),
        ("A comment", "Is the glue dry?"),
        ("The top of the page", "Draft of the harbour"),
    ]


def test_guidance_is_told_from_notes_if_the_edition_gives_it():
    text = "Guidance on how to do this, as long as it is."
    knowing = small_edition(guidance=[{"heading": "", "blocks": [{"text_md": text}]}])
    builder = filled()
    builder.document.paragraphs[1].insert_paragraph_before("Our own note")
    assert read_form(builder.data(), [knowing]).unplaced == [
        ("Before the areas", "Our own note")
    ]
    assert read(builder.data()).unplaced == []


COVER = {
    "authority": "Harbour Council",
    "completed_on": "5th June 2021",
    "how_completed": "In one afternoon",
    "who_was_involved": "The baker\nThe sailor\nThe kite maker",
}


def test_cover_sheet():
    found = read(form(SMALL, cover=COVER))
    assert found.cover == COVER | {"completed_on": "2021-06-05"}
    assert found.unplaced == []


def test_a_date_that_is_none_is_listed():
    found = read(form(SMALL, cover=COVER | {"completed_on": "some day in June"}))
    assert found.cover["completed_on"] is None
    assert found.unplaced == [("Cover sheet, date completed", "some day in June")]


def test_cover_answers_typed_below_the_questions_or_in_a_table_of_two_columns():
    builder = FormBuilder(SMALL, ANSWERS)
    builder.document.add_paragraph("Name of council: Harbour Council")
    builder.document.add_paragraph("How was it done")
    builder.document.add_paragraph("In one afternoon")
    builder.document.add_paragraph("and an evening")
    table = builder.document.add_table(2, 2)
    texts = ["Day it was done:", "6/7/2021", "Who took part?", "The baker"]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    for place in SMALL["areas"]:
        builder._area(place)
    found = read(builder.data())
    assert found.cover == {
        "authority": "Harbour Council",
        "completed_on": "2021-07-06",
        "how_completed": "In one afternoon\nand an evening",
        "who_was_involved": "The baker",
    }
    assert (found.answers, found.unplaced) == (EXPECTED, [])


def test_scores_are_read_by_title_in_any_order():
    found = read(form(SMALL, scores={1: "7 / 10 [score out of 10]", 2: "0"}))
    assert found.global_scores == {1: 7, 2: 0}


@pytest.mark.parametrize("written", ["11", "7.5 / 10", "seven", "7 or 8", "-1"])
def test_unreadable_scores_are_listed(written):
    found = read(form(SMALL, scores={1: written}))
    assert found.global_scores == {1: None, 2: None}
    assert found.unplaced == [("Score out of ten for area 1", written)]


def test_an_edition_without_ideas_and_with_a_score_at_the_foot_of_each_area():
    answers = {
        "1a": {"marks": {4: "x"}, "evidence": "Tidy"},
        "2c": {"marks": {1: "x"}, "evidence": "Tepid"},
    }
    for letters in ("with", "own"):
        found = read(form(PLAIN, answers, scores={1: "6", 2: "12"}, letters=letters))
        assert found.edition == "plain"
        assert found.answers["1a"] == Answer([4], "Tidy", "")
        assert found.answers["2c"] == Answer([1], "Tepid", "")
        assert found.global_scores == {1: 6, 2: None}
        assert found.unplaced == [("Score out of ten for area 2", "12 / 10")]


def test_a_scale_of_five_points_is_read_by_its_headings():
    edition = small_edition()
    edition["scale"].insert(
        2, {"value": 9, "label": "Neither", "column_heading": "Neither"}
    )
    found = read_form(form(edition, {"1a": {"marks": {9: "x"}}}), [edition])
    assert found.answers["1a"].ratings == [9]


def test_a_form_of_another_framework_is_refused():
    other = small_edition()
    other["areas"] = [area(1, "Soup", "Soups", ["Our soup is hot", "It is salty"])]
    document = Document()
    for data in (form(other), FormBuilder(other, document=document).data()):
        with pytest.raises(UnreadableForm, match="not a Baker & Dixon form"):
            read(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5th June 2021", "2021-06-05"),
        ("Saturday 5 June 2021", "2021-06-05"),
        ("June 5, 2021", "2021-06-05"),
        ("05/06/21", "2021-06-05"),
        ("2021-06-05", "2021-06-05"),
        ("31/02/2021", None),
        ("June 2021", None),
        ("5/6/021", None),
        ("", None),
    ],
)
def test_dates(text, expected):
    assert str(read_date(text)) == str(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, "")),
        ("/ 10 [score out of 10]", (None, "")),
        ("7", (7, "")),
        ("10/10", (10, "")),
        ("/ 10 7", (7, "")),
        ("8 out of 10, on a good day", (8, "on a good day")),
        ("100/10", (None, "100/10")),
    ],
)
def test_scores_out_of_ten(text, expected):
    assert read_score(text) == expected


def test_small_slips_in_a_statement_are_no_additions():
    printed = "Our kites are **always** mended before the wind comes."
    assert added_words("our kites are always mended, before wind comes", printed) == ""
    assert added_words(f"{printed} (mostly)", printed) == "(mostly)"
