"""An evaluator's files: codes and months, and texts only of those who agreed."""

import csv
import re
import zipfile
from io import BytesIO

import pyreadstat
import pytest

from assessments.models import AuditEvent
from assessments.submission.shown.coded import coded, hidden
from assessments.submission.shown.document import shape
from assessments.workflow import setting_up
from tests.support.builders import make_round, submit
from tests.support.clients import client_of
from tests.support.documents import document
from tests.support.markup import markup
from tests.support.submissions import discussed
from tests.support.supplements import save_consent

pytestmark = pytest.mark.django_db

FORMATS = [
    f"{format}{text}"
    for format in ["xlsx", "sav", "raw.csv", "long-raw.csv", "groups-raw.csv"]
    for text in ["", "?text=yes"]
]
A_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ 20\d\d|\d\d:\d\d")
NAMES = ("Northmoor", "Eastvale", "Lee", "Mo ", "Olive")


@pytest.fixture
def both(assessment, mo, oli, val):
    """Submissions of Northmoor, which is passed on, and of Eastvale, which is not."""
    eastvale = oli.memberships.get().authority
    other = setting_up.start(authority=eastvale, round=assessment.round, by=val)
    found = [submit(assessment, mo), submit(other, oli)]
    save_consent(assessment, mo, "to_evaluator")
    return found


def content_of(client, round, format):
    response = client.get(f"/evaluation/data/{round.pk}.{format}")
    assert response.status_code == 200
    return response.getvalue()


def text_of(content, format, tmp_path):
    """Return all the text of a file, without its properties."""
    if format.startswith("xlsx"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = [each for each in parts.namelist() if each.startswith("xl/")]
            return "".join(parts.read(each).decode() for each in names)
    if format.startswith("sav"):
        path = tmp_path / "data.sav"
        path.write_bytes(content)
        frame, about = pyreadstat.read_sav(path)
        return f"{frame.to_csv()} {about.file_label} {about.column_labels}"
    return content.decode()


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_names_nobody_and_no_day(both, eve, tmp_path, format):
    [passed, other] = both
    content = content_of(client_of(eve), passed.assessment.round, format)
    found = text_of(content, format, tmp_path)
    secrets = [
        *NAMES,
        *(each.reference for each in both),
        *(each.digest for each in both),
        *(each.assessment.authority.slug for each in both),
        passed.assessment.round.slug,
        other.assessment.authority.alias,
    ]
    assert [secret for secret in secrets if secret in found] == []
    assert A_DAY.findall(found) == []
    if not format.startswith("groups"):
        assert passed.assessment.authority.alias in found
        assert ("What we agreed." in found) == ("text" in format)


def test_a_month_stands_where_a_day_was(both, eve):
    content = content_of(client_of(eve), both[0].assessment.round, "raw.csv")
    [cells] = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert cells["dated_on"] == f"{both[0].dated_on:%Y-%m}"
    assert cells["submitted_at"] == f"{both[0].submitted_at:%Y-%m}"
    assert cells["imported"] == "No"
    assert cells["evaluation_code"] == both[0].assessment.authority.alias


def test_the_code_is_the_same_in_each_round_and_officers_keep_its_key(
    both, mo, eve, val
):
    authority = both[0].assessment.authority
    later = setting_up.start(authority=authority, round=make_round(), by=val)
    submit(later, mo)
    save_consent(later, mo, "to_evaluator")
    for round in (both[0].assessment.round, later.round):
        content = content_of(client_of(eve), round, "long-raw.csv")
        rows = csv.DictReader(content.decode("utf-8-sig").splitlines())
        assert {row["authority"] for row in rows} == {authority.alias}
    page = f"/authorities/{authority.slug}/"
    assert authority.alias in markup(client_of(val).get(page))
    assert client_of(eve).get(page).status_code in {403, 404}


def test_taking_texts_is_on_record(both, eve):
    client, round = client_of(eve), both[0].assessment.round
    content_of(client, round, "raw.csv")
    content_of(client, round, "raw.csv?text=yes")
    events = AuditEvent.objects.filter(by=eve).order_by("pk")
    assert [each.detail.partition(" and ")[2] for each in events] == [
        "raw.csv",
        "raw.csv with text",
    ]


def test_pages_have_months_too(both, eve):
    client = client_of(eve)
    for page in ["/evaluation/", f"/evaluation/{both[0].assessment_id}/"]:
        text = markup(client.get(page))
        assert f"{both[0].submitted_at:%B %Y}" in text
        assert not re.search(r"\d{1,2} [A-Z][a-z]+ 20\d\d", text)


def test_a_month_is_that_of_the_clock_here():
    """In summer, half past eleven at night in UTC is the next day."""
    found = hidden(
        {
            "at": "2020-06-30T23:30:00+00:00",
            "on": "2020-06-30",
            "note": "On 2020-06-30",
        },
        alias="LA 381",
        names=[],
    )
    assert found == {"at": "2020-07", "on": "2020-06", "note": "On 2020-06-30"}


def test_a_change_by_the_approver_has_its_month():
    content = discussed()["content"]
    found = coded(content, alias="LA 381", names=["Northmoor"], round_name="Spring")
    [changed] = shape(found)["changed"]
    assert changed["changes"][0]["at"] == "June 2020"
    assert changed["changes"][0]["by"] == ""
    assert shape(document())["submitted_at"].startswith("2:02pm on ")
