"""One assessment at a glance and its history, as each person may see them."""

import pytest

from assessments.models import AgreedResponse, AuditEvent
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import signing_off, submitting
from tests.support.builders import (
    complete,
    hand_in,
    make_assessment,
    make_group,
    make_member,
    open_discussions,
    rate,
    submit,
)
from tests.support.markup import markup


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/"


def see(client, person, path):
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return text(response)


MEMBERS = ["mo", "cass", "dee", "ann"]


@pytest.mark.parametrize("person", [*MEMBERS, "val"])
def test_everybody_sees_how_far_it_is(client, path, housing, request, person):
    rate(housing, 2, evidence="A secret.")
    page = see(client, request.getfixturevalue(person), path)
    assert "15 of 15 rated, 15 with evidence, not handed in" in page
    assert "Nobody rates this" in page
    assert "What Coram Voice can see" in page
    assert "secret" not in page
    assert "Mostly disagree" not in page


@pytest.mark.parametrize("page", ["", "history/", "groups/", "cover/"])
def test_another_authority_sees_nothing(client, path, oli, page):
    client.force_login(oli)
    assert client.get(path + page).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_numbers_nobody_has(client, mo, number):
    client.force_login(mo)
    assert client.get(f"/assessments/{number}/").status_code == 404


def test_links_to_drafts(client, path, assessment, mo, cass, dee, val, ann, housing):
    link = f'href="{path}groups/{housing.pk}/areas/7/"'

    def who_has_the_link():
        people = [mo, cass, dee, ann, val]
        return {person.name for person in people if link in see(client, person, path)}

    assert who_has_the_link() == {"Mo", "Cass"}
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    assert who_has_the_link() == {"Mo", "Cass", "Dee", "Ann"}


def test_your_group_is_marked(client, path, assessment, mo, cass, housing):
    make_group(assessment, mo, areas=[7], name="Legal")
    page = see(client, cass, path)
    assert "</a> (your group): 0 of 15" in page
    assert "<bdi>Legal</bdi>: 0 of 15" in page


def test_what_each_part_is_offered(client, path, assessment, mo, cass, val, housing):
    links = ["groups/", "cover/", "moderation/", "scores/", "check/", "history/"]

    def offered(person):
        page = see(client, person, path)
        return [link for link in links if f'href="{path}{link}"' in page]

    assert offered(mo) == links
    assert offered(cass) == ["groups/", "cover/", "moderation/", "history/"]
    assert offered(val) == []


def test_what_is_next_is_the_moderators(client, path, mo, cass):
    assert "What is next" in see(client, mo, path)
    assert "What is next" not in see(client, cass, path)


def test_stages_of_an_area(client, path, assessment, mo, cass, housing):
    def status():
        item = see(client, mo, path).split("7. Being in safe")[1].split("</li>")[0]
        return item.split('status">')[1].split("<")[0]

    assert status() == "0 of 1 handed in"
    hand_in(housing, cass)
    assert status() == "1 of 1 handed in"
    open_discussions(assessment, mo)
    assert status() == "0 of 15 settled"
    complete(assessment, mo)
    assert status() == "Settled"


def test_the_cover_sheet_is_counted(client, path, assessment, mo):
    assert "0 of 3 answered" in see(client, mo, path)
    complete(assessment, mo)
    assert "3 of 3 answered" in see(client, mo, path)


def test_submitted_and_reopened(client, path, assessment, mo, cass, val):
    submission = submit(assessment, mo)
    for person in [mo, cass, val]:
        page = see(client, person, path)
        assert f'href="/submissions/{submission.reference}/"' in page
        assert "Nothing has been submitted yet" not in page
        assert "What is next" not in page

    assessment.refresh_from_db()
    submitting.reopen(assessment=assessment, by=val, reason="See <b>9a</b>.\nThanks.")
    page = see(client, cass, path)
    assert "Coram Voice has reopened this assessment." in page
    assert "See &lt;b&gt;9a&lt;/b&gt;. Thanks.</div>" in page
    assessment.refresh_from_db()
    submit(assessment, mo)
    assert "has reopened" not in see(client, cass, path)


