"""An authority's archive is imported where nobody knows of it, and nothing is missing."""

import csv
import io
import zipfile

import pytest
from django.core.management import call_command

from assessments.models import LocalAuthority, Submission
from assessments.workflow import erasing, past_import_batch
from tests.support.builders import (
    hand_in,
    make_group,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.supplements import return_follow_up, save_follow_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
# What the site gives each submission; an imported one has the day it was completed.
OWN = {"reference", "submitted_at", "submitted_by", "dated_on", "imported"}
OWN |= {"evaluation_code"}  # an authority that was erased gets another one
FILES = ["groups-raw.csv", "long-raw.csv"]


@pytest.fixture
def archive(assessment, mo, cass, monkeypatch, tmp_path):
    """The archive of an authority that has submitted, with groups of three kinds."""
    monkeypatch.setattr("assessments.files.pdf.submission.make", lambda *_: b"%PDF")
    for kind, value in [("housing", 2), ("advisers", 4), ("", 1)]:
        group = make_group(assessment, mo, cass, areas=[1, 7], name=f"Group {value}")
        group.kind = kind
        group.save()
        rate(group, value, f"Evidence of the {kind} group.")
        hand_in(group, cass)
    submit(assessment, mo)
    save_follow_up(assessment, mo, {1: {"stage_two": 8, "barriers": "Rents."}})
    return_follow_up(assessment, mo)
    path = tmp_path / "northmoor.zip"
    call_command("export_authority", "northmoor", output=path)
    return path.read_bytes()


def rows_of(val, round, name):
    """Return the rows of a round's data file, without what the site has of its own."""
    response = client_of(val).get(f"/rounds/{round.slug}/data.{name}")
    text = response.content.decode("utf-8-sig")
    return [
        {column: cell for column, cell in row.items() if column not in OWN}
        for row in csv.DictReader(io.StringIO(text))
    ]


def imported(archive, val, round):
    """Import the submissions of an archive through the page's own steps."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = [
            (name.rpartition("/")[2], opened.read(name))
            for name in opened.namelist()
            if "/submissions/" in name and name.endswith(".json")
        ]
    batch = past_import_batch.receive(files=files, round=None, new_round="", by=val)
    keys = [each.pk for each in batch.files.all()]
    count = past_import_batch.import_files(batch=batch, files=keys, by=val)
    assert count == len(files) == 1, [each.refusal for each in batch.files.all()]
    return batch.files.get().submission


def test_an_archive_comes_back_with_the_kinds_of_groups(
    archive, assessment, northmoor, val
):
    round, before = assessment.round, Submission.objects.get()
    data = {name: rows_of(val, round, name) for name in FILES}
    kinds = {row["group_kind"] for row in data["groups-raw.csv"]}
    assert len(kinds) == 3
    erasing.erase(authority=northmoor)
    assert not LocalAuthority.objects.filter(name="Northmoor").exists()
    after = imported(archive, val, round)
    assert after.is_imported
    for code, response in before.content["responses"].items():
        assert after.content["responses"][code] == response
    assert {name: rows_of(val, round, name) for name in FILES} == data
