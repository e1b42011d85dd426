"""Coram Voice opens rounds and adds authorities, and sees progress only."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.analysis.due import day_in_words
from assessments.models import (
    Action,
    AuditEvent,
    LocalAuthority,
    Membership,
    Round,
    Submission,
)
from assessments.workflow import setting_up, taking_part
from assessments.workflow.common import record
from tests.support.builders import (
    make_authority,
    make_group,
    make_round,
    make_user,
    rate,
    submit,
)
from tests.support.markup import markup
from tests.support.pages import form_of
from tests.support.previous_submissions import dated

GOOD = {
    "name": "Summer baseline",
    "edition": "2020",
    "opens_on": "5 June 2026",
    "closes_on": "31/7/2026",
}


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def staff(client, val):
    client.force_login(val)
    client.get("/rounds/")  # notes in the session when it began
    return client


@pytest.mark.parametrize("path", ["/rounds/", "/rounds/new/", "/rounds/round/"])
def test_coram_voice_only(client, mo, path):
    Round.objects.filter(pk=make_round().pk).update(slug="round")
    client.force_login(mo)
    assert client.get(path).status_code == 403
    client.logout()
    assert client.get(path).status_code == 302


def test_nobody_else_opens_a_round(client, mo, cass):
    for person in [mo, cass]:
        client.force_login(person)
        assert client.post("/rounds/new/", GOOD).status_code == 403
    assert not Round.objects.exists()


def test_open_a_round(staff):
    response = staff.post("/rounds/new/", GOOD)
    made = Round.objects.get()
    assert response.status_code == 302
    assert response["Location"] == "/rounds/summer-baseline/"
    assert (made.name, made.framework.edition) == ("Summer baseline", "2020")
    assert (made.opens_on, made.closes_on) == (date(2026, 6, 5), date(2026, 7, 31))
    page = text(staff.get("/rounds/summer-baseline/"))
    assert "The round is open. Now add its authorities." in page
    assert "Opened</dt>" in page


def test_a_round_that_opens_later_says_so_and_that_authorities_can_begin(
    staff, northmoor, mo, val, mailoutbox
):
    later = timezone.localdate() + timedelta(days=400)
    sent = GOOD | {"opens_on": later.isoformat(), "closes_on": ""}
    page = text(staff.post("/rounds/new/", sent, follow=True))
    day = day_in_words(later)
    assert (
        f"The round opens on {day}. Authorities can begin as soon as you add them."
    ) in page
    assert "Opens</dt>" in page
    taking_part.join(round=Round.objects.get(), authority=northmoor, by=val)
    [message] = mailoutbox
    assert f"Opens: {day}, but you can begin before\n" in message.body


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter a name for the round"),
        ({"name": "x" * 101}, "Shorten this to 100 characters or fewer. It has 101"),
        ({"edition": ""}, "Choose an edition"),
        ({"edition": "1999"}, "Select a valid choice. 1999 is not one of"),
        ({"opens_on": ""}, "Enter the date the round opens"),
        ({"opens_on": "31 June 2026"}, "Enter a real date"),
        ({"opens_on": "5/6/26"}, "Enter a real date"),
        ({"opens_on": "5 June 0026"}, "Enter a year with four figures"),
        ({"closes_on": "4 June 2026"}, "must be on or after the day it opens"),
    ],
)
def test_what_is_refused_is_shown_again(staff, changed, message):
    sent = GOOD | changed
    response = staff.post("/rounds/new/", sent)
    page = text(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert page.count(message) == 2  # in the summary and beside the field
    assert f'value="{sent["opens_on"]}"' in page or not sent["opens_on"]
    assert not Round.objects.exists()


def test_an_empty_form_is_refused(staff):
    response = staff.post("/rounds/new/", {})
    assert response.status_code == 422
    assert "Enter a name for the round" in text(response)


@pytest.mark.parametrize("again", ["summer BASELINE", "  Summer   baseline "])
def test_a_round_has_its_own_name(staff, again):
    staff.post("/rounds/new/", GOOD)
    response = staff.post("/rounds/new/", GOOD | {"name": again})
    assert response.status_code == 422
    assert "There is already a round with this name" in text(response)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("New", "new-2"), ("☃", "round"), ("Été/2026", "ete2026"), ("a" * 100, "a" * 90)],
)
def test_addresses_made_from_names(staff, name, slug):
    staff.post("/rounds/new/", GOOD | {"name": name})
    assert Round.objects.get().slug == slug
    assert staff.get(f"/rounds/{slug}/").status_code == 200


def test_two_names_with_one_address(staff):
    staff.post("/rounds/new/", GOOD | {"name": "One!"})
    staff.post("/rounds/new/", GOOD | {"name": "One?"})
    assert set(Round.objects.values_list("slug", flat=True)) == {"one", "one-2"}


def test_progress_and_nothing_anybody_wrote(staff, assessment, mo, cass, housing):
    rate(housing, 2, evidence="A secret.")
    page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert "2 of 2 drafts to hand in" in page
    assert "secret" not in page

    submission = submit(assessment, mo)
    page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert f'href="/submissions/{submission.reference}/"' in page
    assert "1 of 1 asked" in page
    assert "secret" not in page


@pytest.mark.parametrize("authorities", [1, 3])
def test_queries_of_a_round(
    staff, django_assert_num_queries, assessment, mo, cass, authorities
):
    for _ in range(authorities - 1):
        other = setting_up.start(
            authority=make_authority(), round=assessment.round, by=mo
        )
        make_group(other, mo, mo)
    with django_assert_num_queries(7):
        page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert page.count(">Contact<span") == authorities


def in_order(response):
    """Return the authorities of a round's page, from the top."""
    return [str(row.assessment.authority) for row in response.context["page"]]


