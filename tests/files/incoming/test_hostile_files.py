"""Past files that are meant to do harm: each is refused in a sentence."""

import io
import tracemalloc
import zipfile

import pytest

from assessments.files.bounded import limits
from assessments.files.incoming import isolated, past_submission
from assessments.files.word_form.reader import docx_safety
from assessments.models import (
    Assessment,
    AuditEvent,
    LocalAuthority,
    PastBatch,
    PastFile,
    Submission,
)
from assessments.workflow import past_import_batch
from tests.support.clients import FormClient, client_of
from tests.support.past_files import past_form, upload
from tests.support.word_editions import small_edition
from tests.support.word_forms import form as other_form
from tests.support.word_forms import repack

pytestmark = pytest.mark.any_database

NEW = {"round": "new", "new_round": "Autumn 2016"}


@pytest.fixture
def val_in(val):
    return client_of(val)


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


DOCTYPE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def hostile():
    """Return {name: (bytes, a part of its refusal)}."""
    sound = past_form()
    return {
        "bomb": (
            repack(sound, {"word/a.xml": bytes(30 * docx_safety.MEGABYTE)}),
            docx_safety.UNPACKS_TOO_LARGE,
        ),
        "entity": (repack(sound, {MAIN: DOCTYPE}), "document type declaration"),
        "laughs": (repack(sound, {MAIN: LAUGHS}), "document type declaration"),
        "rich": (b"{\\rtf1 kites}", "saved as rich text"),
        "exe": (b"MZ\x90\x00" + bytes(500), past_submission.NEITHER),
        "truncated": (sound[: len(sound) // 2], docx_safety.DAMAGED),
        "password": (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            docx_safety.PASSWORD,
        ),
        "older": (OLE + bytes(600), docx_safety.OLDER_WORD),
        "other": (other_form(small_edition()), "not a Baker & Dixon form"),
        "parts": (
            packed(**{f"p{n}": b"" for n in range(10_000)}),
            docx_safety.UNPACKS_TOO_LARGE,
        ),
        "slip": (packed(**{"..__..__etc__x": b"x"}), "a path out of the file"),
        "nested": (packed(**{"inner.zip": packed(a=b"x")}), docx_safety.NOT_WORD),
        "empty": (b"", past_submission.EMPTY),
        "page": (b"<html></html>", past_submission.NEITHER),
        "deep": (b'{"a":' * 50_000, "far more than a submission could"),
        "twice": (b'{"format": 1, "format": 2}', "twice"),
        "huge": (b"{" + bytes(11 * docx_safety.MEGABYTE), "larger than 10 MB"),
    }


def test_each_hostile_file_is_refused_in_a_sentence_and_the_rest_comes_in(val_in):
    files = hostile()
    answer = upload(
        val_in,
        *[(f"{name}.docx", data) for name, (data, _) in files.items()],
        ("good.docx", past_form()),
        **NEW,
    )
    assert answer.status_code == 302
    batch = PastBatch.objects.get()
    found = {
        file.name.removesuffix(".docx"): file.refusal.get("message", "")
        for file in batch.files.all()
    }
    assert found.pop("good") == ""
    assert {name: said in found[name] for name, (_, said) in files.items()} == (
        dict.fromkeys(files, True)
    )
    for model in (LocalAuthority, Assessment, Submission, AuditEvent):
        assert not model.objects.exists()
    past_import_batch.import_files(
        batch=batch, files=batch.files.values_list("pk", flat=True), by=batch.by
    )
    assert Submission.objects.count() == 1


def test_a_bomb_takes_no_memory_of_ours(db):
    """Nor of the child's, beyond what it may; see test_child_process and test_docx_safety."""
    data, said = hostile()["bomb"]
    tracemalloc.start()
    try:
        row = past_import_batch._read("bomb.docx", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert row.refusal["message"] == said
    assert peak < 2 * docx_safety.MEGABYTE


def test_a_child_keeps_to_its_memory(val_in, monkeypatch):
    monkeypatch.setattr(limits, "READING", limits.READING._replace(megabytes=128))
    lists = b'{"a": [' + b"[]," * (3 * docx_safety.MEGABYTE) + b"0]}"
    upload(val_in, ("a.json", lists), **NEW)
    assert PastFile.objects.get().refusal["message"] == isolated.PAST_TOO_LONG


def test_too_many_files_or_bytes_are_refused_before_they_are_read(val_in):
    answer = upload(val_in, *[(f"{n}.json", b"{}") for n in range(51)], **NEW)
    assert answer.status_code == 400
    answer = upload(val_in, ("a.json", bytes(26 * docx_safety.MEGABYTE)), **NEW)
    assert answer.status_code == 413
    assert "upload up to 25 MB" in answer.content.decode()
    assert not PastBatch.objects.exists()


def test_no_log_names_a_file_or_what_is_in_it(val_in, caplog):
    caplog.set_level("DEBUG")
    upload(val_in, ("SECRET NAME.docx", b"PK SECRET"), ("S.json", b'{"SECRET'), **NEW)
    val_in.get(f"/past-submissions/{PastBatch.objects.get().pk}/report.csv")
    assert "SECRET" not in caplog.text
    assert not AuditEvent.objects.exists()


def test_somebody_signed_out_is_told_to_choose_the_files_again():
    answer = upload(FormClient(), ("a.docx", b"PK"), **NEW)
    assert answer.status_code == 401
    assert "choose the file again" in answer.content.decode()
