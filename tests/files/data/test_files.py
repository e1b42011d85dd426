"""The data files where people and operators get them: pages, rounds, commands."""

import csv
import io
from unittest.mock import Mock

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from assessments.files import catalogue
from assessments.files.bounded import jobs
from assessments.files.catalogue import FORMATS, ROUND_FORMATS
from assessments.files.data import files
from assessments.models import AuditEvent, Cluster, SubmissionFile
from assessments.workflow import (
    downloads,
    reopening,
    round_data,
    setting_up,
)
from tests.support.builders import hand_in, make_authority, make_group, rate, submit
from tests.support.markup import without_layout

pytestmark = pytest.mark.any_database

QUICK = ["csv", "long.csv", "groups.csv", "raw.csv", "long-raw.csv", "groups-raw.csv"]
WORD = "Evidence of an invented group."


@pytest.fixture
def submission(assessment, mo):
    return submit(assessment, mo)


def table_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def round_url(name, assessment, **more):
    return reverse(name, kwargs={"slug": assessment.round.slug} | more)


# One submission


@pytest.mark.parametrize("name", files.FILES)
def test_every_format_can_be_had_and_is_on_record(client, submission, val, name):
    client.force_login(val)
    response = client.get(f"/submissions/{submission.reference}.{name}")
    assert response["Content-Type"] == FORMATS[name].kind
    assert response["Content-Disposition"] == (
        f'attachment; filename="northmoor-{submission.reference}.{name}"'
    )
    assert int(response["Content-Length"]) == len(response.content) > 100
    event = AuditEvent.objects.first()
    assert (event.kind, event.detail) == (
        "downloaded",
        f"{submission.reference}, {name}",
    )
    kept = list(SubmissionFile.objects.values_list("format", flat=True))
    assert kept == ([] if name in QUICK else [name])


def test_the_list_has_every_format_under_its_heading(client, submission, mo):
    client.force_login(mo)
    page = client.get(f"/submissions/{submission.reference}/")
    listed = page.context["files"]
    assert {format.name for format, _ in listed} == set(FORMATS)
    groups = [format.group for format, _ in listed]
    assert list(dict.fromkeys(groups)) == catalogue.GROUPS
    assert groups == sorted(groups, key=catalogue.GROUPS.index)
    html = page.content.decode()
    for group in catalogue.GROUPS:
        assert html.count(group.heading) == 1
    sizes = {format.name: size for format, size in listed}
    for name in QUICK:
        sent = client.get(f"/submissions/{submission.reference}.{name}").content
        assert sizes[name] == len(sent)


def test_the_columns_are_explained(client, mo):
    client.force_login(mo)
    html = client.get(reverse("data_columns")).content.decode()
    for words in [
        "global_score_listening",
        "rating_2026_1a",
        "Could not agree",
        "Steps as a share of the most there could be",
    ]:
        assert words in html


# A round


@pytest.fixture
def two(assessment, mo):
    """Two submissions of Northmoor's, the latter the latest, and one of Eastvale's."""
    group = make_group(assessment, mo, areas=[1], name="Housing of =Ava")
    rate(group, 2, WORD)
    hand_in(group, mo)
    first = submit(assessment, mo)
    reopening.reopen(assessment=assessment, by=mo, reason="Again.")
    assessment.refresh_from_db()
    last = submit(assessment, mo)
    other = setting_up.start(
        authority=make_authority("Eastvale West"), round=assessment.round, by=mo
    )
    return first, last, submit(other, mo)


@pytest.mark.parametrize("name", files.FILES)
def test_a_rounds_file_has_the_latest_of_each_and_no_words(client, two, val, name):
    first, last, other = two
    client.force_login(val)
    response = client.get(round_url("round_file", last.assessment, format=name))
    assert response.status_code == 200
    assert response["Content-Type"] == ROUND_FORMATS[name].kind
    slug = last.assessment.round.slug
    assert response["Content-Disposition"] == (
        f'attachment; filename="{slug}-data.{name}"'
    )
    events = AuditEvent.objects.filter(kind="downloaded")
    assert {(each.assessment_id, each.by) for each in events} == {
        (last.assessment_id, val),
        (other.assessment_id, val),
    }
    details = " ".join(each.detail for each in events)
    assert last.reference in details
    assert first.reference not in details
    assert f"{name}, without text" in details


def test_nothing_that_people_wrote_is_in_a_rounds_file(client, two, val):
    _, last, other = two
    client.force_login(val)
    book = client.get(round_url("round_file", last.assessment, format="xlsx")).content
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    said = [str(cell.value) for sheet in sheets for row in sheet for cell in row]
    for name in ["raw.csv", "long-raw.csv", "groups-raw.csv"]:
        url = round_url("round_file", last.assessment, format=name)
        rows = table_of(client.get(url).content)
        assert {row["reference"] for row in rows} <= {last.reference, other.reference}
        assert rows
        said += [str(text) for row in rows for text in row.values()]
    for words in ["What we agreed", "As discussed", "met online", "Lee", "=Ava", "Mo"]:
        assert not [text for text in said if words in text.replace("Mostly", "")]


