"""Every authority in the country in five rounds: no page of the desk asks more for it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.models import (
    Assessment,
    Cluster,
    ContactNote,
    LocalAuthority,
    Membership,
    RegisterEntry,
    Round,
)
from frameworks.models import Framework
from leavingcare.models import User
from tests.support.builders import make_user
from tests.support.clients import client_of
from tests.support.desk_pages import desk_pages

pytestmark = pytest.mark.django_db
MOST = 12
AUTHORITIES, ROUNDS = 153, 5


@pytest.fixture
def country(val, fay):
    """Every authority of the register, each with a moderator, in five rounds."""
    entries = RegisterEntry.objects.filter(ended=None).order_by("code")[:AUTHORITIES]
    places = LocalAuthority.objects.bulk_create(
        LocalAuthority(
            name=each.name,
            slug=each.code.lower(),
            code=each.code,
            region=each.region,
            kind=each.kind,
            number=1000 + number,
        )
        for number, each in enumerate(entries)
    )
    people = User.objects.bulk_create(
        User(email=f"m{number}@example.org", name=f"M {number}", password="!")
        for number in range(AUTHORITIES)
    )
    Membership.objects.bulk_create(
        Membership(user=user, authority=place, role="moderator")
        for user, place in zip(people, places, strict=True)
    )
    framework, today = Framework.objects.first(), timezone.localdate()
    rounds = Round.objects.bulk_create(
        Round(
            name=f"Round {number}",
            slug=f"round-{number}",
            framework=framework,
            opens_on=today - timedelta(days=100 * number + 20),
            closes_on=today + timedelta(days=7),
        )
        for number in range(ROUNDS)
    )
    Assessment.objects.bulk_create(
        Assessment(authority=place, round=round) for place in places for round in rounds
    )
    ContactNote.objects.bulk_create(
        ContactNote(authority=place, on=date(2026, 1, 1), text="Rang.", by=val)
        for place in places
    )
    for number in range(10):
        cluster = Cluster.objects.create(name=f"C {number}", slug=f"c-{number}")
        cluster.authorities.set(places[number * 15 : number * 15 + 20])
        cluster.facilitators.add(fay)
    for number in range(20):
        make_user(f"staff{number}", is_staff=True, staff_role="evaluator")
    return places


def test_no_page_asks_more_than_twelve_times(
    country, val, django_assert_max_num_queries
):
    client = client_of(val)
    urls = desk_pages("round-0", "c-0", country[0].slug).values()
    found = {}
    for url in urls:
        client.get(url)
        with django_assert_max_num_queries(1000) as asked:
            assert client.get(url).status_code == 200
        found[url] = len(asked)
    assert {url: number for url, number in found.items() if number > MOST} == {}


def test_nor_do_those_of_a_facilitator(country, fay, django_assert_max_num_queries):
    client = client_of(fay)
    for url in (
        "/",
        "/clusters/",
        "/clusters/c-0/",
        f"/authorities/{country[0].slug}/",
    ):
        client.get(url)
        with django_assert_max_num_queries(MOST):
            assert client.get(url).status_code == 200
