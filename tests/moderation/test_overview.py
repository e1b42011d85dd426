"""Opening the discussion of an area, and reading its statements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.analysis.agreement import Word
from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    AuditEvent,
    Dissent,
    Draft,
)
from tests.support import builders
from tests.support.clients import client_of
from tests.support.discussions import answer, open_area
from tests.support.markup import markup
from tests.support.previous_submissions import submit_earlier

LATER = timedelta(hours=1)


@pytest.fixture
def groups(assessment, mo):
    """Four groups that have handed in area 7, in words of every kind."""
    names = ["Fostering", "Housing", "Legal", "Youth justice"]
    made = [builders.make_group(assessment, mo, areas=[7], name=n) for n in names]
    ratings = {
        "7a": [4, 4, 4, 4],
        "7b": [4, 3, 4, 4],
        "7c": [4, 4, 4, 1],
        "7d": [4, 4, 2, 1],
        "7e": [None, 3, None, None],
        "7f": [None, None, None, None],
    }
    for code, values in ratings.items():
        for group, value in zip(made, values, strict=True):
            answer(group, code, value)
    for group in made:
        builders.hand_in(group, mo)
    return made


def get(user, name, *args, status=200):
    response = client_of(user).get(reverse(name, args=args))
    assert response.status_code == status
    return response


def listed(user, assessment, query=""):
    """Return the agenda of area 7 as the person sees it."""
    url = reverse("agenda", args=[assessment.pk])
    response = client_of(user).get(f"{url}?area=7{query}")
    assert response.status_code == 200
    return response


def test_an_area_is_on_the_agenda_once_it_is_open(assessment, mo, groups):
    url = reverse("agenda", args=[assessment.pk])
    before = markup(client_of(mo).get(url))
    assert "There is nothing to discuss yet" in before
    assert "</a>: 4 of 4 handed in" in " ".join(before.split())
    open_area(assessment, mo)
    response = listed(mo, assessment)
    assert [(each.word, len(each.items)) for each in response.context["sections"]] == [
        (Word.SPLIT, 1),
        (Word.ONE_VOICE, 1),
        (Word.ONLY_ONE, 1),
        (Word.NOBODY, 10),
        (Word.CLOSE, 1),
        (Word.SAME, 1),
    ]


@pytest.mark.parametrize("name", ["moderation", "discussion"])
def test_where_the_lists_of_before_lead(assessment, mo, cass, groups, name):
    open_area(assessment, mo)
    args = [assessment.pk, *([7] if name == "discussion" else [])]
    agenda = reverse("agenda", args=[assessment.pk])
    expected = f"{agenda}?area=7" if name == "discussion" else agenda
    for person in [mo, cass]:
        answer = client_of(person).get(reverse(name, args=args))
        assert (answer.status_code, answer.url) == (302, expected)


def test_the_agenda_of_an_area_says_how_each_group_stands(assessment, mo, groups):
    open_area(assessment, mo)
    Draft.objects.filter(group=groups[0]).update(handed_in_at=None, handed_in_by=None)
    Draft.objects.filter(group=groups[2]).update(handed_in_at=timezone.now() + LATER)
    page = " ".join(markup(listed(mo, assessment)).split())
    assert "Fostering</a></bdi>: <strong>not handed in yet</strong>" in page
    assert "Legal</a></bdi>: <strong>handed in late</strong>" in page
    assert "Housing</a></bdi>: handed in " in page
    assert "<bdi>Mo</bdi> opened the discussion at " in page


def test_several_discussions_are_opened_together(assessment, mo, cass, groups):
    builders.make_group(assessment, mo, areas=[9], name="Late")
    for name in ["Early", "Earlier"]:
        group = builders.make_group(assessment, mo, areas=[8], name=name)
        builders.hand_in(group, mo)
    url = reverse("agenda", args=[assessment.pk])
    client = client_of(mo)
    page = markup(client.get(url))
    assert "Open the 2 discussions that every group has handed in" in page
    assert client_of(cass).post(url, {"open": ["7", "8"]}).status_code == 403
    answer = client.post(url, {"open": ["7", "8", "9", "1", "x"]}, follow=True)
    assert "The discussions of areas 7 and 8 are open." in markup(answer)
    opened = AgreedArea.objects.opened().filter(assessment=assessment)
    assert {each.area.number for each in opened} == {7, 8}
    again = client.post(url, {"open": ["7"]}, follow=True)
    assert "These discussions are open already." in markup(again)


def test_a_group_alone_is_no_agreement(assessment, mo, housing):
    builders.rate(housing, 4)
    answer(housing, "7a", 4, evidence="The protocol.")
    answer(housing, "7b", 1)
    builders.hand_in(housing, mo)
    open_area(assessment, mo)
    page = markup(listed(mo, assessment))
    assert "Agree, with no evidence (13)" in page
    assert "15 statements were each rated by one group" in " ".join(page.split())
    page = markup(get(mo, "settle", assessment.pk, 7, "c"))
    assert "Only Housing rated this: Agree." in page
    assert "app-strip" not in page


def test_opening_is_explained_and_recorded(assessment, mo, groups):
    client = client_of(mo)
    url = reverse("discussion", args=[assessment.pk, 7])
    page = markup(client.get(url))
    assert "Open the discussion of this area" in page
    assert "marked as late" in page

    answer = client.post(url, follow=True)
    assert "The discussion of area 7 is open." in markup(answer)
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    assert area.discussion_opened_by == mo
    event = AuditEvent.objects.filter(assessment=assessment, kind="opened").get()
    assert (event.by, event.detail) == (mo, "area 7")


def test_members_are_told_by_email_that_a_discussion_is_open(
    assessment, mo, cass, groups, mailoutbox
):
    groups[0].members.add(cass)
    builders.hand_in(groups[0], cass)
    client_of(mo).post(reverse("discussion", args=[assessment.pk, 7]))
    [told] = [message for message in mailoutbox if message.to == [cass.email]]
    assert told.subject == "Northmoor: the discussion of area 7 is open"
    assert "You can now see how each group rated it." in told.body
    assert reverse("discussion", args=[assessment.pk, 7]) in told.body


def test_opening_what_is_open_says_who_opened_it(assessment, mo, zoe, groups):
    open_area(assessment, mo)
    url = reverse("discussion", args=[assessment.pk, 7])
    answer = client_of(zoe).post(url, follow=True)
    assert "Mo opened the discussion of area 7 at " in markup(answer)
    assert answer.redirect_chain[-1][0].endswith("/moderation/agenda/?area=7")
    assert not AuditEvent.objects.filter(kind="opened").exists()


def test_opening_needs_something_handed_in(assessment, mo, housing):
    url = reverse("discussion", args=[assessment.pk, 7])
    client = client_of(mo)
    page = markup(client.get(url))
    assert "Open the discussion of this area" not in page
    assert f'href="{reverse("remind", args=[assessment.pk])}"' in page
    response = client.post(url)
    assert response.status_code == 409
    assert "No group has handed in" in markup(response)
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    assert area.discussion_opened_at is None


def test_only_a_moderator_opens(assessment, mo, cass, ann, oli, val, groups):
    groups[0].members.add(cass)
    url = reverse("discussion", args=[assessment.pk, 7])
    statuses = [client_of(u).post(url).status_code for u in (cass, ann, val, oli)]
    assert statuses == [403, 403, 403, 404]
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    assert area.discussion_opened_at is None


def compared(user, assessment, letter):
    return get(user, "settle", assessment.pk, 7, letter).context["comparison"]


def test_a_statement_shows_strip_sentence_and_word(assessment, mo, groups):
    open_area(assessment, mo)
    answer(groups[1], "7e", None, not_rated_reason="outside")
    answer(groups[0], "7e", None, not_rated_reason="undecided", candidates=[3, 2])
    found = compared(mo, assessment, "d")
    assert (found.word, found.flags) == (
        Word.SPLIT,
        ["Even split, 2 and 2", "From Agree to Disagree"],
    )
    boxes = {b.label: [v.group for v in b.answers] for b in found.strip}
    assert boxes == {
        "Agree": ["Fostering", "Housing"],
        "Mostly agree": [],
        "Mostly disagree": ["Legal"],
        "Disagree": ["Youth justice"],
        "Not rated": [],
    }
    assert [b.side for b in found.strip] == [
        "agree",
        "agree",
        "disagree",
        "disagree",
        "none",
    ]
    page = markup(get(mo, "settle", assessment.pk, 7, "c"))
    assert "All 4 rated: 3 Agree, 1 Disagree. Youth justice differs." in page
    page = markup(get(mo, "settle", assessment.pk, 7, "e"))
    assert "Fostering</bdi>: undecided, Mostly agree or Mostly disagree</li>" in page
    assert "Housing</bdi>: outside their work</li>" in page


def test_only_what_is_handed_in_counts(assessment, mo, groups):
    open_area(assessment, mo)
    Draft.objects.filter(group=groups[3]).update(handed_in_at=None, handed_in_by=None)
    found = compared(mo, assessment, "c")
    assert (found.ratings, found.word) == ([4, 4, 4], Word.SAME)
    page = markup(get(mo, "settle", assessment.pk, 7, "c"))
    assert "Youth justice</bdi></li>" not in page


def test_members_read_what_became_of_their_rating(assessment, mo, cass, groups):
    open_area(assessment, mo)
    groups[1].members.add(cass)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter="d"
    ).update(
        outcome="agreed",
        rating=assessment.round.framework.scale.get(value=2),
        rationale="the records show it",
        settled_at=timezone.now(),
        settled_by=mo,
    )
    agenda = markup(listed(cass, assessment))
    assert "Your group, Housing: Agree." in agenda
    assert "Settled: Mostly disagree" in " ".join(agenda.split())
    assert "Your group" not in markup(listed(mo, assessment))
    page = markup(get(cass, "settle", assessment.pk, 7, "d"))
    assert (
        "Your group, <bdi>Housing</bdi>, rated 7d Agree. Agreed answer: Mostly "
        "disagree. Reason:"
    ) in page
    assert page.count("the records show it") == 1
    page = markup(get(cass, "settle", assessment.pk, 7, "f"))
    assert "Your group, <bdi>Housing</bdi>, did not rate 7f: no reason given." in page
    note = {"by": cass, "at": timezone.now(), "group": groups[1]}
    response = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="d"
    )
    Dissent.objects.create(
        response=response, text="Withdrawn.", withdrawn_at=timezone.now(), **note
    )
    Dissent.objects.create(response=response, text="We <i>still</i> agree.", **note)
    page = markup(get(cass, "settle", assessment.pk, 7, "d"))
    assert "<bdi>Housing</bdi> still disagrees:" in page
    assert page.count("We &lt;i&gt;still&lt;/i&gt; agree.") == 1
    assert "Withdrawn." not in page
    assert "Settled: Mostly disagree" in page
    assert 'id="settle"' not in page
    assert "<textarea" not in page


def test_what_was_settled_is_told_once_to_a_member_of_several_groups(
    assessment, mo, cass, groups
):
    open_area(assessment, mo)
    groups[1].members.add(cass)
    groups[2].members.add(cass)
    builders.complete(assessment, mo)
    page = markup(get(cass, "settle", assessment.pk, 7, "d"))
    assert "Your group, <bdi>Housing</bdi>, rated 7d Agree.</p>" in page
    assert "<bdi>Legal</bdi>, rated 7d Mostly disagree. Agreed answer:" in page
    assert page.count("Agreed answer: Mostly agree. Reason:") == 1


def test_unknown_places_do_not_exist(assessment, mo, cass, groups):
    open_area(assessment, mo)
    get(mo, "discussion", assessment.pk, 11, status=404)
    get(cass, "discussion", assessment.pk, 11, status=404)
    get(mo, "settle", assessment.pk, 7, "z", status=404)
    get(mo, "settle", assessment.pk, 8, "z", status=404)
    get(mo, "agenda", assessment.pk + 1, status=404)


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_any_edition_is_discussed(northmoor, mo, edition):
    assessment = builders.make_assessment(northmoor, mo, edition)
    group = builders.make_group(assessment, mo, name="Lead")
    other = builders.make_group(assessment, mo, name="Other")
    builders.rate(group, 3)
    builders.rate(other, 1)
    builders.hand_in(group, mo)
    builders.hand_in(other, mo)
    builders.open_discussions(assessment, mo)
    first = get(mo, "settle", assessment.pk, 1, "a").context["comparison"]
    scale = assessment.round.framework.scale.count()
    assert len(first.strip) == scale + 1
    assert first.word == (Word.CLOSE if scale == 5 else Word.SPLIT)
    page = markup(get(mo, "settle", assessment.pk, 1, "a"))
    asks = assessment.round.framework.asks_for_ideas
    assert ("Final ideas" in page) == asks
    assert page.count('type="radio"') == scale + 2


def settled_before(assessment, by):
    """Settle 7h once before, on the lowest rating."""
    AgreedRevision.objects.create(
        response=assessment.agreed_responses.get(
            statement__area__number=7, statement__letter="h"
        ),
        by=by,
        at=timezone.now(),
        content={"outcome": "agreed", "rating": 1, "candidates": []}
        | dict.fromkeys(["evidence", "ideas", "rationale"], ""),
    )


QUERIES = {"settle": 19, "scores": 9}


@pytest.mark.parametrize("count", [1, 4, 12])
@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow(assessment, mo, name, count, django_assert_num_queries):
    for number in range(count):
        group = builders.make_group(assessment, mo, name=f"Group {number}")
        builders.rate(group, 1 + number % 4, "Evidence.")
        builders.hand_in(group, mo)
    builders.complete(assessment, mo)
    if name == "settle":  # the only page that looks back
        submit_earlier(assessment.authority, mo)
        settled_before(assessment, mo)
    area = {"settle": [7, "h"]}.get(name, [])
    client = client_of(mo)
    url = reverse(name, args=[assessment.pk, *area])
    client.get(url)  # the first request of a session also notes when it began
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(url).status_code == 200