def test_with_words_it_is_asked_for_again(client, two, val):
    _, last, _ = two
    url = round_url("round_text", last.assessment)
    client.force_login(val)
    page = client.get(url)
    assert "everything that 2 authorities wrote" in page.content.decode()
    for sent in [{}, {"format": "long-raw.csv"}, {"format": "exe", "confirmed": "on"}]:
        assert client.post(url, sent).status_code == 422
    assert not AuditEvent.objects.filter(kind="downloaded").exists()
    response = client.post(url, {"format": "long-raw.csv", "confirmed": "on"})
    rows = table_of(response.content)
    assert {row["evidence"] for row in rows} == {"What we agreed."}
    assert "-data-with-text.long-raw.csv" in response["Content-Disposition"]
    details = AuditEvent.objects.filter(kind="downloaded").values_list("detail")
    assert len(details) == 2
    assert all(detail.endswith("long-raw.csv, with text") for (detail,) in details)


def test_a_round_without_submissions_has_no_data(client, assessment, val):
    client.force_login(val)
    refused = client.get(round_url("round_file", assessment, format="csv"))
    assert refused.status_code == 409
    assert "No authority has submitted in this round yet" in refused.content.decode()
    page = client.get(round_url("round_text", assessment)).content.decode()
    assert '<form method="post" novalidate>' not in page
    unknown = client.get(round_url("round_file", assessment, format="pdf"))
    assert unknown.status_code == 404


def test_no_file_no_record(client, two, val, monkeypatch):
    failing = Mock(side_effect=jobs.Busy(jobs.BUSY))
    monkeypatch.setattr(jobs, "run_job", failing)
    client.force_login(val)
    url = round_url("round_file", two[1].assessment, format="sav")
    response = client.get(url)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert not AuditEvent.objects.filter(kind="downloaded").exists()


def test_an_editions_text_is_held_once(two):
    held = round_data.latest_submissions(two[0].assessment.round)
    assert len({id(each["content"]["framework"]) for each in held}) == 1


def test_a_rounds_data_say_the_clusters_of_each_authority(two):
    authority = two[0].assessment.authority
    for name, ended_at in [("North", None), ("East", None), ("Old", timezone.now())]:
        cluster = Cluster.objects.create(name=name, slug=name, ended_at=ended_at)
        cluster.authorities.add(authority)
    held = round_data.latest_submissions(two[0].assessment.round)
    said = {each["assessment"]: each["about"]["clusters"] for each in held}
    assert said.pop(two[0].assessment_id) == "East; North"
    assert set(said.values()) == {None}
    assert {each["about"]["evaluation_code"] for each in held} == {
        each.assessment.authority.alias for each in two
    }


def test_the_list_of_a_rounds_files(assessment):
    context = {"round": assessment.round, "data_formats": ROUND_FORMATS.values()}
    html = without_layout(render_to_string("rounds/_data_files.html", context))
    for name in files.FILES:
        assert round_url("round_file", assessment, format=name) in html
    assert "Download everything as CSV</a>, one row for each authority" in html
    assert round_url("round_text", assessment) in html


# By command


def export(submission, name, path, *more):
    call_command(
        "export_submission", submission.reference, "--format", name, "-o", path, *more
    )


@pytest.mark.parametrize("name", ["json", "long-raw.csv", "xlsx"])
def test_a_file_by_command(submission, tmp_path, name, capsys):
    path = tmp_path / f"file.{name}"
    export(submission, name, path)
    assert path.read_bytes() == downloads.file_of(
        submission=submission, format=FORMATS[name]
    )
    assert capsys.readouterr().out.startswith(f"{path}: ")
    event = AuditEvent.objects.first()
    assert (event.kind, event.by) == ("downloaded", None)


def test_a_command_that_cannot_says_why_and_leaves_nothing(submission, tmp_path):
    path = tmp_path / "file.json"
    for reference, name, place, words in [
        ("BD-2222-2222", "json", path, "There is no submission BD-2222-2222"),
        (submission.reference, "exe", path, "invalid choice: 'exe'"),
        (submission.reference, "json", tmp_path / "no" / "x", "No such file"),
        (submission.reference, "json", tmp_path, "already exists"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("export_submission", reference, "--format", name, "-o", place)
    assert list(tmp_path.iterdir()) == []
    path.write_text("mine")
    with pytest.raises(CommandError, match="Give another name, or --replace"):
        export(submission, "json", path)
    assert path.read_text() == "mine"
    export(submission, "json", path, "--replace")
    assert path.read_text().startswith("{")
    assert [each.name for each in tmp_path.iterdir()] == ["file.json"]
