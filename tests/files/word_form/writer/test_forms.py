"""The Word form we write: read back exactly by our reader, and sound for people."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.reader.values import Answer
from assessments.files.word_form.writer import document as word_document
from assessments.files.word_form.writer import forms as word_forms
from tests.support.hard_texts import texts
from tests.support.word_editions import no_ideas_edition, printed_edition, small_edition

AT = datetime(2020, 6, 5, 14, 2, tzinfo=UTC)
EDITIONS = {
    edition["edition"]: edition
    for edition in [
        small_edition(),
        no_ideas_edition(),
        *map(printed_edition, ["2015", "2020", "2026"]),
    ]
}
FACTS = [
    ("Local authority", "Northmoor"),
    ("Working group", "3. Employment"),
    ("Reference", "F-2345-6789-ABCD"),
]
each_edition = pytest.mark.parametrize("slug", EDITIONS)


def read(data):
    return read_form(data, list(EDITIONS.values()))


def written(slug, answers=None, scores=None, **more):
    edition = EDITIONS[slug]
    form = word_forms.form_of(
        edition, answers=answers or {}, scores=scores or {}, at=AT, **more
    )
    return word_document.write(form)


def document_of(data):
    return Document(io.BytesIO(data))


@st.composite
def answered(draw, edition):
    """Draw answers to one area of the edition, and a score."""
    area = draw(st.sampled_from(edition["areas"]))
    values = [point["value"] for point in edition["scale"]]
    some = draw(st.lists(texts(edition), min_size=1, max_size=7))
    text = st.sampled_from(some)
    ideas = text if edition["ideas_prompt"] else st.just("")
    answers = {
        statement["code"]: {
            "ratings": sorted(
                draw(st.lists(st.sampled_from(values), unique=True, max_size=2)),
                reverse=True,
            ),
            "evidence": draw(text),
            "ideas": draw(ideas),
        }
        for statement in area["statements"]
    }
    return area["number"], answers, draw(st.none() | st.integers(0, 10))


@each_edition
def test_what_is_written_is_read_back_exactly(slug):
    @settings(max_examples=25, deadline=None)
    @given(answered(EDITIONS[slug]))
    def check(made):
        number, answers, score = made
        found = read(written(slug, answers, {number: score}, areas=[number]))
        assert found.edition == slug
        assert found.answers == {
            code: Answer(**answer) for code, answer in answers.items()
        }
        blank = dict.fromkeys(found.global_scores)
        assert found.global_scores == blank | {number: score}
        assert found.unplaced == []

    check()


def test_evidence_that_repeats_another_areas_statement_moves_no_area():
    text = EDITIONS["2026"]["areas"][0]["statements"][0]["text_md"]
    answers = {
        each["code"]: {"ratings": [], "evidence": text, "ideas": text}
        for each in EDITIONS["2026"]["areas"][1]["statements"]
    }
    found = read(written("2026", answers, {2: None}, areas=[2]))
    assert found.unplaced == []
    assert found.questions == []


@each_edition
def test_a_whole_blank_form_is_all_blank(slug):
    found = read(written(slug))
    assert found.answers == {
        statement["code"]: Answer()
        for area in EDITIONS[slug]["areas"]
        for statement in area["statements"]
    }
    assert set(found.global_scores.values()) == {None}
    assert (found.unplaced, found.reference, found.missing) == ([], "", [])


@each_edition
def test_whose_form_it_is_stands_above_and_its_reference_is_read(slug):
    data = written(slug, facts=FACTS, how_to=["Save it."])
    found = read(data)
    assert found.reference == "F-2345-6789-ABCD"
    assert [text for _, text in found.unplaced if text != "Save it."] in (
        [],  # without the edition's guidance nothing before the areas is listed
        [f"{label}: {value}" for label, value in FACTS],
    )


def test_the_reference_is_read_from_the_page_if_the_file_does_not_say_it():
    document = document_of(written("small", facts=FACTS))
    document.core_properties.identifier = ""
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).reference == "F-2345-6789-ABCD"


def test_a_full_form_of_every_area_is_read_back():
    edition = EDITIONS["2020"]
    answers = {
        statement["code"]: {
            "ratings": [3],
            "evidence": f"Evidence {statement['code']}\n" * 60,
            "ideas": "An idea. " * 100,
        }
        for area in edition["areas"]
        for statement in area["statements"]
    }
    scores = {area["number"]: area["number"] for area in edition["areas"]}
    found = read(written("2020", answers, scores))
    assert found.answers == {
        code: Answer([3], answer["evidence"].strip(), answer["ideas"].strip())
        for code, answer in answers.items()
    }
    assert found.global_scores == scores


@each_edition
def test_each_table_has_a_header_row_and_a_name(slug):
    tables = document_of(written(slug)).tables
    has_page_of_scores = bool(EDITIONS[slug]["scores_stem"])
    assert len(tables) == len(EDITIONS[slug]["areas"]) + has_page_of_scores
    for table in tables:
        headers = [is_header(row) for row in table.rows]
        assert headers == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def is_header(row):
    return row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_file_says_its_title_and_language_and_nobodys_name():
    document = document_of(written("2020", facts=FACTS))
    properties = document.core_properties
    assert properties.title == f"Northmoor: {EDITIONS['2020']['title_printed']}"
    [mode] = document.settings.element.iter(qn("w:compatSetting"))
    assert mode.get(qn("w:val")) == "15"
    parts = [str(part.partname) for part in document.part.package.iter_parts()]
    assert not any("thumbnail" in part for part in parts)
    assert "/docProps/core.xml" in parts
    assert "/docProps/app.xml" not in parts  # nothing of pages, words or a program
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert (properties.comments, properties.keywords) == ("", "")
    assert properties.identifier == "F-2345-6789-ABCD"
    assert properties.language == "en-GB"
    languages = {
        language.get(qn("w:val"))
        for language in document.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"en-GB"}


def test_headings_go_down_one_step_at_a_time():
    found = [
        paragraph.style.name
        for paragraph in document_of(written("2020")).paragraphs
        if paragraph.style.name.startswith(("Heading", "Title"))
    ]
    areas, guidance = len(EDITIONS["2020"]["areas"]), EDITIONS["2020"]["guidance"]
    assert found == ["Heading 1", *["Heading 2"] * (len(guidance) + areas + 1)]


def test_one_types_into_plain_paragraphs():
    table = document_of(written("small", {"1a": {"evidence": "One\nTwo"}})).tables[0]
    cells = table.rows[1].cells
    assert [one.text for one in cells[5].paragraphs] == ["One", "Two"]
    assert [one.text for one in cells[6].paragraphs] == [""]
    assert {p.style.name for cell in cells for p in cell.paragraphs} == {"Normal"}
