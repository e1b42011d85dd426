"""Backups, and that they can be restored: on SQLite and on PostgreSQL."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from assessments.models import DraftResponse, Submission
from leavingcare import backup
from tests.support.builders import complete, submit
from tests.support.clients import client_of

SUFFIXES = [
    ".dump" if connection.vendor == "postgresql" else ".json",
    ".json" if connection.vendor == "postgresql" else ".sqlite3",
]
WORD = "Ünïcode 🦊 evidence"


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def site(transactional_db, assessment, housing, mo):
    """A site with a submission, a text and somebody signed in."""
    complete(assessment, mo)
    submit(assessment, mo)
    DraftResponse.objects.filter(draft__group=housing).update(evidence=WORD)
    client_of(mo)
    return assessment


@pytest.fixture
def listed(site, tmp_path):
    return Path(run("backup", str(tmp_path)))


def test_a_backup_is_restored_and_compared(listed):
    done = run("restore", str(listed), "--check")
    tables = json.loads(listed.read_text())["tables"]
    rows = sum(rows for rows, _ in tables.values())
    assert done == (
        f"Restored and compared: {len(tables)} tables, {rows} rows, and every "
        "submission has its digest."
    )
    assert tables["assessments_submission"][0] == 1
    assert tables["assessments_draftresponse"][0] > 20
    assert [path.suffix for path in sorted(listed.parent.iterdir())] == SUFFIXES


def test_only_its_owner_can_read_it(listed):
    for path in listed.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nobody_is_signed_in_by_a_backup(listed):
    found, path = backup.read(listed)
    assert "django_session" not in found["tables"]
    with backup.scratch(listed.parent):
        backup.restore(path)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session")
            assert cursor.fetchone() == (0,)


def test_what_is_restored_is_what_there_was(listed):
    found, path = backup.read(listed)
    with backup.scratch(listed.parent):
        backup.restore(path)
        assert list(backup.differences(found)) == []
        restored = DraftResponse.objects.filter(evidence=WORD).count()
    assert restored == DraftResponse.objects.filter(evidence=WORD).count() > 0


def test_one_changed_word_a_row_and_a_table_are_noticed(listed):
    found, _ = backup.read(listed)
    assert backup.differences(found) == []
    first = DraftResponse.objects.first()
    DraftResponse.objects.filter(pk=first.pk).update(ideas="One more.")
    assert backup.differences(found) == ["assessments_draftresponse has other content."]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE more (a integer)")
    try:
        assert "more is too much." in backup.differences(found)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE more")
    found["tables"]["gone"] = [1, ""]
    found["tables"]["leavingcare_user"][0] += 1
    told = backup.differences(found)
    assert "gone is missing." in told
    assert any(each.startswith("leavingcare_user has ") for each in told)


def test_a_backup_that_was_cut_short_is_refused(listed):
    _, path = backup.read(listed)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match="is not as it was written"):
        run("restore", str(listed), "--check")
    path.unlink()
    with pytest.raises(CommandError, match="cannot be read"):
        run("restore", str(listed), "--check")


def test_a_database_in_use_is_not_restored_over(listed):
    with pytest.raises(CommandError, match="The database is not empty"):
        run("restore", str(listed))


def test_a_folder_that_is_not_there_is_said(site, tmp_path):
    with pytest.raises(CommandError, match="cannot be written in"):
        run("backup", str(tmp_path / "nowhere"))


def spoil():
    """Change a submission behind the back of the code, as no page can."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_submission SET content = %s", [json.dumps({"a": 1})]
        )


def test_check_submissions_notices_a_change(site):
    assert run("check_submissions") == "Compared: 1. Each is as it was submitted."
    spoil()
    reference = Submission.objects.get().reference
    with pytest.raises(CommandError, match=f"{reference} does not match its digest"):
        run("check_submissions")


def test_a_spoiled_submission_is_noticed_in_a_backup_too(site, tmp_path):
    spoil()
    listed = run("backup", str(tmp_path))
    with pytest.raises(CommandError, match="does not match its digest"):
        run("restore", listed, "--check")
