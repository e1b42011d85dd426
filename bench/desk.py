"""The pages of Coram Voice's desk, with every authority in five rounds, with answers.

The first four rounds are submitted whole. In the last some have returned, some of them
their follow-up too, and the rest are rating: each has a group with all its answers.
"""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Assessment,
    AuditEvent,
    Cluster,
    Consent,
    Membership,
    Round,
    Submission,
)
from assessments.workflow import setting_up
from leavingcare.models import User
from tests.support.builders import make_group, make_user, rate
from tests.support.clients import client_of
from tests.support.desk_pages import desk_pages
from tests.support.whole_rounds import (
    make_authorities,
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

from . import report
from .building import load_editions
from .measuring import measure
from .works import get

GROUPS = 10
REPEATS = 5
SENTENCES = 2
MILLISECONDS = 300
EARLIER = ["2015", "2015", "2020", "2020"]
LAST = "round-5"
EVENTS = 30  # recorded for each assessment of the last round


def of_desk(authorities):
    """Yield the report's lines for five rounds of so many authorities."""
    load_editions()
    call_command("load_register", verbosity=0)
    people = moderators(authorities)
    for number, edition in enumerate(EARLIER, 1):
        make_whole_round(
            f"Round {number}",
            edition,
            asked=authorities,
            groups=GROUPS,
            words=SENTENCES,
        )
    last = make_last_round(authorities, people)
    staff = make_user("val", is_staff=True)
    make_clusters(staff)
    yield (
        f"{authorities} authorities, {len(EARLIER) + 1} rounds; "
        f"{Submission.objects.count()} submissions, "
        f"{last.assessments.filter(status='open').count()} still rating; "
        f"{connection.vendor}"
    )
    yield report.HEADINGS
    figures = measure(pages(client_of(staff), last), REPEATS)
    for each in figures:
        yield report.line(each)
    yield ""
    yield report.queries_goal(figures)
    slowest = max(figures, key=lambda each: each.cpu)
    yield (
        f"{'met' if slowest.cpu <= MILLISECONDS else 'MISSED'}: every page at most "
        f"{MILLISECONDS} ms of processor time; {slowest.name} takes {slowest.cpu:.0f}"
    )


def pages(client, last):
    """Return the Works of every page of the desk."""
    rating = last.assessments.filter(status="open").first()
    returned = last.assessments.filter(status="submitted").first()
    urls = desk_pages(LAST, "north", returned.authority.slug) | {
        "people": reverse("people", args=[returned.authority.slug]),
        "assessment, rating": reverse("assessment", args=[rating.pk]),
        "assessment, returned": reverse("assessment", args=[returned.pk]),
        "take_out": reverse("take_out", args=[rating.pk]),
        "own_due": reverse("own_due", args=[rating.pk]),
    }
    return [get(name[:21], client, url) for name, url in urls.items()]


def moderators(authorities):
    """Return the moderator of each authority, in the order of the authorities."""
    people = User.objects.bulk_create(
        User(email=f"m{number}@example.org", name=f"M {number}", password="!")
        for number in range(authorities)
    )
    Membership.objects.bulk_create(
        Membership(user=person, authority=place, role="moderator")
        for person, place in zip(people, make_authorities(authorities), strict=True)
    )
    return people


def make_last_round(authorities, people):
    """Return the round in which two of three authorities have returned."""
    returned = authorities * 2 // 3
    last = make_whole_round("Round 5", asked=returned, groups=GROUPS, words=SENTENCES)
    return_follow_ups(last, [(60, 65)] * (returned // 2))
    score_by_young_people(last, returned)
    today = timezone.localdate()
    Round.objects.filter(pk=last.pk).update(
        opens_on=today - timedelta(days=20), closes_on=today + timedelta(days=7)
    )
    last.refresh_from_db()
    for place, person in list(zip(make_authorities(authorities), people, strict=True))[
        returned:
    ]:
        assessment = setting_up.start(authority=place, round=last, by=person)
        rate(make_group(assessment, person, person), 3, "We meet each month. " * 5)
    Consent.objects.bulk_create(
        Consent(assessment=each, to_evaluator=True, shows_cluster=True)
        for each in Assessment.objects.filter(status="submitted")
    )
    AuditEvent.objects.bulk_create(
        AuditEvent(assessment=each, kind="cover_changed")
        for each in Assessment.objects.filter(round=last)
        for _ in range(EVENTS)
    )
    return last


def make_clusters(staff):
    """Make ten clusters, the first of which has every other authority."""
    places = make_authorities(1000)
    for number in range(10):
        name = f"North {number}" if number else "North"
        made = Cluster.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        made.authorities.set(places[number :: number + 2])
        made.facilitators.add(staff)
