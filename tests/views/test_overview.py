"""One assessment at a glance and its history, as each person may see them."""

import re
from datetime import date

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from assessments.models import AgreedResponse, ApproverComment, AuditEvent
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import reopening, signing_off
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
from tests.support.clients import client_of
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


def grid(client, person, path):
    """Return the rows of the grid as lists of the words in their cells."""
    client.force_login(person)
    html = client.get(path).content.decode()
    if 'class="app-glance"' not in html:
        return []
    table = (
        html.split('class="app-glance"')[1].split("</caption>")[1].split("</table>")[0]
    )
    rows = [re.split(r"</t[hd]>", row)[:-1] for row in table.split("</tr>")[:-1]]
    return [[" ".join(strip_tags(cell).split()) for cell in row] for row in rows]


def test_the_moderator_sees_every_area_by_group(
    client, path, assessment, mo, cass, housing
):
    rate(housing, 2, evidence="A secret.")
    legal = make_group(assessment, mo, areas=[7], name="Legal")
    hand_in(legal, cass)
    assessment.agreed_areas.filter(area__number=9).update(
        scored_at=timezone.now(), global_score=None
    )
    rows = grid(client, mo, path)
    assert rows[0][1:] == ["Housing", "Legal", "Discussion", "Settled", "Score"]
    assert rows[1][0].endswith("Nobody rates this")
    assert rows[7] == [
        "7. Being in safe and settled accommodation",
        "Rating 15 of 15",
        "Handed in 0 of 15",
        "Open it",
        "0 of 15",
        "Not yet",
    ]
    assert rows[9][1:] == ["Rating 8 of 8", "", "Not open", "0 of 8", "None given"]
    assert rows[-1] == [
        "All areas",
        "0 of 2 in",
        "1 of 1 in",
        "0 of 10",
        "0 of 106",
        "1 of 10",
    ]


def test_more_groups_than_columns_fit_share_one(
    client, path, assessment, mo, cass, housing
):
    for number in range(1, 6):
        make_group(assessment, mo, areas=[number], name=f"Team {number}")
    assert grid(client, mo, path)[0][1:4] == ["Housing", "Team 1", "Team 2"]
    hand_in(make_group(assessment, mo, areas=[7], name="Legal"), cass)
    rows = grid(client, mo, path)
    assert rows[0] == ["Area", "Groups", "Discussion", "Settled", "Score"]
    assert rows[7][1:3] == [
        "Housing: Not started 0 of 15 Legal: Handed in 0 of 15",
        "Open it",
    ]
    assert rows[9][1] == "Housing: Not started 0 of 8"
    assert rows[-1][1].startswith("Housing: 0 of 2 in Legal: 1 of 1 in Team 1: 0 of 1")


def test_a_contributor_sees_only_their_own_groups(
    client, path, assessment, mo, cass, dee, housing
):
    make_group(assessment, mo, areas=[1, 7], name="Legal")
    rows = grid(client, cass, path)
    assert rows[0] == ["Area", "Housing", "Discussion"]
    assert [row[1:] for row in rows[1:]] == [
        ["Not started 0 of 15", "Not open"],
        ["Not started 0 of 8", "Not open"],
    ]
    assert "Legal" not in see(client, cass, path)
    assert grid(client, dee, path) == []
    assert "You are not in a working group yet" in see(client, dee, path)


@pytest.mark.parametrize("person", ["ann", "val"])
def test_who_else_sees_all_groups(client, path, housing, request, person):
    rate(housing, 2, evidence="A secret.")
    someone = request.getfixturevalue(person)
    rows = grid(client, someone, path)
    assert rows[7][1:4] == ["Rating 15 of 15", "Not open", "0 of 15"]
    assert ("Score" in rows[0]) == (person == "ann")
    assert "secret" not in see(client, someone, path)


def test_the_words_of_a_draft(client, path, assessment, mo, cass, housing):
    def word():
        return grid(client, cass, path)[1][1]

    assert word() == "Not started 0 of 15"
    rate(housing, 2)
    assert word() == "Rating 15 of 15"
    housing.due_on = date(2020, 3, 1)
    housing.save()
    assert word() == "Overdue 15 of 15"
    housing.drafts.update(handed_back_because="See 7a.")
    assert word() == "Handed back 15 of 15"
    hand_in(housing, cass)
    assert word() == "Handed in 15 of 15"


def test_a_draft_that_somebody_waits_for_stands_out(
    client, path, assessment, mo, housing
):
    assert "app-glance__urgent" not in see(client, mo, path)
    open_discussions(assessment, mo)
    assert see(client, mo, path).count("app-glance__urgent") == 2


# The line of navigation


