"""Documents embedded in a form: read like the form itself, or asked about and listed."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import nsdecls

from assessments.files.word_form.reader import docx_chunks, docx_safety
from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import small_edition
from tests.support.word_edits import Sheet
from tests.support.word_forms import form, repack

SMALL = small_edition()
CODES = [s["code"] for area in SMALL["areas"] for s in area["statements"]]
RELATIONSHIPS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
UNREAD = "[another document, which cannot be read]"


def with_chunk(data, chunk, name="chunk.bin", target=None):
    """Return a form whose chunk rIdChunk is a part with these bytes."""
    target = name if target is None else target
    relationship = f'<Relationship Id="rIdChunk" Type="{KIND}" Target="{target}"/>'
    end = b"</Relationships>"
    return repack(
        data,
        {
            RELATIONSHIPS: (end, relationship.encode() + end),
            f"word/{name}": chunk,
        },
    )


def in_a_cell(chunk, **more):
    sheet = Sheet(
        SMALL, {c: {"ratings": [], "evidence": "", "ideas": ""} for c in CODES}
    )
    area, row = sheet.rows()[0]
    row.cells[id(area.column("evidence"))] = (
        f'<w:altChunk {nsdecls("r")} r:id="rIdChunk"/><w:p/>'
    )
    return read_form(with_chunk(sheet.data(), chunk, **more), [SMALL])


def word(*lines, table=None):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("chunk", "text"),
    [
        (b"Kites\nand boats", "Kites\nand boats"),
        ("Kites é".encode("utf-16"), "Kites é"),
        ("Kites é".encode("cp1252"), "Kites é"),
        ("\ufeffKites é".encode(), "Kites é"),
        (
            b"<p>Kites &amp; <b>boats</b></p><p>Tea<br>cups</p>",
            "Kites & boats\nTea\ncups",
        ),
        (
            (
                b"<!DOCTYPE html><html><head><title>No</title><style>p{}</style></head>"
                b"<body><div>Kites</div><script>x()</script><ul><li>One</li></ul></body></html>"
            ),
            "Kites\nOne",
        ),
        (
            b"<table><tr><td>May</td><td>5</td></tr><tr><td>June</td></tr></table>",
            "May\t5\nJune",
        ),
        (b'<html><meta charset="latin-1"><p>Caf\xe9</p></html>', "Café"),
        (word("Kites", "and boats"), "Kites\nand boats"),
    ],
    ids=["text", "utf-16", "cp1252", "mark", "html", "page", "table", "latin", "word"],
)
def test_what_can_be_read_is_asked_about_with_its_text(chunk, text):
    found = in_a_cell(chunk)
    assert found.answers["1a"].evidence == text
    [question] = found.questions
    assert question.fields == [("1a", "evidence")]
    assert "another document that is embedded here" in question.why
    assert found.unplaced == []


def test_what_is_struck_or_hidden_in_a_page_is_listed():
    page = (
        b'<p>Now <s>then</s> <del>before</del> <span style="text-decoration: '
        b'line-through">once</span> <i style="display:none">unseen</i></p>'
    )
    found = in_a_cell(page)
    assert found.answers["1a"].evidence == "Now"
    listed = dict(found.unplaced)
    assert listed["1a, evidence, struck through"].split() == [
        "then",
        "before",
        "once",
    ] or (listed["1a, evidence, struck through"] == "thenbeforeonce")
    assert listed["1a, evidence, hidden"] == "unseen"


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(3 * docx_safety.MEGABYTE))
    return file.getvalue()


LAUGHS = (
    b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p>&b;</p>'
)
FILE = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'


@pytest.mark.parametrize(
    ("chunk", "more"),
    [
        (b"{\\rtf1 kites}", {}),
        (b"MIME-Version: 1.0\n\n<p>kites</p>", {}),
        (b"<x:kites/>", {}),
        (b"\x00\x01\x02", {}),
        (b"", {}),
        (b"PK nothing", {}),
        (bomb(), {}),
        (b"<p>" + b"kites " * 400_000, {}),
        (b"<div>" * 150 + b"deep", {}),
        (b"<p>" + b"<b>x</b>" * 60_000, {}),
        (b"kites", {"target": "missing.txt"}),
        (b"kites", {"target": "../../../etc/passwd"}),
        (b"kites", {"target": ""}),
    ],
    ids=[
        "rtf",
        "mht",
        "xml",
        "binary",
        "empty",
        "damaged",
        "bomb",
        "large",
        "deep",
        "elements",
        "missing",
        "outside",
        "nowhere",
    ],
)
def test_what_cannot_be_read_is_asked_about_and_said(chunk, more):
    found = in_a_cell(chunk, **more)
    [question] = found.questions
    assert question.fields == [("1a", "evidence")]
    assert question.why == "Another document is embedded here, which cannot be read."
    assert question.seen == UNREAD


@pytest.mark.parametrize("page", [LAUGHS, FILE], ids=["laughs", "file"])
def test_a_page_fetches_and_expands_nothing(page):
    found = in_a_cell(page)
    said = found.answers["1a"].evidence + "".join(q.seen for q in found.questions)
    assert "root:" not in said
    assert "lol" not in said


def test_a_word_file_with_a_hostile_part_is_not_read():
    hostile = repack(word("Kites"), {"word/document.xml": FILE})
    [question] = in_a_cell(hostile).questions
    assert question.seen == UNREAD


def test_a_document_within_an_embedded_document_is_not_opened():
    inner = Document()
    inner.add_paragraph("Kites")
    body = inner.element.body
    from docx.oxml import parse_xml

    body.insert(1, parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rIdChunk"/>'))
    file = io.BytesIO()
    inner.save(file)
    data = with_chunk(file.getvalue(), b"boats")
    found = in_a_cell(data)
    assert found.answers["1a"].evidence == f"Kites\n{UNREAD}"
    assert [each.fields for each in found.questions] == [[("1a", "evidence")]]


def test_a_form_put_together_from_parts_is_read_like_any_other():
    """The whole form is embedded in an empty document, as programs that merge do."""
    whole = form(SMALL, {"1a": {"marks": {3: "X"}, "evidence": "Kites"}})
    from docx.oxml import parse_xml

    shell = Document()
    shell.element.body.insert(
        0, parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rIdChunk"/>')
    )
    file = io.BytesIO()
    shell.save(file)
    found = read_form(with_chunk(file.getvalue(), whole, "part.docx"), [SMALL])
    assert found.answers["1a"].ratings == [3]
    assert found.answers["1a"].evidence == "Kites"
    assert found.questions == []


def test_what_stands_beside_the_text_of_an_embedded_document_is_listed():
    document = Document()
    document.add_paragraph("Kites")
    document.add_comment(document.paragraphs[0].runs, "Is this so?")
    document.sections[0].header.paragraphs[0].text = "Draft of the harbour"
    file = io.BytesIO()
    document.save(file)
    found = in_a_cell(file.getvalue())
    assert found.unplaced == [
        ("A comment", "Is this so?"),
        ("The top of the page", "Draft of the harbour"),
    ]


def test_an_unread_document_outside_the_answers_is_asked_about_too():
    data = form(SMALL, {"1a": {"marks": {3: "X"}}})
    chunk = f'<w:altChunk {nsdecls("r")} r:id="rIdChunk"/>'.encode()
    data = repack(data, {"word/document.xml": (b"<w:sectPr", chunk + b"<w:sectPr")})
    found = read_form(with_chunk(data, b"{\\rtf1 kites}"), [SMALL])
    [question] = found.questions
    assert (question.seen, question.fields) == (UNREAD, [])
    assert any(text == UNREAD for _, text in found.unplaced)


def test_only_so_many_documents_are_opened(monkeypatch):
    monkeypatch.setattr(docx_chunks, "MAX_CHUNKS", 0)
    [question] = in_a_cell(b"kites").questions
    assert question.seen == UNREAD
