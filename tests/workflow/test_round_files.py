"""The ZIP of a round, and making its PDFs before anybody asks for them."""

import csv
import hashlib
import io
import subprocess
import zipfile

import pytest
from django.core.cache import cache
from django.core.management import call_command

from assessments.files.bounded import jobs, slots
from assessments.files.catalogue import FORMATS
from assessments.models import (
    AuditEvent,
    SubmissionFile,
)
from assessments.workflow import prebuilt_files, reopening, round_data
from tests.support.builders import make_round, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.round_files import pages, submitted

HOSTILE = ["=cmd|' /C calc'!A0", "../../../etc/passwd", "Нортмур", "northmoor!"]


@pytest.fixture
def made(monkeypatch):
    """The PDFs that are made are short, and noted; those of the names in `bad` fail."""
    found = []

    def make(content, *rest):
        found.append(content["authority"]["name"])
        if content["authority"]["name"] in make.bad:
            raise make.bad[content["authority"]["name"]]
        return b"%PDF of " + content["reference"].encode()

    make.bad = {}
    found_and_bad = found, make.bad
    monkeypatch.setattr("assessments.files.pdf.submission.make", make)
    cache.clear()
    return found_and_bad


@pytest.fixture
def round(db):
    return make_round()


def downloaded(client, round):
    response = client.get(pages(round)[1])
    data = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(data)
    return response, data


def manifest_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("manifest.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def make_all(round):
    return prebuilt_files.make_missing(round_data.latest(round), [FORMATS["pdf"]])


def test_a_zip_that_checks_itself(round, mo, val, made, tmp_path):
    submissions = {name: submitted(round, name, mo) for name in ["Alder", *HOSTILE]}
    make_all(round)
    response, data = downloaded(client_of(val), round)
    assert response["Content-Disposition"] == (
        f'attachment; filename="{round.slug}-pdfs.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(names)
    assert all(name.isascii() and "/" not in name for name in names)
    rows = manifest_of(data)
    assert len(rows) == len(submissions)
    for row in rows:
        submission = submissions[row["authority"].removeprefix("'")]
        content = (tmp_path / row["file"]).read_bytes()
        assert content == b"%PDF of " + submission.reference.encode()
        assert row["reference"] == submission.reference
        assert row["SHA-256 of the submission"] == submission.digest
        assert row["SHA-256 of the file"] == hashlib.sha256(content).hexdigest()
        assert int(row["size in bytes"]) == len(content)
        assert (row["submission number"], row["edition"]) == ("1", "2020")
    assert {row["authority"] for row in rows if row["authority"][0] == "'"} == {
        f"'{HOSTILE[0]}"
    }
    alder = next(row["file"] for row in rows if row["authority"] == "Alder")
    assert alder == f"alder-{submissions['Alder'].reference}.pdf"
    assert b"There are 5 PDFs." in (tmp_path / "README.txt").read_bytes()
    again = downloaded(client_of(val), round)[1]
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: (tmp_path / name).read_bytes() for name in names
        }


def test_what_has_no_pdf_is_named_and_the_latest_submission_counts(
    round, mo, val, made
):
    first = submitted(round, "Alder", mo)
    submitted(round, "Birch", mo)
    make_all(round)
    reopening.reopen(assessment=first.assessment, by=val, reason="Again.")
    first.assessment.refresh_from_db()
    second = submit(first.assessment, mo)
    client = client_of(val)
    alder, birch = manifest_of(downloaded(client, round)[1])
    assert alder["file"] == "missing: no PDF has been made yet"
    assert (alder["reference"], alder["submission number"]) == (second.reference, "2")
    assert birch["status of the assessment"] == "submitted"
    page = markup(client.get(pages(round)[0]))
    assert "PDFs made: 1 of 2" in page
    assert "Authorities that have submitted: 2 of 2" in page
    assert "Not made yet: 1 authority" in page
    assert f"<bdi>Alder</bdi>, {second.reference}" in page


def test_every_submission_in_the_zip_is_on_record_before_it_is_sent(
    round, mo, val, made
):
    submissions = [submitted(round, name, mo) for name in ("Alder", "Birch")]
    make_all(round)
    submitted(round, "Cedar", mo)
    response = client_of(val).get(pages(round)[1])
    events = AuditEvent.objects.filter(kind="downloaded", by=val)
    assert {(event.assessment_id, event.detail) for event in events} == {
        (each.assessment_id, f"{each.reference}, pdf, with others of its round")
        for each in submissions
    }
    response.close()


def test_a_pdf_thrown_away_meanwhile_breaks_the_download(round, mo, val, made):
    for name in ("Alder", "Birch"):
        submitted(round, name, mo)
    make_all(round)
    response = client_of(val).get(pages(round)[1])
    pieces = iter(response.streaming_content)
    sent = [next(pieces)]
    while not sent[-1].startswith(b"%PDF"):
        sent.append(next(pieces))
    SubmissionFile.objects.all().delete()
    with pytest.raises(SubmissionFile.DoesNotExist):
        sent.extend(pieces)
    assert len(b"".join(sent)) < int(response["Content-Length"])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(sent)))