LINE = {
    "mo": ["Overview", "Rate", "Discuss", "Scores", "Check and submit", "Files"],
    "cass": ["Overview", "Rate", "Discuss", "Scores", "Files"],
    "ann": ["Overview", "Rate", "Discuss", "Scores", "Approve", "Files"],
    "val": ["Overview", "Files"],
}


def line(client, person, path):
    """Return the line's words, and those that say where the page is."""
    client.force_login(person)
    html = client.get(path).content.decode()
    nav = html.split('aria-label="This assessment"')[1].split("</nav>")[0]
    here = re.findall(r'aria-current="(\w+)"\s*>([^<]+)<', nav)
    return re.findall(r">([^<>]+)</a>", nav), here


@pytest.mark.parametrize("person", LINE)
def test_the_line_of_each_person(client, path, housing, request, person):
    found = line(client, request.getfixturevalue(person), path)
    assert found == (LINE[person], [("page", "Overview")])


@pytest.mark.parametrize(
    ("page", "here"),
    [
        ("rate/", ("page", "Rate")),
        ("groups/", ("true", "Rate")),
        ("moderation/agenda/", ("page", "Discuss")),
        ("moderation/agenda/pack/", ("true", "Discuss")),
        ("scores/", ("page", "Scores")),
        ("check/", ("page", "Check and submit")),
        ("sign-off/", ("true", "Check and submit")),
        ("files/", ("page", "Files")),
        ("cover/", ("true", "Overview")),
    ],
)
def test_where_the_page_is(client, path, mo, page, here):
    assert line(client, mo, path + page)[1] == [here]


# Who is rating


def test_the_progress_of_each_group(client, path, assessment, mo, cass, dee, housing):
    rate(housing, 2, evidence="A secret.")
    make_group(assessment, mo, areas=[1], name="Legal")
    housing.drafts.filter(area__number=9).update(handed_back_because="See 9a.")
    page = see(client, mo, path + "rate/")
    assert "15 of 15 rated, 15 with evidence, not handed in" in page
    assert page.count("</h2>") == 2
    assert "See 9a." in page
    assert f'href="{path}remind/"' in page
    own = see(client, cass, path + "rate/")
    assert "15 of 15 rated, 15 with evidence, not handed in" in own
    assert "Legal" not in own
    assert f'href="{path}remind/"' not in own
    assert "You are not in a working group yet" in see(client, dee, path + "rate/")


@pytest.mark.parametrize("groups", [1, 12])
def test_queries_of_the_progress(
    client, django_assert_num_queries, path, assessment, mo, groups
):
    for _ in range(groups):
        make_group(assessment, mo)
    client.force_login(mo)
    client.get(path)
    with django_assert_num_queries(7):
        page = text(client.get(path + "rate/"))
    assert page.count("</section>") == groups


# Files


def test_the_files_of_an_assessment(client, path, assessment, housing, mo, cass, val):
    page = see(client, cass, path + "files/")
    assert "Nothing has been submitted yet" in page
    assert f'href="{path}groups/{housing.pk}/offline/"' in page
    assert "agreed.docx" not in page
    assert "agreed.docx" in see(client, mo, path + "files/")
    submission = submit(assessment, mo)
    for person in [mo, cass, val]:
        page = see(client, person, path + "files/")
        assert f'href="/submissions/{submission.reference}.pdf"' in page
    assert "Blank forms" not in page


@pytest.mark.parametrize("page", ["", "history/", "groups/", "cover/"])
def test_another_authority_sees_nothing(client, path, oli, page):
    client.force_login(oli)
    assert client.get(path + page).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_numbers_nobody_has(client, mo, number):
    client.force_login(mo)
    assert client.get(f"/assessments/{number}/").status_code == 404


def test_links_to_drafts(client, path, assessment, mo, cass, dee, val, ann, housing):
    link = f'href="groups/{housing.pk}/areas/7/"'

    def who_has_the_link():
        people = [mo, cass, dee, ann, val]
        return {person.name for person in people if link in see(client, person, path)}

    assert who_has_the_link() == {"Mo", "Cass"}
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    assert who_has_the_link() == {"Mo", "Cass", "Ann"}


def test_what_is_next_is_the_moderators(client, path, mo, cass):
    assert "What is next" in see(client, mo, path)
    assert "What is next" not in see(client, cass, path)


def test_stages_of_an_area(client, path, assessment, mo, cass, housing):
    def stage():
        return grid(client, mo, path)[7][2:]

    assert stage() == ["Not open", "0 of 15", "Not yet"]
    hand_in(housing, cass)
    assert stage() == ["Open it", "0 of 15", "Not yet"]
    open_discussions(assessment, mo)
    assert stage() == ["Open", "0 of 15", "Not yet"]
    complete(assessment, mo)
    assert stage() == ["Open", "15 of 15", "6"]


