"""Files that are not Word forms, or are meant to do harm: refused with a reason."""

import io
import tracemalloc
import zipfile

import pytest

from assessments.files.word_form.reader import docx_safety
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.files.word_form.reader.form import read_form
from tests.support.word_editions import small_edition
from tests.support.word_forms import form, repack

SMALL = small_edition()
MAIN = "word/document.xml"
FORM = form(SMALL, {"1a": {"marks": {4: "X"}}})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = b'<!DOCTYPE z [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><z>&b;</z>'
RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    "attachedTemplate"
)


def refusal(data):
    with pytest.raises(UnreadableForm) as caught:
        read_form(data, [SMALL])
    assert str(caught.value) == caught.value.message
    return caught.value.message


def template(target):
    """Return a part that attaches a template to the document."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{RELATION}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def with_flag(data, flag):
    """Return the same archive with a flag set on each of its entries."""
    data = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + place] |= flag
            start = data.find(signature, start + 4)
    return bytes(data)


def with_part(name, content=b"", **attributes):
    info = zipfile.ZipInfo(name)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    file = io.BytesIO(FORM)
    with zipfile.ZipFile(file, "a") as new:
        new.writestr(info, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def open_document(kind="text"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        new.writestr("content.xml", "<office/>")
    return file.getvalue()


def test_the_form_itself_is_read():
    assert read_form(FORM, [SMALL]).answers["1a"].ratings == [4]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", docx_safety.NOT_WORD),
        (b"hello", docx_safety.NOT_WORD),
        (b"%PDF-1.7", docx_safety.NOT_WORD),
        (b"PK", docx_safety.DAMAGED),
        (FORM[:-200], docx_safety.DAMAGED),
        (FORM[: len(FORM) // 2], docx_safety.DAMAGED),
        (FORM[:500] + b"\0" * 300 + FORM[800:], docx_safety.DAMAGED),
        (OLE + b"\0" * 600, docx_safety.OLDER_WORD),
        (OLE + "Workbook".encode("utf-16-le"), docx_safety.SPREADSHEET),
        (OLE + "WorkbookWordDocument".encode("utf-16-le"), docx_safety.OLDER_WORD),
        (open_document("spreadsheet"), docx_safety.SPREADSHEET),
        (OLE + "EncryptedPackage".encode("utf-16-le"), docx_safety.PASSWORD),
        (with_flag(FORM, 1), docx_safety.PASSWORD),
        (b"PK" + bytes(docx_safety.MAX_FILE), docx_safety.TOO_LARGE),
        (repack(FORM, without=[MAIN]), docx_safety.NOT_WORD),
        (repack(FORM, {MAIN: b"<a><b></a>"}), docx_safety.DAMAGED),
        (
            b"{\\rtf1 kites}",
            docx_safety.SAVED_ELSEWHERE.format(kind="rich text (.rtf)"),
        ),
        (
            open_document(),
            docx_safety.SAVED_ELSEWHERE.format(kind="OpenDocument text (.odt)"),
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) else None,
)
def test_what_is_no_sound_word_file(data, message):
    assert refusal(data) == message


def test_a_workbook_is_no_word_document():
    data = repack(
        FORM,
        {
            "_rels/.rels": (b"word/document.xml", b"xl/workbook.xml"),
            "xl/workbook.xml": b"<workbook/>",
        },
    )
    assert refusal(data) == docx_safety.SPREADSHEET


@pytest.mark.parametrize(
    "part", [MAIN, "word/styles.xml", "word/_rels/document.xml.rels", "docProps/x.xml"]
)
@pytest.mark.parametrize("xml", [DOCTYPE + b"<w:document/>", BOMB])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused_in_every_part(part, xml, encoding):
    content = xml.decode().encode(encoding)
    assert "document type declaration" in refusal(repack(FORM, {part: content}))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (with_part("../../etc/evil.xml", b"<a/>"), "a path out of the file"),
        (with_part("/etc/evil", b"x"), "a path out of the file"),
        (with_part("C:\\evil.xml", b"<a/>"), "a path out of the file"),
        (
            with_part("word/link", b"/etc/passwd", external_attr=0o120777 << 16),
            "a link to another file",
        ),
    ],
    ids=["up", "root", "drive", "symlink"],
)
def test_what_can_do_harm_is_refused_and_named(data, what):
    assert f"({what})" in refusal(data)


def test_parts_that_lie_over_each_other_are_refused():
    parts = [zipfile.ZipInfo(name) for name in (MAIN, "word/more.bin")]
    for part in parts:
        part.compress_size = part.file_size = 600
    docx_safety.refuse_by_listing(parts, 1200)
    with pytest.raises(UnreadableForm) as caught:
        docx_safety.refuse_by_listing(parts, 1199)
    assert caught.value.message == docx_safety.UNPACKS_TOO_LARGE


def test_two_parts_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = with_part(MAIN, b"<a/>")
    assert "two parts of one name" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        repack(
            FORM,
            {"word/_rels/settings.xml.rels": template("http://198.51.100.7/x.dotm")},
        ),
        with_part("word/embeddings/Book.xlsm", b"PK of somebody"),
        with_part("word/vbaProject.bin", b"macros"),
        repack(
            FORM,
            {"[Content_Types].xml": (b"ment.wordprocessingml", b".macroEnabled")},
        ),
        with_part("word/media/image1.emf", bytes(3 * docx_safety.MEGABYTE)),
        repack(
            FORM,
            {
                f"word/media/{number}.bmp": bytes(docx_safety.MEGABYTE)
                for number in range(101)
            },
        ),
    ],
    ids=["template", "workbook", "macros", "docm", "picture", "pictures"],
)
def test_what_is_never_opened_is_no_reason_to_refuse(data, monkeypatch):
    opened = []
    read = docx_safety.WordFile._read
    monkeypatch.setattr(
        docx_safety.WordFile,
        "_read",
        lambda file, name: opened.append(name) or read(file, name),
    )
    assert read_form(data, [SMALL]).answers["1a"].ratings == [4]
    assert {name.rpartition(".")[2] for name in opened} <= {"xml", "rels"}


def test_a_main_part_anywhere_is_found_where_the_package_says():
    with zipfile.ZipFile(io.BytesIO(FORM)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    moved = {
        name.replace("word/", "a/b/").replace("document.xml", "text.xml"): content
        for name, content in parts.items()
    }
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(
        b"word/document.xml", b"/a/x/../b/text.xml"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in moved.items():
            new.writestr(name, content)
    assert read_form(file.getvalue(), [SMALL]).answers["1a"].ratings == [4]


@pytest.mark.parametrize(
    "data",
    [
        with_part("word/x.xml", bytes(3 * docx_safety.MEGABYTE)),
        repack(
            FORM,
            {f"word/{n}.xml": bytes(docx_safety.MEGABYTE) for n in range(21)},
        ),
        repack(FORM, {f"word/{number}.bin": b"" for number in range(1001)}),
        repack(
            FORM, {MAIN: b"<a>" + b"<b/>" * (docx_safety.MAX_ELEMENTS + 1) + b"</a>"}
        ),
    ],
    ids=["ratio", "size", "parts", "elements"],
)
def test_what_unpacks_too_large_is_refused(data):
    assert refusal(data) == docx_safety.UNPACKS_TOO_LARGE


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = with_part("word/big.xml", b" " * (60 * docx_safety.MEGABYTE))
    tracemalloc.start()
    try:
        assert refusal(data) == docx_safety.UNPACKS_TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < docx_safety.MEGABYTE
    finally:
        tracemalloc.stop()


def test_xml_nested_too_deep_is_refused():
    deep = b"<a>" * 1500 + b"</a>" * 1500
    assert refusal(repack(FORM, {MAIN: deep})) == docx_safety.UNPACKS_TOO_LARGE


def test_other_ways_of_packing_are_refused():
    file = io.BytesIO(FORM)
    with zipfile.ZipFile(file, "a") as new:
        new.writestr("word/x.xml", b"<a/>", zipfile.ZIP_LZMA)
    assert refusal(file.getvalue()) == docx_safety.DAMAGED


@pytest.mark.parametrize(
    "xml",
    [
        b"<w:p><w:r><w:t>kites</w:t></w:r></w:p>" * 5001,
        b"<w:tbl>" + b"<w:tr><w:tc><w:p/></w:tc></w:tr>" * 5001 + b"</w:tbl>",
    ],
    ids=["paragraphs", "rows"],
)
def test_a_text_far_longer_than_a_form_is_refused(xml):
    data = repack(FORM, {MAIN: (b"</w:body>", xml + b"</w:body>")})
    assert refusal(data) == docx_safety.UNPACKS_TOO_LARGE