@pytest.fixture
def four(assessment, mo, oli):
    """A round of four: no moderator, invited, moderated and submitted."""
    round = assessment.round
    submit(assessment, mo)
    eastvale = oli.memberships.get().authority
    setting_up.start(authority=eastvale, round=round, by=None)
    setting_up.start(authority=make_authority("Ashby"), round=round, by=None)
    taking_part.join(
        round=round,
        authority=make_authority("Westmere"),
        email="wes@example.org",
        by=make_user(is_staff=True),
    )
    return round


def test_what_needs_doing_comes_first(staff, four):
    response = staff.get(f"/rounds/{four.slug}/")
    page = text(response)
    assert in_order(response) == ["Ashby", "Westmere", "Eastvale", "Northmoor"]
    assert "Nobody moderates. Invite somebody." in page
    assert "wes@example.org to accept the invitation of" in page
    assert "2 of them have no moderator." in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("needs=us", ["Ashby"]),
        ("needs=them&sort=name", ["Ashby", "Eastvale", "Westmere"]),
        ("stage=joined", ["Eastvale"]),
        ("stage=moderating", []),
        ("name=WEST", ["Westmere"]),
        ("region=North+West", ["Eastvale"]),
        ("kind=County&sort=name", ["Eastvale"]),
        ("needs=plan", ["Northmoor"]),
        ("stage=nonsense&sort=name", ["Ashby", "Eastvale", "Northmoor", "Westmere"]),
    ],
)
def test_filters(staff, four, query, shown):
    LocalAuthority.objects.filter(name="Eastvale").update(
        region="North West", kind="County"
    )
    response = staff.get(f"/rounds/{four.slug}/?{query}")
    assert response.status_code == 200
    assert in_order(response) == shown
    lines = staff.get(f"/rounds/{four.slug}/authorities.csv?{query}").content.decode()
    names = [line.partition(",")[0] for line in lines.splitlines()[1:]]
    assert names == in_order(response)


def test_a_stage_that_nobody_is_at_shows_nobody(staff, four):
    page = text(staff.get(f"/rounds/{four.slug}/?stage=moderating"))
    assert "0 of 4 shown." in page
    assert '<option value="moderating" selected>' in page


@pytest.mark.parametrize("query", ["region=Atlantis", "sort=x", "stage=x", "needs=x"])
def test_a_filter_that_is_not_in_the_list_is_said(staff, four, query):
    name = query.partition("=")[0]
    response = staff.get(f"/rounds/{four.slug}/?{query}")
    label = response.context["form"].fields[name].label
    assert response.context["errors"] == [
        (f"filter-{name}", f"{label}: choose something that is in the list")
    ]
    assert '<details class="govuk-details" open>' in text(response)


