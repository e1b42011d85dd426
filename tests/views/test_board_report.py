"""The page where a moderator chooses what the report to the board names."""

import pytest

from assessments.models import BoardReport
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.supplements import plan_ideas


@pytest.fixture
def page(assessment, mo):
    """Return a function that posts to the page, with what it showed as seen."""
    submit(assessment, mo)
    client, url = client_of(mo), f"/assessments/{assessment.pk}/board-report/"

    def post(**data):
        seen = client.get(url).context["form"]["seen"].value()
        return client.post(url, {"seen": seen} | data, follow=True)

    return post


def test_a_request_that_names_somebody_is_pointed_out_when_it_is_saved(page):
    found = page(asked="note the findings\nthank Mrs Jones")
    text = found.content.decode()
    assert "the report leaves out what could identify someone: Request 2" in text
    [personal] = found.context["personal"]
    assert personal.found == [("name of a person", "Mrs Jones")]
    found = page(asked="note the findings\nthank Mrs Jones", printed=personal.key)
    assert "The report is ready to download." in found.content.decode()
    assert BoardReport.objects.get().printed == [personal.key]


def test_an_action_that_names_somebody_is_listed(page, assessment, mo):
    assert page(asked="").context["personal"] == []
    plan_ideas(assessment, mo, **{"1a": "Ask Mrs Jones."})
    [personal] = page(asked="").context["personal"]
    assert personal.about == "Action 1 of the action plan"


def test_requests_that_do_not_fit_on_the_first_page_are_refused(page):
    found = page(asked="\n".join(["note the findings"] * 11))
    assert found.status_code == 422
    error = (
        "Shorten the requests: they take 11 lines on the first page, and 10 fit. A line "
        "has 100 characters"
    )
    assert ("id_asked", error) in found.context["errors"]
    assert not BoardReport.objects.filter(version__gt=0)
    assert page(asked="x" * 101 + "\nnote" * 9).status_code == 422
    assert page(asked="x" * 99 + "\nnote" * 9).status_code == 200


def test_the_order_of_the_choices_is_kept(page):
    page(other_strengths="7f, 1a", other_priorities="3c 2b")
    row = BoardReport.objects.get()
    assert (row.strengths, row.priorities) == (["7f", "1a"], ["3c", "2b"])
    page(strengths=["7f", "1a"], other_strengths="5a", priorities=["3c"])
    row.refresh_from_db()
    assert (row.strengths, row.priorities) == (["7f", "1a", "5a"], ["3c"])


def test_every_wrong_code_is_named_and_only_statements_are_counted(page):
    found = page(
        other_strengths="1a 2a 3a 4a 5a 6a 3c, 99z; foo, 99z", other_priorities="bar"
    )
    assert found.status_code == 422
    assert found.context["errors"] == [
        (
            "id_other_strengths",
            "Enter numbers of statements: there is no 99z, foo",
        ),
        ("id_strengths", "Choose 5 or fewer strengths. You chose 7"),
        ("id_other_priorities", "Enter numbers of statements: there is no bar"),
    ]
    found = page(other_strengths="1a 2a 3a 4a 5a foo")
    assert [anchor for anchor, _ in found.context["errors"]] == ["id_other_strengths"]
