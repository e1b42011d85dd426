"""The first page: what each person has to do, and nothing of anybody else's."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.analysis.due import day_in_words
from assessments.models import Draft, DraftResponse, Membership
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import reopening, setting_up, signing_off
from tests.support.builders import (
    complete,
    hand_in,
    make_authority,
    make_group,
    make_round,
    make_user,
    open_discussions,
    rate,
    submit,
)
from tests.support.markup import markup
from tests.support.meetings import settle


def words(response):
    return " ".join(markup(response).split())


def home(client, user):
    client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    return words(response)


def test_a_moderators_links_are_apart(client, assessment, mo, cass):
    page = re.sub("<[^>]+>", "", home(client, mo))
    assert "in Northmoor, or download everything." in page
    page = re.sub("<[^>]+>", "", home(client, cass))
    assert "and your moderator’s email address." in page


def test_nothing_to_do(client, assessment):
    page = home(client, make_user("nora"))
    assert "You are not part of any local authority’s self-assessment." in page
    assert "nora@example.org" in page
    assert "Northmoor" not in page


def test_a_contributors_areas(client, assessment, mo, cass, dee, housing):
    housing.members.add(dee, make_user("eve"))
    rate(housing, 3, evidence="A secret.")
    make_group(assessment, mo, dee, areas=[1], name="Legal")

    page = home(client, cass)
    assert (
        f'<a class="govuk-link app-to-do__area" href="/assessments/{assessment.pk}/groups/'
        f'{housing.pk}/areas/7/hand-in/">Check and hand in 7. Being in safe' in page
    )
    assert "15 of 15 rated" in page
    assert "15 with evidence" in page
    assert "What you need to do next" not in page
    assert " with <bdi>Dee</bdi> and <bdi>Eve</bdi>." in page
    assert "Your role: contributor." in page
    assert "Legal" not in page
    assert "secret" not in page
    assert "Set up the working groups" not in page


def test_everybody_is_told_of_the_next_meeting(client, assessment, mo, cass, housing):
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    today = timezone.localdate()
    for days in [-1, 3, 7]:
        assessment.planned_meetings.create(held_on=today + timedelta(days=days))
    day = day_in_words(today + timedelta(days=3))
    assert f"The next meeting is on {day}." in home(client, cass)


def test_what_cannot_be_rated_is_counted(client, cass, housing):
    rated = DraftResponse.objects.filter(draft__group=housing, draft__area__number=7)
    assert "cannot be rated" not in home(client, cass)
    rated.filter(statement__letter__in=["a", "b"]).update(not_rated_reason="unsaid")
    page = home(client, cass)
    assert "0 of 15 rated" in page
    assert "2 cannot be rated" in page


def test_a_contributor_in_no_group(client, assessment, dee, housing):
    page = home(client, dee)
    assert "You are not in a working group yet." in page
    assert "Housing" not in page


def test_what_is_next_for_a_moderator(client, assessment, mo, cass):
    assert "Set up the working groups" in home(client, mo)

    group = make_group(assessment, mo, cass, areas=[7])
    page = home(client, mo)
    assert "nobody rates 9 areas" in page
    assert "1 draft is still to come in" in page

    make_group(assessment, mo, cass, areas=[1, 2, 3, 4, 5, 6, 8, 9, 10])
    hand_in(group, cass)
    page = home(client, mo)
    assert "nobody rates" not in page
    assert "9 drafts are still to come in" in page
    assert "Open 1 discussion</a>: every group has handed in this area" in page

    Draft.objects.filter(area__number__in=[1, 2]).update(
        handed_in_at=timezone.now(), handed_in_by=mo
    )
    page = home(client, mo)
    assert "Open 3 discussions</a>: every group has handed in these 3 areas" in page

    assessment.agreed_areas.filter(area__number__in=[1, 7]).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=mo
    )
    page = home(client, mo)
    assert re.search(r"Settle \d+ statements</a> in the open discussions", page)
    assert "to 2 areas whose discussion is open, or say" in page

    open_discussions(assessment, mo)
    page = home(client, mo)
    assert "Settle 106 statements</a>" in page
    assert "in the open discussion" not in page
    assert "to 10 areas, or say" in page

    complete(assessment, mo)
    page = home(client, mo)
    assert f'href="/assessments/{assessment.pk}/check/">Check and submit' in page
    assert "Settle" not in page


def test_submitted(client, assessment, mo, cass, housing):
    submission = submit(assessment, mo)
    for person in [mo, cass]:
        page = home(client, person)
        assert (
            f'<a class="govuk-link" href="/submissions/{submission.reference}/">'
            in page
        )
        assert ("Next: <a" in page) == (person == mo)  # young people, the follow-up
        assert "area 7" not in page


def test_a_moderator_is_told_why_it_was_reopened(client, assessment, mo, cass, val):
    submit(assessment, mo)
    assessment.refresh_from_db()
    reopening.reopen(assessment=assessment, by=val, reason="See <b>9a</b>.")
    reason = "Coram Voice has reopened this assessment: See &lt;b&gt;9a&lt;/b&gt;."
    assert reason in home(client, mo)
    assert reason not in home(client, cass)


def test_what_is_next_for_an_approver(client, assessment, mo, ann):
    complete(assessment, mo)
    link = f'href="/assessments/{assessment.pk}/sign-off/"'
    assert link not in home(client, ann)
    assert "Ask for approval" in home(client, mo)
    signing_off.ask(assessment=assessment, by=mo)
    page = home(client, ann)
    assert "What you need to do next" in page
    assert f"{link}>Read and approve what was agreed" in page
    assert "the approval</a> you asked for" in home(client, mo)
    seen = standing(agreed_of(assessment)).seen
    signing_off.approve(assessment=assessment, seen=seen, by=ann)
    assert "Ask for approval" not in home(client, mo)
    settle(assessment, "7h", 1, mo)
    page = home(client, mo)
    assert "Ask for approval again</a>: 1 statement (7h) changed since" in page


def test_a_person_in_two_authorities(client, assessment, cass, housing):
    """A26: each authority's part is under its own name."""
    eastvale = make_authority("Eastvale")
    Membership.objects.create(user=cass, authority=eastvale, role="moderator")
    other = setting_up.start(authority=eastvale, round=make_round(), by=cass)
    page = home(client, cass)
    owed, rest = page.split("What you need to do next")
    assert "Start 7. Being in safe" in owed
    assert f"/assessments/{other.pk}/" not in owed
    waits, rest = rest.split('dir="auto">Eastvale</h2>')
    assert "Set up the working groups" in waits
    assert f"/assessments/{assessment.pk}/" not in waits
    first, second = rest.split('dir="auto">Northmoor</h2>')
    assert f"/assessments/{other.pk}/" in first
    assert f"/assessments/{assessment.pk}/" not in first
    assert f"/assessments/{assessment.pk}/" in second
    assert f"/assessments/{other.pk}/" not in second
    assert "Housing" in second


