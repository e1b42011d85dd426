"""The due dates of groups: in words, within the round, on their pages, late or not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.analysis.due import due_words, is_late
from assessments.models import AuditEvent, WorkingGroup
from assessments.workflow import group_due_dates, setting_up
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, make_group, submit
from tests.support.clients import client_of
from tests.support.markup import markup

TODAY = date(2020, 6, 5)


def words(response):
    return " ".join(markup(response).split())


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        (date(2020, 5, 5), "31 days late"),
        (date(2020, 6, 2), "3 days late"),
        (date(2020, 6, 4), "1 day late"),
        (date(2020, 6, 5), "due today"),
        (date(2020, 6, 6), "due tomorrow"),
        (date(2020, 6, 7), "due 7 June 2020, in 2 days"),
        (date(2020, 6, 19), "due 19 June 2020, in 14 days"),
        (date(2020, 6, 20), "due 20 June 2020"),
        (date(2021, 1, 1), "due 1 January 2021"),
    ],
)
def test_in_words(due, said):
    assert due_words(due, TODAY) == said
    assert is_late(due, TODAY) == ("late" in said)


@pytest.fixture
def round(assessment, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2020, 3, 1))
    round = assessment.round
    round.opens_on, round.closes_on = date(2020, 2, 1), date(2020, 7, 31)
    round.save()
    return round


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/groups/"


def test_a_group_is_due_when_the_round_closes(housing, round):
    group = WorkingGroup.objects.get(pk=housing.pk)
    assert group.due == date(2020, 7, 31)
    group.due_on = TODAY
    assert group.due == TODAY


def group_form(cass, **changed):
    sent = {"form": "group", "name": "Housing", "areas": ["7", "9"]}
    return sent | {"members": [cass.pk]} | changed


def test_a_groups_own_date(path, round, housing, mo, cass):
    client = client_of(mo)
    one = f"{path}{housing.pk}/"
    assert client.post(one, group_form(cass, due_on="5/6/2020")).status_code == 302
    housing.refresh_from_db()
    assert housing.due_on == TODAY
    event = AuditEvent.objects.filter(kind="group_changed").first()
    assert event.detail == "Housing: areas 7 and 9, due 5 June 2020"
    assert 'value="5 June 2020"' in words(client.get(one))

    client.post(one, group_form(cass))
    housing.refresh_from_db()
    assert housing.due_on is None
    event = AuditEvent.objects.filter(kind="group_changed").first()
    assert event.detail == "Housing: areas 7 and 9, due when the round closes"


def test_a_date_that_has_passed_stays_with_its_group(path, round, housing, mo, cass):
    housing.due_on = date(2020, 2, 20)
    housing.save()
    sent = group_form(cass, due_on="20/2/2020", name="Homes")
    assert client_of(mo).post(f"{path}{housing.pk}/", sent).status_code == 302
    housing.refresh_from_db()
    assert (housing.name, housing.due_on) == ("Homes", date(2020, 2, 20))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "31 January 2020",
            "The due date must be on or after the day the round opens, 1 February 2020.",
        ),
        (
            "1 August 2020",
            "The due date must be on or before the day the round closes, 31 July 2020.",
        ),
        (
            "29 February 2020",
            "29 February 2020 has passed. Enter today’s date or a later one",
        ),
        ("soon", "Enter a real date, with the day, month and year"),
    ],
)
def test_dates_that_are_refused(path, round, housing, mo, cass, typed, message):
    client = client_of(mo)
    for address, sent in [
        (f"{path}{housing.pk}/", group_form(cass, due_on=typed, name="Homes")),
        (path, {"form": "group", "name": "New", "due_on": typed}),
        (path, {"form": "due", "all-due_on": typed}),
    ]:
        response = client.post(address, sent)
        page = words(response)
        assert response.status_code == 422
        assert page.count(message) == 2
        assert f'value="{typed}"' in page
    housing.refresh_from_db()
    assert (housing.name, housing.due_on) == ("Housing", None)
    assert housing.assessment.groups.count() == 1


def test_the_first_and_last_day_are_taken_and_an_open_end(path, round, housing, mo):
    for day in (round.opens_on, round.closes_on):
        group_due_dates.set_for_all(assessment=housing.assessment, due_on=day, by=mo)
    round.closes_on = None
    round.save()
    late = date(2030, 1, 1)
    group_due_dates.set_for_all(assessment=housing.assessment, due_on=late, by=mo)
    housing.refresh_from_db()
    assert housing.due_on == late


def test_no_way_round_the_form(round, housing, mo, cass):
    wrong = round.closes_on + timedelta(days=1)
    one = {"assessment": housing.assessment, "by": mo, "due_on": wrong}
    with pytest.raises(Refused, match="on or before the day the round closes"):
        group_due_dates.set_for_all(**one)
    with pytest.raises(Refused, match="on or before the day the round closes"):
        setting_up.add_group(**one, name="New", areas=[])


def test_one_date_for_all_groups(path, assessment, round, housing, mo, cass):
    make_group(assessment, mo, cass, areas=[1], name="Legal")
    client = client_of(mo)
    response = client.post(path, {"form": "due", "all-due_on": "5 June 2020"})
    assert response["Location"] == path
    assert set(assessment.groups.values_list("due_on", flat=True)) == {TODAY}
    event = AuditEvent.objects.filter(kind="group_changed").first()
    assert (event.by, event.detail) == (mo, "all groups: due 5 June 2020")
    client.post(path, {"form": "due", "all-due_on": ""})
    assert set(assessment.groups.values_list("due_on", flat=True)) == {None}


@pytest.mark.parametrize(
    ("person", "status"),
    [("cass", 403), ("ann", 403), ("val", 403), ("oli", 404)],
)
def test_only_moderators_set_it(path, housing, round, request, person, status):
    client = client_of(request.getfixturevalue(person))
    sent = {"form": "due", "all-due_on": "5 June 2020"}
    assert client.post(path, sent).status_code == status
    housing.refresh_from_db()
    assert housing.due_on is None


def test_not_after_submitting(path, assessment, round, housing, mo):
    submit(assessment, mo)
    client = client_of(mo)
    sent = {"form": "due", "all-due_on": "5 June 2020"}
    assert client.post(path, sent).status_code == 409
    housing.refresh_from_db()
    assert housing.due_on is None


@pytest.fixture
def due_yesterday(housing):
    housing.due_on = timezone.localdate() - timedelta(days=1)
    housing.save()
    return housing


def test_late_is_said_while_there_is_work_left(
    path, assessment, due_yesterday, mo, cass, val
):
    overview = f"/assessments/{assessment.pk}/"
    for person in (mo, cass, val):
        assert "Overdue" in words(client_of(person).get(overview))
        assert "1 day late" in words(client_of(person).get(path))
    one = f"{path}{due_yesterday.pk}/"
    assert "1 day late" in words(client_of(cass).get(one))
    assert "still to come in (2 overdue)" in words(client_of(mo).get("/"))
    hand_in(due_yesterday, cass)
    for person in (mo, cass, val):
        for address in (overview, path, "/"):
            assert " late" not in words(client_of(person).get(address))


def test_the_draft_says_when_it_is_due(path, assessment, round, housing, cass):
    draft = f"{path}{housing.pk}/areas/7/"
    assert "Due by 31 July 2020." in words(client_of(cass).get(draft))
    housing.due_on = TODAY
    housing.save()
    assert "Due by 5 June 2020." in words(client_of(cass).get(draft))
