"""Response rates: in all, and by region, kind and cluster. A share is never over nothing."""

import csv
import io

import pytest

from assessments.desk import responses, round_rows
from assessments.models import Cluster, LocalAuthority
from assessments.workflow import clusters, follow_up_requests, rounds, setting_up
from tests.support.builders import make_authority, make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.supplements import return_follow_up, save_follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(assessment, mo, val):
    """Five of a round: two returned, of which one followed up; one is not counted."""
    others = [
        setting_up.start(
            authority=make_authority(f"Place {number}"), round=assessment.round, by=val
        )
        for number in range(4)
    ]
    LocalAuthority.objects.filter(name__startswith="Place").update(region="North West")
    submit(assessment, mo)
    submit(others[0], mo)
    follow_up_requests.ask(
        round=assessment.round,
        due_on=assessment.round.opens_on.replace(year=2030),
        assessments=[assessment, others[0]],
        by=val,
    )
    save_follow_up(assessment, mo, {7: {"stage_two": 6}})
    return_follow_up(assessment, mo)
    rounds.take_out(assessment=others[3], because="x", is_counted=False, by=val)
    return [assessment, *others]


def table(round, heading):
    rows = round_rows.of_round(round)
    [found] = [rows for name, rows in responses.tables(rows) if name == heading]
    return {each.name: (each.asked, each.returned, each.rate) for each in found}


def test_the_whole_leaves_out_what_is_not_counted(five):
    whole = responses.answered("All", round_rows.of_round(five[0].round))
    assert (whole.asked, whole.returned, whole.rate) == (4, 2, 50)
    assert (whole.follow_up_asked, whole.follow_up_returned) == (2, 1)
    assert whole.follow_up_rate == 50


def test_an_authority_in_several_clusters_counts_in_each(five, val):
    places = [each.authority for each in five]
    for name, members in {"A": places[:2], "B": places[1:3]}.items():
        clusters.make(name=name, authorities=members, facilitators=[], by=val)
    assert table(five[0].round, "Cluster") == {
        "A": (2, 2, 100),
        "B": (2, 1, 50),
        "In no cluster": (1, 0, 0),
    }


def test_clusters_that_ended_or_are_elsewhere_are_no_table(five, val):
    members = [five[0].authority]
    ended = clusters.make(name="A", authorities=members, facilitators=[], by=val)
    clusters.end(cluster=ended, by=val)
    elsewhere = Cluster.objects.create(name="B", slug="b")
    elsewhere.authorities.add(make_authority())
    headings = [
        name for name, _ in responses.tables(round_rows.of_round(five[0].round))
    ]
    assert headings == ["Region"]  # and no kind is known


def test_by_region_those_not_known_last(five):
    assert list(table(five[0].round, "Region").items()) == [
        ("North West", (3, 1, 33)),
        ("Not known", (1, 1, 100)),
    ]


def test_the_page_and_the_file_say_the_same(five, val):
    clusters.make(
        name="Wessex", authorities=[five[0].authority], facilitators=[], by=val
    )
    client, url = client_of(val), f"/rounds/{five[0].round.slug}/answered"
    page = markup(client.get(f"{url}/"))
    assert "Wessex" in page
    text = client.get(f"{url}.csv").getvalue().decode("utf-8-sig")
    rows = {row["group"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["Wessex"]["returned"] == "1"
    assert rows["All"]["follow-up return rate, per cent"] == "50"


def test_a_follow_up_that_nobody_asked_for_counts_as_asked_once_it_is_returned(
    assessment, mo, val
):
    submit(assessment, mo)
    client, url = client_of(val), f"/rounds/{assessment.round.slug}"

    def counted():
        whole = responses.answered("All", round_rows.of_round(assessment.round))
        return whole.follow_up_asked, whole.follow_up_returned

    def page(name):
        return " ".join(markup(client.get(f"{url}/{name}/")).split())

    save_follow_up(assessment, mo, {7: {"stage_two": 6}})
    assert counted() == (0, 0)
    assert "without being asked" not in page("follow-ups")
    return_follow_up(assessment, mo)
    assert counted() == (1, 1)
    said = page("follow-ups")
    assert "No follow-up of this round has been asked for yet." in said
    assert "1 came in without being asked for, for example with a past" in said
    assert "counts it as asked and returned" in said
    assert "nobody asked for counts as asked once it is returned" in page("answered")


def test_what_is_next_after_a_submission_is_the_follow_up(five):
    rows = {
        str(row.assessment.authority): row for row in round_rows.of_round(five[0].round)
    }
    assert rows["Place 0"].next == "The follow-up, due 1 February 2030"
    assert rows["Northmoor"].next == ""  # it has returned it


def test_the_chase_names_the_day_the_follow_up_is_due(five, val):
    make_member(five[1].authority, "moderator")
    page = markup(client_of(val).get(f"/rounds/{five[0].round.slug}/chase/"))
    assert "due 1 February 2030" in " ".join(page.split())


def test_the_chase_of_a_closed_round_is_of_follow_ups(five, mo, val):
    moderator = make_member(five[1].authority, "moderator")
    round = five[0].round
    rounds.close_round(round=round, by=val)
    client, url = client_of(val), f"/rounds/{round.slug}/chase/"
    page = " ".join(markup(client.get(url)).split())
    assert "chased for follow-ups only" in page
    assert "nobody is chased" not in page
    assert f"To {moderator.email}" in page.replace("<bdi>", "").replace("</bdi>", "")
    save_follow_up(five[1], moderator, {7: {"stage_two": 6}})
    return_follow_up(five[1], moderator)
    assert "nobody is chased" in markup(client.get(url))