def test_the_cover_sheet_is_counted(client, path, assessment, mo):
    assert "0 of 3 answered" in see(client, mo, path)
    complete(assessment, mo)
    assert "3 of 3 answered" in see(client, mo, path)


def test_submitted_and_reopened(client, path, assessment, mo, cass, val):
    submission = submit(assessment, mo)
    ask = f'href="{path}ask-to-reopen/"'
    for person in [mo, cass, val]:
        page = see(client, person, path)
        assert f'href="/submissions/{submission.reference}/"' in page
        assert (ask in page) == (person == mo)
        assert "Nothing has been submitted yet" not in page
        assert "What is next" not in page

    assessment.refresh_from_db()
    reopening.reopen(assessment=assessment, by=val, reason="See <b>9a</b>.\nThanks.")
    page = see(client, cass, path)
    assert "Coram Voice has reopened this assessment." in page
    assert "See &lt;b&gt;9a&lt;/b&gt;. Thanks.</div>" in page
    assessment.refresh_from_db()
    submit(assessment, mo)
    assert "has reopened" not in see(client, cass, path)


def test_where_the_approval_stands(client, path, assessment, mo, ann, cass):
    def stands(person):
        page = see(client, person, path)
        return re.findall(r"<li>Approval: ([^<]+)</li>", page)

    assert stands(mo) == []
    complete(assessment, mo)
    assert stands(ann) == []
    assert '/check/#approval">Ask for approval</a>' in see(client, mo, path)
    signing_off.ask(assessment=assessment, by=mo)
    assert (stands(mo), stands(ann)) == (["asked for"], ["asked for"])
    now = standing(agreed_of(assessment))
    signing_off.approve(assessment=assessment, seen=now.seen, by=ann)
    assert stands(mo) == ["approved"]
    assert "Ask for approval" not in see(client, mo, path)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter="h"
    ).update(version=5)
    assert (stands(mo), stands(ann)) == (["changed since it was approved"],) * 2
    page = see(client, mo, path)
    assert "Ask for approval again</a>: 1 statement (7h) changed since" in page
    assert stands(cass) == []


def test_comments_are_to_be_answered_until_each_is(client, path, assessment, mo, ann):
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    signing_off.send_back(assessment=assessment, text="Which flats?", by=ann)
    page = see(client, mo, path)
    assert "Answer the comments</a> of <bdi>Ann</bdi>" in page
    assert "Ask for approval" not in page
    comment = ApproverComment.objects.get()
    token = signing_off.answer_token(comment)
    signing_off.answer(comment=comment, text="All.", token=token, by=mo)
    page = see(client, mo, path)
    assert "Answer the comments" not in page
    assert '/check/#approval">Ask for approval again</a>' in page


def test_an_assessment_without_approvers_asks_for_none(client, path, assessment, mo):
    complete(assessment, mo)
    assert "Ask for approval" not in see(client, mo, path)


def test_open_areas_without_a_score_are_counted(client, path, assessment, mo):
    assert "Give a global score" not in see(client, mo, path)
    open_discussions(assessment, mo)
    assert "Give a global score</a> to 10 areas" in see(client, mo, path)
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=2).update(
        global_score=None, scored_at=None
    )
    assert "Give a global score</a> to 1 area," in see(client, mo, path)


@pytest.mark.parametrize("groups", [1, 12])
def test_queries(client, django_assert_num_queries, path, assessment, mo, cass, groups):
    for _ in range(groups):
        make_group(assessment, mo, cass)
    client.force_login(cass)
    client.get(path)
    with django_assert_num_queries(11):
        page = text(client.get(path))
    assert page.count("Not started") == groups * 10


@pytest.mark.parametrize("groups", [1, 12])
def test_queries_when_ready(
    client, django_assert_num_queries, path, assessment, mo, ann, groups
):
    for _ in range(groups):
        hand_in(make_group(assessment, mo), mo)
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    client.force_login(mo)
    client.get(path)
    with django_assert_num_queries(16):
        response = client.get(path)
    assert "asked for" in text(response)
    assert len(response.content) < 60_000


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
    with django_assert_num_queries(7):
        page = text(client.get(path + "history/"))
    assert page.count("handed in a draft") == people


@pytest.mark.parametrize("page", ["", "history/"])
def test_they_are_only_read(client, path, mo, page):
    client.force_login(mo)
    assert client.post(path + page).status_code == 405
    assert client.put(path + page).status_code == 405


def test_coram_voice_is_not_told_what_coram_voice_sees(assessment, mo, val):
    url = f"/assessments/{assessment.pk}/"
    words = "What Coram Voice can see"
    assert words in client_of(mo).get(url).content.decode()
    assert words not in client_of(val).get(url).content.decode()