def test_where_the_approval_stands(client, path, assessment, mo, ann, cass):
    def stands(person):
        page = see(client, person, path)
        return page.split('id="approval-status">')[1].split("<")[0]

    assert stands(mo) == "Not asked for yet"
    complete(assessment, mo)
    assert stands(ann) == "Not asked for yet"
    assert '/check/#approval">Ask for approval</a>' in see(client, mo, path)
    signing_off.ask(assessment=assessment, by=mo)
    assert (stands(mo), stands(ann)) == ("Asked for", "Asked for")
    now = standing(agreed_of(assessment))
    signing_off.approve(assessment=assessment, seen=now.seen, by=ann)
    assert stands(mo) == "Approved"
    assert "Ask for approval" not in see(client, mo, path)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter="h"
    ).update(version=5)
    assert (stands(mo), stands(ann)) == ("Changed since it was approved",) * 2
    page = see(client, mo, path)
    assert "Ask for approval again</a>: 1 statement (7h) changed since" in page
    assert "approval-status" not in see(client, cass, path)


def test_an_assessment_without_approvers_says_so(client, path, assessment, mo):
    complete(assessment, mo)
    page = see(client, mo, path)
    assert 'id="approval-status">Your authority has no approver<' in page
    assert "Ask for approval" not in page


def test_open_areas_without_a_score_are_counted(client, path, assessment, mo):
    assert "Give a global score" not in see(client, mo, path)
    open_discussions(assessment, mo)
    assert "Give a global score</a> to 10 areas" in see(client, mo, path)
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=2).update(
        global_score=None, scored_at=None
    )
    assert "Give a global score</a> to 1 area," in see(client, mo, path)


@pytest.mark.parametrize("groups", [1, 3])
def test_queries(client, django_assert_num_queries, path, assessment, mo, cass, groups):
    for _ in range(groups):
        make_group(assessment, mo, cass)
    client.force_login(cass)
    client.get(path)
    with django_assert_num_queries(9):
        page = text(client.get(path))
    assert page.count("(your group)") == groups * 10


@pytest.mark.parametrize("groups", [1, 3])
def test_queries_when_ready(
    client, django_assert_num_queries, path, assessment, mo, ann, groups
):
    for _ in range(groups):
        hand_in(make_group(assessment, mo), mo)
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    client.force_login(mo)
    client.get(path)
    with django_assert_num_queries(13):
        assert "Asked for" in text(client.get(path))


# History


def event(assessment, by, detail="", kind="handed_in"):
    return AuditEvent.objects.create(
        assessment=assessment, kind=kind, by=by, detail=detail
    )


@pytest.mark.parametrize("person", MEMBERS)
def test_history_in_sentences(client, path, assessment, mo, request, person):
    event(assessment, mo, "Housing, area 7")
    event(assessment, None, kind="imported")
    page = see(client, request.getfixturevalue(person), path + "history/")
    sentences = [
        "<bdi>An operator</bdi> imported a completed form",
        "<bdi>Mo</bdi> handed in a draft: <bdi>Housing, area 7</bdi>",
        "<bdi>Mo</bdi> started the assessment",
    ]
    places = [page.index(sentence) for sentence in sentences]
    assert places == sorted(places)


def test_history_is_not_for_coram_voice(client, path, val):
    client.force_login(val)
    assert client.get(path + "history/").status_code == 403


def test_history_of_another_assessment(client, path, assessment, mo, oli):
    from_elsewhere = make_assessment(oli.memberships.get().authority, oli)
    event(from_elsewhere, oli, "Elsewhere")
    assert "Elsewhere" not in see(client, mo, path + "history/")


def test_history_by_pages(client, path, assessment, mo):
    AuditEvent.objects.bulk_create(
        AuditEvent(assessment=assessment, kind="settled", by=mo, detail=f"code {n}")
        for n in range(60)
    )
    first = see(client, mo, path + "history/")
    assert first.count("settled a statement") == 50
    assert "Page 1 of 2" in first
    assert 'href="?page=2" rel="next"' in first
    second = see(client, mo, path + "history/?page=2")
    assert second.count("settled a statement") == 10
    assert "started the assessment" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("page", ["0", "-1", "9" * 20, "x", "", "1.5", "٢", "1'--"])
def test_pages_that_are_none(client, path, mo, page):
    """F46."""
    client.force_login(mo)
    assert client.get(path + "history/", {"page": page}).status_code == 200


def test_history_is_text(client, path, assessment, mo):
    event(assessment, mo, "<script>alert(1)</script>")
    assert "<script>alert" not in see(client, mo, path + "history/")


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_the_history(
    client, django_assert_num_queries, path, assessment, northmoor, mo, people
):
    for _ in range(people):
        event(assessment, make_member(northmoor))
    client.force_login(mo)
    client.get(path)
    with django_assert_num_queries(6):
        page = text(client.get(path + "history/"))
    assert page.count("handed in a draft") == people


@pytest.mark.parametrize("page", ["", "history/"])
def test_they_are_only_read(client, path, mo, page):
    client.force_login(mo)
    assert client.post(path + page).status_code == 405
    assert client.put(path + page).status_code == 405