def test_the_plan_of_an_authority(staff, four):
    northmoor = four.assessments.get(authority__name="Northmoor")
    url = f"/rounds/{four.slug}/"

    def plans():
        lines = staff.get(f"{url}authorities.csv").content.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(lines))
        return {row["authority"]: row["plan"] for row in rows if row["plan"]}

    assert plans() == {"Northmoor": "No plan"}
    assert in_order(staff.get(f"{url}?needs=plan")) == ["Northmoor"]
    for state in ("done", "done", "under_way", "not_yet"):
        Action.objects.create(assessment=northmoor, text="Do it.", state=state)
    Action.objects.create(
        assessment=northmoor, text="Gone.", state="done", removed_at=timezone.now()
    )
    assert plans() == {"Northmoor": "2 of 4 done"}
    assert "2 of 4 done" in text(staff.get(url))
    assert in_order(staff.get(f"{url}?needs=plan")) == []


def test_the_last_activity_is_the_authoritys(staff, assessment, val):
    """Not what Coram Voice did."""
    AuditEvent.objects.update(by=val)  # as Coram Voice adds authorities
    record(assessment, "invited", val)
    record(assessment, "reminded", None)
    page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert re.search(r'data-label="Last activity">\s*None', page)


def test_late(staff, assessment, mo):
    round = assessment.round
    round.closes_on = date(2020, 3, 1)
    round.save()
    page = text(staff.get(f"/rounds/{round.slug}/"))
    assert "Late" in page
    dated(submit(assessment, mo), date(2020, 3, 1))
    assert "Late</strong>" not in text(staff.get(f"/rounds/{round.slug}/"))
    Submission._base_manager.update(dated_on=date(2020, 3, 2))
    assert "Late</strong>" in text(staff.get(f"/rounds/{round.slug}/"))
    assert "1 of the 1 came late" in text(staff.get(f"/rounds/{round.slug}/answered/"))


def test_rounds_are_listed_the_newest_first(staff):
    """As their caption says."""
    for year in [2015, 2020, 2018]:
        made = make_round()
        Round.objects.filter(pk=made.pk).update(
            name=f"R{year}", opens_on=f"{year}-02-01"
        )
    page = text(staff.get("/rounds/"))
    assert page.index("R2020") < page.index("R2018") < page.index("R2015")


def change(staff, round, **changed):
    path = f"/rounds/{round.slug}/change/"
    seen = form_of(staff.get(path))["seen"]
    sent = {"name": round.name, "opens_on": "1 February 2020", "closes_on": ""}
    return staff.post(path, sent | {"seen": seen} | changed)


def boxes(response):
    """Return the first form of a page; the second closes the round."""
    return {name: it for name, it in form_of(response).items() if name != "form"}


def test_two_officers_change_a_round_at_once(staff, assessment):
    """Different boxes are both kept; of one box, the second is told."""
    round, path = assessment.round, f"/rounds/{assessment.round.slug}/change/"
    mine, theirs = boxes(staff.get(path)), boxes(staff.get(path))
    assert staff.post(path, theirs | {"closes_on": "5/6/2031"}).status_code == 302
    assert staff.post(path, mine | {"name": "Spring"}).status_code == 302
    round.refresh_from_db()
    assert (round.name, round.closes_on) == ("Spring", date(2031, 6, 5))
    clash = staff.post(path, mine | {"name": "Spring", "closes_on": "7/8/2031"})
    assert clash.status_code == 409
    assert "This was changed to ‘5 June 2031’ after you" in text(clash)
    round.refresh_from_db()
    assert round.closes_on == date(2031, 6, 5)
    again = boxes(clash)
    assert again["closes_on"] == ["7/8/2031"]
    assert staff.post(path, again).status_code == 302
    round.refresh_from_db()
    assert round.closes_on == date(2031, 8, 7)


def test_two_officers_change_an_authority_at_once(staff, northmoor):
    path = "/authorities/northmoor/change/"
    mine, theirs = form_of(staff.get(path)), form_of(staff.get(path))
    assert staff.post(path, theirs | {"region": "North East"}).status_code == 302
    assert staff.post(path, mine | {"kind": "County"}).status_code == 302
    clash = staff.post(path, mine | {"kind": "County", "region": "London"})
    assert clash.status_code == 409
    assert "This was changed to ‘North East’ after you" in text(clash)
    northmoor.refresh_from_db()
    assert (northmoor.region, northmoor.kind) == ("North East", "County")
    assert staff.post(path, form_of(clash)).status_code == 302
    northmoor.refresh_from_db()
    assert northmoor.region == "London"