def test_coram_voice_sees_rounds(client, assessment, val, housing):
    page = home(client, val)
    assert f'href="/rounds/{assessment.round.slug}/"' in page
    assert "0 of 1 authority" in page
    assert "Housing" not in page


def owed_of(page):
    """Return [(next step, URL)] of the drafts to hand in, in the page's order."""
    return [
        (name.strip(), address)
        for address, name in re.findall(
            r'<a class="govuk-link app-to-do__area" href="([^"]+)">([^<]+)'
            r'<span class="govuk-visually-hidden"> for ',
            page,
        )
    ]


def test_what_is_next_in_each_area(client, assessment, mo, cass):
    group = make_group(assessment, mo, cass, areas=[1, 8, 9], name="Housing")
    answers = DraftResponse.objects.filter(draft__group=group)
    answers.filter(statement__area__number=8).update(not_rated_reason="unknown")
    answers.filter(statement__area__number=9, statement__letter__in="abd").update(
        not_rated_reason="asking"
    )
    base = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/"
    assert [address for _, address in owed_of(home(client, cass))] == [
        f"{base}1/",
        f"{base}8/hand-in/",
        f"{base}9/#statement-c",
    ]
    names = [name.split(".")[0] for name, _ in owed_of(home(client, cass))]
    assert names == ["Start 1", "Check and hand in 8", "Continue 9"]


def test_a_group_is_named_once_or_beside_an_area_of_another_name(
    client, assessment, mo, cass
):
    def groups_named():
        page = home(client, cass)
        return re.findall(r'heading"><bdi>(\w+)<|line"><bdi>(\w+)<', page)

    make_group(assessment, mo, cass, areas=[4, 5], name="Jobcentre")
    assert groups_named() == [("Jobcentre", "")]
    make_group(assessment, mo, cass, areas=[4], name="Educated")
    assert groups_named() == [("", "Jobcentre")] * 2


def test_by_due_date_across_authorities_and_groups(client, assessment, mo, cass):
    today = timezone.localdate()
    eastvale = make_authority("Eastvale")
    Membership.objects.create(user=cass, authority=eastvale, role="contributor")
    other = setting_up.start(authority=eastvale, round=make_round(), by=mo)
    for place, area, days in [
        (assessment, 1, 9),
        (other, 2, 1),
        (assessment, 3, -3),
        (other, 4, None),
        (assessment, 5, 40),
    ]:
        group = make_group(place, mo, cass, areas=[area], name=f"Group {area}")
        if days is not None:
            group.due_on = today + timedelta(days=days)
            group.save()
    Draft.objects.filter(area__number=5).update(handed_back_because="<b>Say more.</b>")

    page = home(client, cass)
    owed, rest = page.split('dir="auto">Eastvale</h2>')
    assert [name.split()[1][0] for name, _ in owed_of(page)] == list("53214")
    assert "Your moderator handed this back" in owed
    headings = re.findall(r'<h3 class="app-to-do__heading">(.*?)</h3>', owed)
    assert len(headings) == 5
    assert "Handed back to you</span> <strong>Due" in headings[0]
    assert "Handed back" not in "".join(headings[1:])
    assert "&lt;b&gt;Say more.&lt;/b&gt;" in owed
    assert '<strong class="app-tag">3 days late</strong>' in owed
    assert "<strong>Due tomorrow</strong>" in owed
    assert "in 9 days</strong>" in owed
    assert "<bdi>Group 2</bdi>, <bdi>Eastvale</bdi>" in owed
    assert "<bdi>Group 3</bdi>, <bdi>Northmoor</bdi>" in owed
    assert "hand-in" not in rest


