"""Our own form, opened, filled in and saved in LibreOffice, and other programs' copies."""

import pytest

from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.reader.values import Answer
from tests.files.word_form.writer.test_forms import EDITIONS, FACTS, written
from tests.support.office import converted
from tests.support.office_filling import filled, tick, type_in

ANSWERS = {
    "1a": {"ratings": [3], "evidence": "Kites are mended\non Mondays", "ideas": "Glue"},
    "2b": {"ratings": [1], "evidence": "An island"},
}


@pytest.fixture(scope="module")
def own_form():
    return written("small", ANSWERS, {1: 7}, is_to_fill=True, facts=FACTS)


def read(data):
    return read_form(data, list(EDITIONS.values()))


def test_our_form_is_filled_in_and_read_without_a_question(own_form, tmp_path):
    # Columns: A statement, B to E ratings from four to one, F cannot rate, G evidence.
    steps = [
        tick(0, "D3"),
        type_in(0, "G3", "Strings have names"),
        tick(0, "F4"),
        type_in(1, "H2", "Another boat"),
    ]
    found = read(filled(own_form, steps, tmp_path))
    assert found.answers == {
        "1a": Answer([3], "Kites are mended\non Mondays", "Glue", not_rated=False),
        "1b": Answer([2], "Strings have names", "", not_rated=False),
        "1c": Answer([], "", "", not_rated=True),
        "2a": Answer([], "", "Another boat", not_rated=False),
        "2b": Answer([1], "An island", "", not_rated=False),
        "2c": Answer(not_rated=False),
    }
    assert found.global_scores == {1: 7, 2: None}
    assert found.reference == "F-2345-6789-ABCD"
    assert (found.questions, found.notices) == ([], [])


@pytest.mark.parametrize("kind", ["odt", "doc", "rtf"])
def test_our_form_is_the_same_after_another_program_saved_it(own_form, kind, tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(own_form)
    there = converted(path, kind)
    again = tmp_path / "again"
    again.mkdir()
    moved = again / there.name
    there.rename(moved)
    back = read(converted(moved, "docx").read_bytes())
    assert back.answers == read(own_form).answers
    assert back.global_scores == {1: 7, 2: None}