def test_region_and_kind_of_an_authority_are_those_of_the_register(staff, northmoor):
    """In other words they would be another group of every analysis; none is lost."""
    path = "/authorities/northmoor/change/"
    sent = form_of(staff.get(path))
    refused = staff.post(path, sent | {"region": "london", "kind": "london Borough"})
    assert refused.status_code == 422
    assert "Choose a region from the list" in text(refused)
    assert "Choose a kind of authority from the list" in text(refused)
    LocalAuthority.objects.filter(pk=northmoor.pk).update(region="Outer London")
    sent = form_of(staff.get(path))
    assert staff.post(path, sent | {"kind": "London borough"}).status_code == 302
    northmoor.refresh_from_db()
    assert (northmoor.region, northmoor.kind) == ("Outer London", "London borough")


def test_change_a_round(staff, assessment, mo, mailoutbox):
    round = assessment.round
    assert change(staff, round, name="Spring", closes_on="1/4/2031", tell="on").url == (
        f"/rounds/{round.slug}/"
    )
    round.refresh_from_db()
    assert (round.name, round.closes_on) == ("Spring", date(2031, 4, 1))
    [message] = mailoutbox
    assert message.to == [mo.email]
    assert "It is now due on 1 April 2031." in message.body
    page = text(staff.get(f"/rounds/{round.slug}/change/"))
    assert "due on 1 April 2031" in page
    assert "changed. We have emailed the moderators of Northmoor." in page
    assert "Once it is closed, people get reminders about follow-ups only." in page
    change(staff, round, name="Spring", closes_on="1/4/2031", tell="on")
    change(staff, round, name="Spring", closes_on="2/4/2031")
    assert "changed. Nobody was emailed." in text(staff.get("/rounds/"))
    assert len(mailoutbox) == 1  # not without a change, and not unasked


def test_another_round_keeps_its_name(staff):
    one, other = make_round(), make_round()
    response = change(staff, one, name=other.name.upper())
    assert response.status_code == 422
    assert "There is already a round with this name" in text(response)


def test_close_a_round_and_open_it_again(staff, four):
    url = f"/rounds/{four.slug}/change/"
    assert staff.post(url, {"form": "close"}).status_code == 302
    page = text(staff.get(f"/rounds/{four.slug}/"))
    assert "Closed on" in page
    assert "Add an authority" not in page
    assert staff.post(url, {"form": "close"}).status_code == 409
    assert staff.post(url, {"form": "reopen"}).status_code == 302
    four.refresh_from_db()
    assert not four.is_closed


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_of_the_rounds(staff, django_assert_num_queries, rounds):
    for _ in range(rounds):
        make_round()
    with django_assert_num_queries(3):
        page = text(staff.get("/rounds/"))
    assert page.count("No authorities yet") == rounds


def test_a_member_of_coram_voice_in_an_authority(staff, val, northmoor):
    Membership.objects.create(user=val, authority=northmoor, role="contributor")
    page = text(staff.get("/"))
    assert "Your role: contributor." in page
    assert "No round has been opened yet." in page


def test_who_may_not_is_sent_to_somebody_they_have(client, mo, fay):
    for person, whom in [
        (mo, "your moderator. If you are the moderator, ask Coram Voice"),
        (fay, "a programme officer"),
    ]:
        client.force_login(person)
        page = text(client.get("/rounds/"))
        assert f"If you think you should have permission, ask {whom}." in page


def test_fifty_authorities_are_on_a_page(staff, val, monkeypatch):
    """The next page is narrowed as the first one."""
    monkeypatch.setattr("assessments.views.rounds.A_PAGE", 2)
    round = make_round()
    for name in ["Ash A", "Ash B", "Ash C", "Elm"]:
        setting_up.start(authority=make_authority(name), round=round, by=val)
    path = f"/rounds/{round.slug}/"
    first = text(staff.get(f"{path}?name=ash"))
    assert "3 authorities in" in first
    assert "3 of 4 shown" in first
    link = re.search(r'href="([^"]*)" rel="next"', first)[1].replace("&amp;", "&")
    second = text(staff.get(path + link))
    assert [name for name in "ABC" if f">Ash {name}<" in first] == ["A", "B"]
    assert [name for name in "ABC" if f">Ash {name}<" in second] == ["C"]
    assert "Elm" not in second


def test_help_says_which_survey_is_elsewhere(staff):
    page = text(staff.get("/help/coram-voice/"))
    assert "Run the survey of corporate parents elsewhere" in page
