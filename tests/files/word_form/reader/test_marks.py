"""The marks in the boxes of a completed Word form."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import small_edition
from tests.support.word_forms import FormBuilder, form

SMALL = small_edition()


def read(data):
    return read_form(data, [SMALL])


def replace_text(cell, xml):
    """Put raw Word XML into a cell in place of its paragraphs."""
    for paragraph in cell.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    cell._tc.append(parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


@pytest.mark.parametrize(
    "mark", ["X", "x", "✓", "✔", "☒", "☒X", "xx", "yes", "ü", "*", "4", "[x]", "-"]
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


def test_words_in_a_box_for_a_mark_are_asked_about_or_kept():
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
    assert found.answers["1b"].ratings == []
    assert found.unplaced == [("1b, in a box for a mark", "N/A")]
    assert [(each.fields, each.seen) for each in found.questions] == [
        ([("1a", "ratings")], "Agree: only in summer"),
        ([("1c", "ratings")], "Mostly disagree: 4"),
    ]


@pytest.mark.parametrize(
    ("xml", "ratings"),
    [
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', [4]),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>', []),
        (
            (
                "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox>"
                "</w:ffData></w:fldChar></w:r></w:p>"
            ),
            [4],
        ),
        (
            (
                "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/>"
                "</w:checkBox></w:ffData></w:fldChar></w:r></w:p>"
            ),
            [],
        ),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", [4]),
        ("<w:p><w:del><w:r><w:delText>X</w:delText></w:r></w:del></w:p>", []),
        ("<w:p><w:ins><w:r><w:t>X</w:t></w:r></w:ins></w:p>", [4]),
        (
            (
                "<w:p><w:sdt><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent>"
                "</w:sdt></w:p>"
            ),
            [4],
        ),
    ],
    ids=["tick", "box", "ticked", "unticked", "ink", "deleted", "inserted", "control"],
)
def test_marks_that_are_no_letters(xml, ratings):
    builder = FormBuilder(SMALL).build()
    replace_text(builder.tables[1].rows[2].cells[1], xml)
    assert read(builder.data()).answers["1a"].ratings == ratings


def test_a_scale_of_five_points_is_read_by_its_headings():
    edition = small_edition()
    edition["scale"].insert(
        2, {"value": 9, "label": "Neither", "column_heading": "Neither"}
    )
    found = read_form(form(edition, {"1a": {"marks": {9: "x"}}}), [edition])
    assert found.answers["1a"].ratings == [9]
