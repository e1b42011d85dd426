"""A history tells nobody what the seal, or handing in, keeps back."""

import re

import pytest
from django.urls import reverse

from assessments.models import AuditEvent
from assessments.workflow.common import record
from tests.support.builders import hand_in, make_group, open_discussions, rate
from tests.support.clients import client_of
from tests.support.draft_pages import write
from tests.support.markup import markup

TAKEN_OUT = "Asha told the personal adviser"


@pytest.fixture
def health(assessment, mo, dee):
    return make_group(assessment, mo, dee, areas=[7], name="Health")


@pytest.fixture
def history(assessment, housing, health, mo, cass, dee):
    """Return the URL of the history of a statement from which words were taken out."""
    rate(housing, 3)
    rate(health, 2)
    write(housing, cass, TAKEN_OUT)
    write(housing, cass, "The panel meets monthly")
    hand_in(housing, cass)
    hand_in(health, dee)
    open_discussions(assessment, mo)
    return reverse("response_history", args=[assessment.pk, housing.pk, 7, "h"])


def test_other_groups_read_what_was_handed_in_and_not_what_was_taken_out(history, dee):
    page = client_of(dee).get(history)
    assert "The panel meets monthly" in markup(page)
    assert TAKEN_OUT not in markup(page)
    assert len(page.context["entries"]) == 1


@pytest.mark.parametrize("who", ["cass", "mo"])
def test_the_group_and_its_moderator_read_all_of_it(request, history, who):
    page = markup(client_of(request.getfixturevalue(who)).get(history))
    assert TAKEN_OUT.split()[0] in page


def test_what_was_never_written_in_is_an_empty_history(assessment, history, dee):
    page = client_of(dee).get(history.replace("/h/", "/a/"))
    assert page.status_code == 200
    assert page.context["entries"] == []


def settled(assessment, mo):
    record(assessment, AuditEvent.Kind.OPENED, mo, "area 7")
    record(assessment, AuditEvent.Kind.SETTLED, mo, "together: 7h and 7i")
    record(assessment, AuditEvent.Kind.RATED_AGAIN, mo, "7h, Housing")


def test_who_still_has_to_rate_hears_nothing_of_a_discussion(
    assessment, housing, health, mo, cass, dee
):
    rate(housing, 3)
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    settled(assessment, mo)
    pages = {
        who: markup(client_of(who).get(reverse("history", args=[assessment.pk])))
        for who in [mo, cass, dee]
    }
    assert "together: 7h and 7i" in pages[mo]
    assert "7h, Housing" in pages[cass]
    assert not re.search(r"\b7h\b", pages[dee])  # a token may have these letters
    assert "opened a discussion" in pages[dee]
    rate(health, 2)
    hand_in(health, dee)
    late = markup(client_of(dee).get(reverse("history", args=[assessment.pk])))
    assert "together: 7h and 7i" in late