def test_what_is_handed_in(client, assessment, mo, cass, dee, housing):
    housing.members.add(dee)
    Draft.objects.filter(group=housing, area__number=7).update(
        handed_in_at="2020-06-05T12:00Z", handed_in_by=dee
    )
    page = home(client, cass)
    assert [address.rsplit("/", 2)[1] for _, address in owed_of(page)] == ["9"]
    assert "handed in by <bdi>Dee</bdi> on 5 June 2020." in page
    assert "1 area waits for your moderator to open the discussion" in page
    place = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"
    assert f'href="{place}">7. Being in safe' in page
    assert f'href="{place}handed-in/">Receipt' in page
    assert "Work offline with the Word form" in page
    assert "The discussion is open already" not in page
    open_discussions(assessment, mo)
    assert home(client, cass).count("The discussion is open already") == 1  # area 9
    hand_in(housing, cass)
    assert "Work offline with the Word form" not in home(client, cass)

    hand_in(housing, cass)
    open_discussions(assessment, mo)
    page = home(client, cass)
    assert owed_of(page) == []
    assert "You have handed in everything your groups were given." in page
    assert page.count("The discussion of area ") == 2
    assert "for your moderator to open the discussion" not in page


def test_coram_voice_is_told_who_asks_to_reopen(client, assessment, mo, val):
    assert "ask you to reopen" not in home(client, val)
    submit(assessment, mo)
    reopening.ask(assessment=assessment, reason="A figure was wrong.", by=mo)
    page = home(client, val)
    assert f'href="/assessments/{assessment.pk}/reopen/"><bdi>Northmoor</bdi>' in page
    assert "<bdi>Mo</bdi> asked at" in page
    assert "A figure was wrong." not in page
    assert "ask you to reopen" not in home(client, mo)
    reopening.decline(assessment=assessment, answer="Too late.", by=val)
    assert "ask you to reopen" not in home(client, val)


def test_nothing_of_another_group_or_another_persons_assessment(
    client, assessment, mo, cass, dee, oli, val, housing
):
    make_group(assessment, mo, dee, areas=[1], name="Legal")
    Draft.objects.filter(group=housing).update(handed_back_because="A secret.")
    assert "A secret." in home(client, cass)
    for person in (dee, oli, val, mo):
        page = home(client, person)
        assert "A secret." not in page
        assert "Housing" not in page
    cass.memberships.all().delete()  # though she is still in the group's list
    assert "A secret." not in home(client, cass)


def test_a_moderator_is_told_of_late_drafts_and_empty_groups(
    client, assessment, mo, cass, housing
):
    housing.due_on = timezone.localdate() - timedelta(days=1)
    housing.save()
    make_group(assessment, mo, areas=[1], name="Empty")
    page = home(client, mo)
    assert "3 drafts are still to come in (2 overdue)" in page
    assert "Add people to 1 group</a>: nobody is in it" in page
    housing.due_on = timezone.localdate()
    housing.save()
    assert "3 drafts are still to come in</li>" in home(client, mo)


@pytest.mark.parametrize("groups", [1, 12])
def test_queries_of_a_member(
    client, django_assert_num_queries, assessment, mo, cass, groups
):
    for _ in range(groups):
        make_group(assessment, mo, cass)
    client.force_login(cass)
    client.get("/")  # notes in the session when it began
    with django_assert_num_queries(8):
        page = words(client.get("/"))
    assert page.count("0 of 15 rated") == groups
    assert len(owed_of(page)) == 10 * groups


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_of_coram_voice(client, django_assert_num_queries, val, rounds):
    for _ in range(rounds):
        make_round()
    client.force_login(val)
    client.get("/")
    with django_assert_num_queries(7):
        page = words(client.get("/"))
    assert page.count("No authorities yet") == rounds


def test_hostile_names_are_text(client, assessment, mo, cass):
    name = "<script>alert(1)</script>{{ 7|add:7 }}"
    make_group(assessment, mo, cass, areas=[7], name=name)
    page = home(client, cass)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, mo, method):
    client.force_login(mo)
    assert getattr(client, method)("/").status_code == 405
