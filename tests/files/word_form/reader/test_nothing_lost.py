"""Every word that is not the form's own is in an answer, in a question or listed."""

import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import asdict

import pytest
from docx import Document
from lxml import etree

from assessments.files.word_form.reader.form import read_form
from tests.files.word_form.writer.test_forms import EDITIONS, written
from tests.support.word_editions import no_ideas_edition, small_edition
from tests.support.word_edits import Sheet, paragraphs, run, typed
from tests.support.word_forms import FormBuilder

SMALL, PLAIN = small_edition(), no_ideas_edition()
PARTS = re.compile(r"word/(document|comments|header\d*|footer\d*)\.xml")
SHORT = 20
SHAPES = [
    {"heading": "inside", "letters": "with"},
    {"heading": "above", "letters": "own"},
    {"heading": "above", "letters": "label"},
    {"heading": "none", "letters": "bare"},
    {"letters": "none", "split": ["1b", "2c"]},
]


def words(text):
    return Counter(re.findall(r"\w{3,}", text.casefold()))


def words_of_file(data):
    """Return how often each word is in the parts that people read."""
    found = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in filter(PARTS.fullmatch, file.namelist()):
            root = etree.fromstring(file.read(name))
            for element in root.iter("{*}p"):
                found += words(
                    "".join(t.text or "" for t in element.iterfind(".//{*}t"))
                )
    return found


def words_of_form(form):
    """Return how often each word is in what was read from a form."""
    said = asdict(form)
    texts = [json.dumps(said[name], ensure_ascii=False) for name in ("cover", "beside")]
    texts += [f"{a['evidence']}\n{a['ideas']}" for a in said["answers"].values()]
    texts += [text for _, text in form.unplaced]
    texts += [question.seen for question in form.questions]
    texts += [notice.text for notice in form.notices]
    texts += [*form.rationales.values(), *form.score_notes.values()]
    return words("\n".join(text.replace("\\n", "\n") for text in texts))


def lost(data, blank, editions):
    """Return the words of a form, beyond those of the blank one, that nobody sees."""
    editions = [{"guidance": [], "footnotes": []} | edition for edition in editions]
    own = words_of_file(data) - words_of_file(blank)
    assert own, "nobody wrote anything"
    return own - words_of_form(read_form(data, editions))


def scribbled(builder):
    """Write a word of its own into every place of a form that takes one."""
    document, count = builder.document, 0

    def scribble(paragraph):
        nonlocal count
        count += 1
        paragraph.add_run(f" scribble{count:03}")

    for paragraph in list(document.paragraphs)[2:]:
        scribble(paragraph)
    for table in document.tables:
        for place, row in enumerate(table.rows):
            for cell in dict.fromkeys(row.cells):
                # Half of the statements stay as they are: by these a form is known.
                if place % 2 == 0 or len("".join(cell._tc.itertext())) < SHORT:
                    scribble(cell.paragraphs[-1])
    section = document.sections[0]
    for part in (section.header, section.footer):
        scribble(part.paragraphs[0])
    first = document.tables[-1].rows[-1].cells[0].paragraphs[0]
    document.add_comment(first.runs, "scribbled beside it")
    return builder.data()


@pytest.mark.parametrize("edition", [SMALL, PLAIN], ids=["small", "plain"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_word_scribbled_anywhere_is_found_again(edition, shape):
    blank = FormBuilder(edition, **shape).build().data()
    data = scribbled(FormBuilder(edition, **shape).build())
    assert lost(data, blank, [SMALL, PLAIN]) == Counter()


@pytest.mark.parametrize("slug", EDITIONS)
@pytest.mark.parametrize("is_to_fill", [True, False])
def test_a_word_scribbled_into_our_own_form_is_found_again(slug, is_to_fill):
    blank = written(slug, is_to_fill=is_to_fill)
    builder = FormBuilder(EDITIONS[slug])
    builder.document = Document(io.BytesIO(blank))
    assert lost(scribbled(builder), blank, list(EDITIONS.values())) == Counter()


def test_words_are_found_again_however_they_are_set():
    codes = [s["code"] for area in SMALL["areas"] for s in area["statements"]]
    answers = {code: {"ratings": [4], "evidence": "", "ideas": ""} for code in codes}
    blank = Sheet(SMALL, answers).data()
    sheet = Sheet(SMALL, answers)
    area, row = sheet.rows()[0]
    row.cells[id(area.column("evidence"))] = (
        paragraphs(run("struckword", "<w:strike/>") + run(" hiddenword", "<w:vanish/>"))
        + "<w:tbl><w:tr><w:tc>"
        + typed("nestedword twiceword twiceword")
        + "</w:tc></w:tr></w:tbl>"
        + paragraphs(
            "<w:ins><w:r><w:t>insertedword</w:t></w:r></w:ins>"
            "<w:smartTag><w:r><w:t> taggedword</w:t></w:r></w:smartTag>"
        )
    )
    assert lost(sheet.data(), blank, [SMALL]) == Counter()
