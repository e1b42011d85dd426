"""The authorities to be in touch with: which day counts, and what is overdue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.desk.contacts import to_be_in_touch
from assessments.models import Cluster, ContactNote
from tests.support.builders import make_authority
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.django_db


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def note(authority, val, on, text="Rang.", next_on=None):
    """Note a contact; days are counted from today."""
    ContactNote.objects.create(
        authority=authority,
        by=val,
        on=day(on),
        text=text,
        next_on=None if next_on is None else day(next_on),
    )


@pytest.fixture
def three(northmoor, val, fay):
    """Northmoor, of Fay's cluster, is overdue; Ashby is due today, Westmere later."""
    cluster = Cluster.objects.create(name="North", slug="north")
    cluster.authorities.add(northmoor)
    cluster.facilitators.add(fay)
    note(make_authority("Westmere"), val, on=-9, next_on=12)
    note(make_authority("Ashby"), val, on=-9, next_on=0)
    note(northmoor, val, on=-40, text="Rang the moderator.", next_on=-10)
    note(northmoor, val, on=-20, text="Had an email.")
    return cluster


def test_the_earliest_first_and_what_is_overdue(three, val):
    found = to_be_in_touch(val)
    assert [(each.name, each.is_overdue) for each in found] == [
        ("Northmoor", True),
        ("Ashby", False),
        ("Westmere", False),
    ]
    assert (found[0].last_on, found[0].last_text) == (day(-20), "Had an email.")


@pytest.mark.parametrize(
    ("on", "next_on", "expected"),
    [(-11, None, -10), (-10, None, None), (-1, None, None), (-1, 5, 5)],
)
def test_a_contact_on_the_day_or_later_is_the_one(three, val, on, next_on, expected):
    note(three.authorities.get(), val, on, next_on=next_on)
    found = {each.name: each.next_on for each in to_be_in_touch(val)}
    assert found.get("Northmoor") == (None if expected is None else day(expected))


def test_a_facilitator_has_those_of_their_clusters_alone(three, fay, gus, eve, mo):
    assert [each.name for each in to_be_in_touch(fay)] == ["Northmoor"]
    assert [to_be_in_touch(each) for each in (gus, eve, mo)] == [[], [], []]
    page = markup(client_of(fay).get("/"))
    assert "To be in touch" in page
    assert "Had an email." in page
    assert "Ashby" not in page
    assert "To be in touch" not in markup(client_of(gus).get("/"))


def test_the_home_of_officers_and_the_cluster(three, val):
    client = client_of(val)
    home = markup(client.get("/"))
    assert home.index("Northmoor") < home.index("Ashby") < home.index("Westmere")
    assert home.count(">Overdue<") == 1
    cluster = markup(client.get("/clusters/north/"))
    assert "Had an email." in cluster
    assert "Ashby" not in cluster


def test_home_shows_ten_and_leads_to_the_rest(three, val):
    for number in range(9):
        note(make_authority(f"Later {number}"), val, on=-1, next_on=20 + number)
    page = markup(client_of(val).get("/"))
    assert "Later 6" in page
    assert "Later 7" not in page
    assert "And 2 later" in page
    assert 'href="/authorities/?sort=next"' in page


def test_the_list_of_authorities_in_that_order(three, val):
    make_authority("Aberdale")
    client = client_of(val)

    def names(query):
        page = client.get(f"/authorities/{query}")
        return [each.name for each in page.context["page"]]

    assert names("") == ["Aberdale", "Ashby", "Northmoor", "Westmere"]
    assert names("?sort=next") == [
        "Northmoor",
        "Ashby",
        "Westmere",
        "Aberdale",
    ]
    assert names("?sort=next&q=w") == ["Westmere"]
    assert names("?sort=nonsense")[0] == "Aberdale"
    assert markup(client.get("/authorities/")).count(">Overdue<") == 1
