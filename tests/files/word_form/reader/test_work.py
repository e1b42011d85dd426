"""The work of reading a hostile Word form grows with the form, and no faster.

The work is counted, in calls, as how long it takes depends on the machine.
"""

import pytest
from lxml import etree

from assessments.files.word_form.reader import docx_text, wording
from assessments.files.word_form.reader.docx_text import collect
from assessments.files.word_form.reader.docx_values import PICTURE, Source
from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import printed_edition
from tests.support.word_forms import FormBuilder

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EDITION = printed_edition("2015")


def counted(monkeypatch, module, name):
    """Count the calls of a function."""
    calls, real = [], getattr(module, name)

    def count(*args):
        calls.append(1)
        return real(*args)

    monkeypatch.setattr(module, name, count)
    return calls


def form_with(xml):
    """Return a blank form with more before its end."""
    form = FormBuilder(EDITION).build()
    body = form.document.element.body
    body.insert(len(body) - 1, etree.fromstring(xml))
    return form.data()


def paragraph_of(xml):
    [paragraph] = etree.fromstring(f'<w:body xmlns:w="{W}"><w:p>{xml}</w:p></w:body>')
    return paragraph


def rows(count):
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>words {number} of seven</w:t></w:r></w:p></w:tc>"
        for number in range(7)
    )
    return f'<w:tbl xmlns:w="{W}"><w:tblPr/>{f"<w:tr>{cells}</w:tr>" * count}</w:tbl>'


def test_what_is_printed_is_not_read_anew_for_every_row(monkeypatch):
    folded = counted(monkeypatch, wording, "fold")
    taken = []
    for count in (50, 150):
        wording.key.cache_clear()
        folded.clear()
        read_form(form_with(rows(count)), [EDITION])
        taken.append(len(folded))
    assert (taken[1] - taken[0]) / 100 < 30


@pytest.mark.parametrize("depth", [1, 40])
def test_a_drawing_within_drawings_is_looked_through_once(monkeypatch, depth):
    names = counted(monkeypatch, docx_text, "local_name")
    walks = counted(monkeypatch, docx_text, "with_words")
    inner = "<w:r/>" * 2000 + "<w:t>words</w:t>"
    xml = f"{'<w:pict>' * depth}{inner}{'</w:pict>' * depth}"
    paragraph = paragraph_of(xml)
    assert collect(paragraph, Source()).text == "words"
    assert len(names) < 2.5 * len(list(paragraph.iter()))
    assert len(walks) == 1


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:pict><w:r/></w:pict>", PICTURE),
        ("<w:pict><w:pict/><w:t>words</w:t></w:pict>", f"{PICTURE}words"),
        ("<w:pict><w:t>words</w:t></w:pict><w:pict/>", f"words{PICTURE}"),
    ],
)
def test_a_drawing_without_words_is_a_picture(xml, text):
    assert collect(paragraph_of(xml), Source()).text == text
