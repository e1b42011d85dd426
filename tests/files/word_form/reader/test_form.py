"""Completed Word forms in every shape people send, read into plain data."""

import time
import tracemalloc

import pytest

from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.reader.values import Answer
from assessments.files.word_form.reader.wording import added_words
from tests.support.word_editions import (
    area,
    no_ideas_edition,
    printed_edition,
    small_edition,
)
from tests.support.word_forms import FormBuilder, form

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
    assert found.unplaced == []


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


def test_a_row_that_goes_on_in_the_next_table_belongs_to_its_statement():
    builder = FormBuilder(SMALL, ANSWERS, letters="own").build()
    before, after = builder.tables[1], builder._new_table(1)
    builder.add_row(after, ["", "", "", "", "", "", "and turned", "and wound"])
    before._tbl.addnext(after._tbl)
    found = read(builder.data())
    assert found.answers == EXPECTED | {"1c": Answer([], "and turned", "and wound")}
    assert found.unplaced == []


@pytest.mark.parametrize(
    "note", ["Boats on the pond leak again", "We fear for boats on the pond"]
)
def test_a_note_that_names_an_area_is_no_heading(note):
    builder = filled(heading="above")
    builder.add_row(builder.tables[1], ["", "", "", "", "", note, ""])
    builder.tables[1]._tbl.addnext(builder.document.add_paragraph(note)._p)
    found = read(builder.data())
    assert found.answers == EXPECTED | {"1c": Answer([], note, "")}
    assert found.unplaced == [("Below a table of area 1", note)]


def test_words_put_into_a_heading_are_kept():
    builder = filled(heading="above")
    headings = [p for p in builder.document.paragraphs if "Golden" in p.text]
    headings[0].add_run(" (see Anna)")
    found = read(builder.data())
    assert found.answers == EXPECTED
    assert found.unplaced == [
        ("The heading of area 1", "1. Golden Area: Kites and balloons (see Anna)")
    ]


def test_a_span_of_any_size_is_survived():
    builder = filled()
    cell = builder.document.add_table(1, 1).cell(0, 0)
    cell._tc.get_or_add_tcPr().get_or_add_gridSpan().set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "9" * 5000
    )
    assert read(builder.data()).answers == EXPECTED


def test_a_row_broken_in_the_middle_of_its_statement():
    builder = filled()
    table = builder.tables[1]
    table.rows[3].cells[0].text = "b. Every balloon"
    row = table.add_row()
    row.cells[0].text, row.cells[5].text = "has a named string", "twice a week"
    table.rows[3]._tr.addnext(row._tr)
    found = read(builder.data())
    assert found.answers["1b"] == Answer([3], "Knots are checked\ntwice a week", "")
    assert found.answers["1c"] == Answer()
    assert found.unplaced == []


def test_the_words_decide_where_the_letter_is_another_statements():
    swapped = {
        "1a": {"text": "Every balloon has a named string", "marks": {4: "X"}},
        "1b": {"text": SMALL["areas"][0]["statements"][0]["text_md"]},
    }
    found = read(form(SMALL, swapped))
    assert (found.answers["1a"].ratings, found.answers["1b"].ratings) == ([], [4])
    assert (found.unplaced, found.questions) == ([], [])
    assert [str(notice) for notice in found.notices] == [
        "Area 1: Letters differ, and the words decided: a is 1b, b is 1a."
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
        ("1a, evidence, a comment", "Is the glue dry?"),
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


def test_an_edition_without_ideas_and_with_a_score_at_the_foot_of_each_area():
    answers = {
        "1a": {"marks": {4: "x"}, "evidence": "Tidy"},
        "2c": {"marks": {1: "x"}, "evidence": "Tepid"},
    }
    for letters in ("with", "own", "label"):
        found = read(form(PLAIN, answers, scores={1: "6", 2: "12"}, letters=letters))
        assert found.edition == "plain"
        assert found.answers["1a"] == Answer([4], "Tidy", "")
        assert found.answers["2c"] == Answer([1], "Tepid", "")
        assert found.global_scores == {1: 6, 2: None}
        where = "Score out of ten for area 2, not one whole number from 0 to 10"
        assert found.unplaced == [(where, "12 / 10")]


@pytest.mark.parametrize("slug", ["2015", "2020"])
def test_whole_forms_of_the_printed_editions(slug):
    editions = [printed_edition("2015"), printed_edition("2020")]
    [edition] = [edition for edition in editions if edition["edition"] == slug]
    codes = [s["code"] for place in edition["areas"] for s in place["statements"]]
    ideas = "Idea {}" if edition["ideas_prompt"] else ""
    answers = {
        code: {
            "marks": {n % 4 + 1: "X"},
            "evidence": f"Evidence for {code}",
            "ideas": ideas.format(n),
        }
        for n, code in enumerate(codes)
    }
    scores = {place["number"]: str(place["number"]) for place in edition["areas"]}
    found = read_form(form(edition, answers, scores=scores), editions)
    assert found.edition == slug
    assert found.answers == {
        code: Answer([n % 4 + 1], f"Evidence for {code}", ideas.format(n))
        for n, code in enumerate(codes)
    }
    assert found.global_scores == {number: number for number in range(1, 11)}
    assert [where for where, _ in found.unplaced] == ["Before the areas"]


def test_a_form_of_another_framework_is_refused():
    other = small_edition()
    other["areas"] = [area(1, "Soup", "Soups", ["Our soup is hot", "It is salty"])]
    for data in (form(other), FormBuilder(SMALL).data()):
        with pytest.raises(UnreadableForm, match="not a Baker & Dixon form"):
            read(data)


def test_small_slips_in_a_statement_are_no_additions():
    printed = "Our kites are **always** mended before the wind comes."
    assert added_words("our kites are always mended, before wind comes", printed) == ""
    assert added_words(f"{printed} (mostly)", printed) == "(mostly)"


def test_a_form_of_long_answers_is_read_in_two_seconds_and_150_megabytes():
    edition = printed_edition("2020")
    codes = [s["code"] for place in edition["areas"] for s in place["statements"]]
    long = ("We review it often and in May. " * 160)[:4900].strip()
    answers = {
        code: {"marks": {4: "X"}, "evidence": long, "ideas": long} for code in codes
    }
    data = form(edition, answers)
    tracemalloc.start()
    try:
        found = read_form(data, [edition])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {answer.evidence for answer in found.answers.values()} == {long}
    assert peak < 150 * 1024 * 1024
    began = time.process_time()
    read_form(data, [edition])
    assert time.process_time() - began < 2
