"""An authority that is erased is in no row of the database; all others are as before."""

import json
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.analysis.benchmark import EVERYBODY
from assessments.models import DraftResponse, LocalAuthority, Submission
from assessments.workflow.benchmarks import release
from assessments.workflow.erasing import erase
from assessments.workflow.merging import merge
from assessments.workflow.round_analyses import keep
from leavingcare import backup
from leavingcare.models import User
from leavingcare.outbox import Queue
from tests.support.builders import (
    complete,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.tables import tables_with
from tests.support.whole_rounds import make_whole_round
from tests.support.world import bring_to

TEXT = "A text only Northmoor wrote"
KEPT = "A text only Westmere wrote"
ITS_OWN = [TEXT, "Cass", "cass@example.org", "mo@example.org"]


@pytest.fixture
def everything(world):
    """An assessment of Northmoor in which all there is has happened."""
    bring_to(world, "submitted")
    DraftResponse.objects.filter(draft__group=world["housing"]).update(evidence=TEXT)
    Queue().send_messages([EmailMessage("Northmoor: join", TEXT, to=["x@example.org"])])
    return world["assessment"]


@pytest.fixture
def westmere(val):
    """Another authority with a submission."""
    authority = make_authority("Westmere")
    wes = make_member(authority, "moderator", "wes")
    assessment = make_assessment(authority, wes)
    group = make_group(assessment, wes, wes)
    rate(group, 3, KEPT)
    complete(assessment, wes)
    submit(assessment, wes)
    return assessment


def test_nothing_of_it_is_left(everything, northmoor):
    assert "assessments_draftresponse" in tables_with(*ITS_OWN)
    erase(authority=northmoor)
    assert tables_with(*ITS_OWN) == set()
    assert tables_with("Northmoor") == set()


@pytest.mark.parametrize("query", ["", "&by=code"])
def test_an_analysis_that_was_kept_is_of_the_others(
    everything, westmere, northmoor, val, query
):
    keep(round=everything.round, baseline=None, note="", by=val)
    erase(authority=northmoor)
    assert tables_with("Northmoor") == set()
    for part in ("", "statements/", "answered/"):
        url = f"/rounds/{everything.round.slug}/analysis/{part}?kept=1{query}"
        assert client_of(val).get(url).status_code == 200


def test_an_analysis_that_was_kept_loses_its_doubles_too(
    everything, westmere, northmoor, val
):
    keep(round=westmere.round, baseline=None, note="", by=val)
    merge(kept=northmoor, double=westmere.authority, by=val)
    erase(authority=northmoor)
    assert tables_with("Northmoor") == tables_with("Westmere") == set()
    url = f"/rounds/{westmere.round.slug}/analysis/?kept=1"
    assert client_of(val).get(url).status_code == 200


def test_a_later_release_does_not_give_away_what_was_erased(val):
    """It would be the difference between the two releases."""
    round = make_whole_round("Spring", asked=36)
    release(round=round, grouping="", by_name=0, note="Thank you.", by=val)
    for authority in LocalAuthority.objects.order_by("name")[:5]:
        erase(authority=authority)
    shown = client_of(val).get(f"/rounds/{round.slug}/results/")
    assert shown.status_code == 200
    again = release(round=round, grouping="", by_name=0, note="Again.", by=val)
    assert len(again.basis) == 31
    assert [*again.figures["areas"].values()] == [{EVERYBODY: {}}] * 10


def test_the_database_stays_whole(everything, northmoor):
    erase(authority=northmoor)
    connection.check_constraints()


def test_others_keep_everything(everything, westmere, northmoor):
    before = Submission.objects.get(assessment=westmere)
    erase(authority=northmoor)
    after = Submission.objects.get(assessment=westmere)
    assert (after.content, after.digest) == (before.content, before.digest)
    assert DraftResponse.objects.filter(evidence=KEPT).exists()
    assert set(LocalAuthority.objects.values_list("name", flat=True)) >= {"Westmere"}
    assert User.objects.filter(name="Wes", is_active=True).exists()


def test_somebody_of_two_authorities_stays_in_the_other(
    everything, westmere, northmoor, cass
):
    westmere.authority.memberships.create(user=cass, role="contributor")
    erase(authority=northmoor)
    cass.refresh_from_db()
    assert (cass.name, cass.is_active) == ("Cass", True)
    assert cass.memberships.get().authority == westmere.authority


def test_only_its_own_rows_are_counted(everything, westmere, northmoor):
    with connection.cursor() as cursor:
        before = backup.tables_of(cursor, connection)
    rows = erase(authority=northmoor)["rows"]
    with connection.cursor() as cursor:
        after = backup.tables_of(cursor, connection)
    for table, count in rows.items():
        assert before[table][0] - after[table][0] == count, table
    assert rows["assessments_submission"] == 2


def run(*args):
    out = StringIO()
    call_command("erase_authority", *args, stdout=out)
    return out.getvalue()


def test_the_command_counts_first_and_asks_to_be_sure(everything, northmoor, tmp_path):
    file = str(tmp_path / "certificate.json")
    assert "rows to delete" in run(northmoor.slug)
    with pytest.raises(CommandError, match='--name "Northmoor"'):
        run(northmoor.slug, "--certificate", file, "--name", "northmoor")
    with pytest.raises(CommandError, match="No authority has this slug"):
        run("nowhere")
    assert LocalAuthority.objects.filter(slug=northmoor.slug).exists()
    digests = dict(Submission.objects.values_list("reference", "digest"))
    assert "erased" in run(northmoor.slug, "--certificate", file, "--name", "Northmoor")
    certificate = json.loads((tmp_path / "certificate.json").read_text())
    assert certificate["authority"] == "Northmoor"
    assert certificate["submissions"] == digests
    assert not LocalAuthority.objects.filter(slug=northmoor.slug).exists()


def test_no_certificate_no_erasing(everything, northmoor, tmp_path):
    taken = tmp_path / "taken.json"
    taken.write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        run(northmoor.slug, "--certificate", str(taken), "--name", "Northmoor")
    assert LocalAuthority.objects.filter(slug=northmoor.slug).exists()


def test_a_full_disk_erases_nothing(everything, northmoor, tmp_path, monkeypatch):
    def fail(file):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    file = str(tmp_path / "certificate.json")
    with pytest.raises(CommandError, match="cannot be written"):
        run(northmoor.slug, "--certificate", file, "--name", "Northmoor")
    assert LocalAuthority.objects.filter(slug=northmoor.slug).exists()
