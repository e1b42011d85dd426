"""The cover sheet: its edition's questions, saved by several without losing a word."""

from datetime import date

import pytest

from assessments.models import Assessment, AuditEvent
from leavingcare.models import User
from tests.support.builders import make_assessment, make_authority, make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup


def text(response):
    return " ".join(markup(response).split())


def token_of(response):
    return text(response).split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/cover/"


@pytest.fixture
def signed_in(client, mo):
    client.force_login(mo)
    return client


def fill_in(client, path, **changed):
    sent = {"completed_on": "", "how_completed": "", "who_was_involved": ""}
    return client.post(path, sent | {"seen": token_of(client.get(path))} | changed)


@pytest.mark.parametrize(
    ("person", "get", "post"),
    [
        ("mo", 200, 302),
        ("cass", 200, 403),
        ("dee", 200, 403),
        ("ann", 200, 403),
        ("oli", 404, 404),
        ("val", 403, 403),
    ],
)
def test_who_may(client, path, request, person, get, post):
    client.force_login(request.getfixturevalue(person))
    response = client.get(path)
    assert response.status_code == get
    assert client.post(path, {"how_completed": ""}).status_code == post


def test_save_and_read(signed_in, path, assessment, cass):
    response = fill_in(
        signed_in,
        path,
        completed_on="5 June 2020",
        how_completed="Ten groups.\r\nOnline.",
        who_was_involved="28 roles",
    )
    assert response["Location"] == f"/assessments/{assessment.pk}/"
    assessment.refresh_from_db()
    assert assessment.completed_on == date(2020, 6, 5)
    assert assessment.how_completed == "Ten groups.\nOnline."
    assert AuditEvent.objects.filter(kind="cover_changed").count() == 1

    assert 'value="5 June 2020"' in text(signed_in.get(path))
    page = text(client_of(cass).get(path))
    assert "5 June 2020" in page
    assert "28 roles" in page
    assert "<form" not in page.split("<main")[1]


def test_the_edition_asks_its_own_questions(db):
    authority = make_authority("Westmere")
    wes = make_member(authority, "moderator", "wes")
    older = make_assessment(authority, wes, edition="2015")
    client = client_of(wes)
    path = f"/assessments/{older.pk}/cover/"
    page = text(client.get(path))
    assert "Job title lead person:" in page
    assert "Who was involved" not in page

    sent = {"lead_email": "lead", "lead_job_title": "Head\nof service"}
    response = client.post(path, sent | {"seen": token_of(client.get(path))})
    assert response.status_code == 422
    assert text(response).count("Enter an email address in the correct format") == 2
    sent["lead_email"] = "lead@example.org"
    client.post(path, sent | {"seen": token_of(client.get(path))})
    older.refresh_from_db()
    assert older.lead_email == "lead@example.org"
    assert older.lead_job_title == "Head of service"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5/6/2020", date(2020, 6, 5)),
        ("05 jun 2020", date(2020, 6, 5)),
        ("2020-06-05", date(2020, 6, 5)),
        ("29.2.2020", date(2020, 2, 29)),
        ("", None),
    ],
)
def test_dates_as_people_write_them(signed_in, path, assessment, typed, stored):
    assert fill_in(signed_in, path, completed_on=typed).status_code == 302
    assessment.refresh_from_db()
    assert assessment.completed_on == stored


@pytest.mark.parametrize("typed", ["30 February 2020", "June", "6/13/2020", "5.6.20"])
def test_dates_that_are_none(signed_in, path, assessment, typed):
    response = fill_in(signed_in, path, completed_on=typed, how_completed="Kept.")
    page = text(response)
    assert response.status_code == 422
    assert page.count("Enter a real date") == 2
    assert f'value="{typed}"' in page
    assert "Kept.</textarea>" in page
    assessment.refresh_from_db()
    assert (assessment.completed_on, assessment.how_completed) == (None, "")


def test_a_text_that_is_too_long_is_shown_again(signed_in, path, assessment):
    """F02, and its token is the one the page had, so a clash is still seen."""
    token = token_of(signed_in.get(path))
    response = fill_in(signed_in, path, how_completed="x" * 5001, seen=token)
    assert response.status_code == 422
    assert "x" * 5001 + "</textarea>" in text(response)
    assert token_of(response) == token


def test_two_people_answering_different_questions(path, assessment, mo, northmoor):
    other = make_member(northmoor, "moderator", "max")
    mine, theirs = client_of(mo), client_of(other)
    token = token_of(theirs.get(path))
    fill_in(mine, path, how_completed="Mine.")
    response = fill_in(theirs, path, who_was_involved="Theirs.", seen=token)
    assert response.status_code == 302
    assessment.refresh_from_db()
    assert assessment.how_completed == "Mine."
    assert assessment.who_was_involved == "Theirs."


def test_two_people_answering_the_same_question(path, assessment, mo, northmoor):
    other = make_member(northmoor, "moderator", "max")
    mine, theirs = client_of(mo), client_of(other)
    token = token_of(theirs.get(path))
    fill_in(mine, path, how_completed="Mine <b>first</b>.")
    sent = {"how_completed": "Theirs.", "completed_on": "5 June 2020"}
    response = fill_in(theirs, path, **sent, seen=token)
    page = text(response)

    assert response.status_code == 409
    assert "Mine &lt;b&gt;first&lt;/b&gt;.</div>" in page
    assert "Theirs.</div>" in page
    assert "Theirs.</textarea>" in page
    assert '<a href="#id_how_completed">This answer was changed somewhere else' in page
    assessment.refresh_from_db()
    assert assessment.how_completed == "Mine <b>first</b>."
    assert assessment.completed_on == date(2020, 6, 5)

    response = fill_in(theirs, path, **sent, seen=token_of(response))
    assert response.status_code == 302
    assessment.refresh_from_db()
    assert assessment.how_completed == "Theirs."


@pytest.mark.parametrize(
    "token", ["", "x", "-1.a.b.c", "9" * 5000, "0." + "\u00e9" * 9]
)
def test_tokens_that_are_none(signed_in, path, assessment, token):
    """F37: every difference is a clash; nothing is lost."""
    Assessment.objects.update(how_completed="Theirs.", version=7)
    response = fill_in(signed_in, path, how_completed="Mine.", seen=token)
    assert response.status_code == 409
    assert "Mine.</textarea>" in text(response)
    assessment.refresh_from_db()
    assert assessment.how_completed == "Theirs."


def test_not_once_submitted(signed_in, path, assessment, mo):
    submit(assessment, mo)
    assert "<form" not in text(signed_in.get(path)).split("<main")[1]
    response = signed_in.post(path, {"how_completed": "Too late.", "seen": ""})
    assert response.status_code == 409
    assert "Too late." in text(response)
    assessment.refresh_from_db()
    assert assessment.how_completed == "Ten working groups met online."


def test_more_fields_than_there_are_change_nothing(signed_in, path, assessment):
    """F36."""
    fill_in(signed_in, path, status="submitted", lead_name="X", authority="1")
    assessment.refresh_from_db()
    assert (assessment.status, assessment.lead_name) == ("open", "")
    assert not User.objects.filter(is_staff=True).exists()


@pytest.mark.parametrize("written", ["<script>alert(1)</script>", "</textarea><b>x"])
def test_answers_are_text(signed_in, path, cass, written):
    fill_in(signed_in, path, how_completed=written)
    for client in [signed_in, client_of(cass)]:
        assert written not in text(client.get(path))


def test_queries(signed_in, django_assert_num_queries, path):
    signed_in.get(path)
    with django_assert_num_queries(4):
        signed_in.get(path)
