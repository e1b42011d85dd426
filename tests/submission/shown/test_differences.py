"""The differences between two submissions of one assessment."""

import pytest

from assessments.models import AgreedResponse
from assessments.submission.shown.differences import compare
from assessments.workflow import reopening, submitting
from tests.support import documents
from tests.support.builders import make_assessment, submit
from tests.support.clients import client_of
from tests.support.markup import markup


def test_the_same_twice_differs_in_nothing():
    found = compare(documents.document(), documents.document(number=2))
    assert found == {
        "cover": [],
        "statements": [],
        "scores": [],
        "approval": None,
        "reopened_because": "",
        "of": 4,
    }


def test_each_statement_says_what_changed():
    later = documents.document(
        **{
            "1a": documents.response(
                rating=3, evidence="A big panel.", ideas="Another"
            ),
            "1b": documents.response(
                rating=2, evidence="Some.", rationale="Because of many."
            ),
        }
    )
    first, second = compare(documents.document(), later)["statements"]
    assert (first["code"], first["outcome"]) == ("1a", ("Agree", "Mostly agree"))
    assert first["evidence"] == [("same", "A "), ("added", "big "), ("same", "panel.")]
    assert first["ideas"] == [
        ("same", "Another"),
        ("removed", "panel."),
    ]
    assert first["reason"] is None
    assert (second["code"], second["outcome"], second["evidence"]) == ("1b", None, None)
    assert ("removed", "some.") in second["reason"]


def test_candidates_are_a_change():
    later = documents.document(
        **{
            "2a": documents.response(
                "not_agreed", candidates=[2, 1], rationale="Two views."
            )
        }
    )
    [only] = compare(documents.document(), later)["statements"]
    assert only["outcome"] == (
        "Could not agree: Mostly agree or Mostly disagree",
        "Could not agree: Mostly disagree or Disagree",
    )


def test_scores_notes_cover_and_approval():
    sign_off = {
        "asked_by": "Mo",
        "asked_at": "2020-06-04T10:00:00+01:00",
        "approved_by": "Ann",
        "approved_at": "2020-06-05T10:00:00+01:00",
        "changed_since": "",
    }
    later = documents.document(
        cover={"completed_on": "2020-07-01", "how_completed": "By meeting."},
        global_scores={"1": 7, "2": 5},
        global_score_notes={"1": "After a short talk.", "2": ""},
        sign_off=sign_off,
    )
    found = compare(documents.document(), later)
    assert [question for question, _ in found["cover"]] == ["When?"]
    by_area = {score["number"]: score for score in found["scores"]}
    assert (by_area[2]["before"], by_area[2]["after"]) == ("not given", "5 out of 10")
    assert by_area[2]["note"] is None
    assert (by_area[1]["before"], by_area[1]["after"]) == ("7 out of 10",) * 2
    assert ("added", "short ") in by_area[1]["note"]
    then, now = found["approval"]
    assert then is None
    assert (now["by"], now["at"]) == ("Ann", "10am on 5 June 2020")


@pytest.fixture
def two(assessment, mo, val):
    """Return two submissions; the second has another answer to 7h."""
    first = submit(assessment, mo)
    reopening.reopen(assessment=assessment, by=val, reason="Again.")
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter="h"
    ).update(
        evidence="What we know now.",
        rating=assessment.round.framework.scale.get(value=2),
    )
    assessment.refresh_from_db()
    return first, submitting.submit(assessment=assessment, by=mo)


def address(later, earlier):
    return f"/submissions/{later.reference}/since/{earlier.reference}/"


def test_the_page_shows_the_one_statement_that_changed(two, mo):
    first, second = two
    html = markup(client_of(mo).get(address(second, first)))
    assert "1 of 106 statements changed" in html
    assert html.count("<h3") == 1
    assert "<del>" in html
    assert "Mostly disagree" in html


def test_every_version_is_listed_with_number_date_and_person(two, mo, val):
    first, second = two
    for person in (mo, val):
        html = client_of(person).get(f"/submissions/{second.reference}/")
        html = markup(html)
        assert f"/submissions/{first.reference}/" in html
        assert address(second, first) in html
        assert html.count("by <bdi>Mo</bdi>: ") == 2
    html = markup(client_of(mo).get(f"/submissions/{first.reference}/"))
    assert address(second, first) in html


def test_only_of_one_assessment_and_for_those_who_may_read_both(two, mo, oli):
    first, second = two
    other = submit(make_assessment(first.assessment.authority, mo), mo)
    client = client_of(mo)
    assert client.get(address(second, other)).status_code == 404
    assert client.get(address(second, second)).status_code == 404
    assert client_of(oli).get(address(second, first)).status_code == 404
    assert client_of(oli).get(address(other, first)).status_code == 404