def test_a_zip_takes_as_many_questions_for_many_as_for_few(
    round, mo, val, made, django_assert_num_queries
):
    client = client_of(val)
    for name in ("Alder", "Birch", "Cedar"):
        submitted(round, name, mo)
    make_all(round)
    for page in pages(round):
        client.get(page)
    with django_assert_num_queries(5):
        client.get(pages(round)[0])
    with django_assert_num_queries(7):  # and one a file, while it is sent
        client.get(pages(round)[1])


# Making what is missing


def test_the_button_makes_what_is_missing_and_says_how_far_it_is(
    round, mo, val, made, monkeypatch
):
    found, _ = made
    for name in ("Alder", "Birch", "Cedar"):
        submitted(round, name, mo)
    client = client_of(val)
    page, _ = pages(round)
    monkeypatch.setattr("assessments.views.round_files.PATIENCE", -1)
    answer = client.post(page, headers={"Accept": "application/json"}).json()
    assert answer["words"] == "PDFs made: 1 of 3"
    assert not answer["is_done"]
    monkeypatch.setattr("assessments.views.round_files.PATIENCE", 8)
    response = client.post(page)
    assert (response.status_code, response["Location"]) == (302, page)
    assert found == ["Alder", "Birch", "Cedar"]
    html = markup(client.get(page))
    assert "PDFs made: 3 of 3" in html
    assert "Download all 3 PDFs" in html
    assert "Make the missing PDFs" not in html
    answer = client.post(page, headers={"Accept": "application/json"}).json()
    assert answer["is_done"]
    assert len(found) == 3


def test_one_that_cannot_be_made_is_named_and_the_others_are_made(round, mo, val, made):
    found, bad = made
    for name in ("Alder", "Birch", "Cedar"):
        submitted(round, name, mo)
    bad |= {"Alder": jobs.NotMade("Too much."), "Birch": KeyError("a text")}
    client = client_of(val)
    answer = client.post(pages(round)[0], headers={"Accept": "application/json"})
    assert answer.json()["words"] == "PDFs made: 1 of 3"
    assert answer.json()["is_done"]
    html = answer.json()["html"]
    assert html.index("Could not be made") < html.index("Alder") < html.index("Birch")
    client.post(pages(round)[0])
    assert found == ["Alder", "Birch", "Cedar"]  # none is tried again at once
    cache.clear()  # as after a day
    bad.clear()
    client.post(pages(round)[0])
    assert found == ["Alder", "Birch", "Cedar", "Alder", "Birch"]
    assert "PDFs made: 3 of 3" in markup(client.get(pages(round)[0]))


def test_two_never_make_the_same_at_once(round, mo, val, made):
    found, _ = made
    submitted(round, "Alder", mo)
    client = client_of(val)
    with slots.hold_slot(prebuilt_files.PLACE, 1, 0):
        html = markup(client.post(pages(round)[0], follow=True))
        answer = client.post(pages(round)[0], headers={"Accept": "application/json"})
    assert "being made at the moment" in html
    assert answer.json()["is_busy"]
    assert found == []


def test_when_all_places_are_taken_it_stops_and_blames_nobody(round, mo, val, made):
    _, bad = made
    submitted(round, "Alder", mo)
    bad["Alder"] = jobs.Busy("Others.")
    run = make_all(round)
    assert (run.made, run.failed, run.is_busy) == (0, [], True)
    bad.clear()
    assert make_all(round).made == 1


def test_the_command_makes_everything_and_says_little(round, mo, made, capsys):
    _, bad = made
    alder, birch = (submitted(round, name, mo) for name in ("Alder", "Birch"))
    bad["Alder"] = jobs.NotMade("Too much.")
    call_command("make_files", format="pdf")
    assert capsys.readouterr().out.splitlines() == [
        "Files made: 1.",
        f"Could not be made: {alder.reference}.pdf. Run this again tomorrow.",
    ]
    call_command("make_files", format="pdf")
    assert capsys.readouterr().out == ""
    [file] = birch.files.all()
    assert file.digest == hashlib.sha256(bytes(file.content)).hexdigest()


def test_the_command_makes_every_format_that_is_kept(round, mo, made, monkeypatch):
    submission = submitted(round, "Alder", mo)
    call_command("make_files", stdout=io.StringIO())
    kept = {name for name, format in FORMATS.items() if format.is_kept}
    assert set(submission.files.values_list("format", flat=True)) == kept


def test_a_round_without_submissions_has_a_page_and_no_zip(round, val):
    client = client_of(val)
    page, zip = pages(round)
    assert "No authority has been added yet." in markup(client.get(page))
    assert client.get(zip).status_code == 409
