"""The agenda of moderation and the discussion of an area."""

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


def test_agenda_counts_statements_by_word_once_open(assessment, mo, groups):
    before = {row.area.number: row for row in agenda_rows(mo, assessment)}
    assert before[7].words == []
    assert not before[7].is_open

    open_area(assessment, mo)
    rows = {row.area.number: row for row in agenda_rows(mo, assessment)}
    assert rows[7].words == [
        (Word.SPLIT, 1),
        (Word.ONE_VOICE, 1),
        (Word.ONLY_ONE, 1),
        (Word.NOBODY, 10),
        (Word.CLOSE, 1),
        (Word.SAME, 1),
    ]
    assert rows[8].words == []


def agenda_rows(user, assessment):
    return get(user, "moderation", assessment.pk).context["agenda"].rows


def test_agenda_says_how_each_group_stands(assessment, mo, groups):
    open_area(assessment, mo)
    Draft.objects.filter(group=groups[0]).update(handed_in_at=None, handed_in_by=None)
    Draft.objects.filter(group=groups[2]).update(handed_in_at=timezone.now() + LATER)
    opened = AgreedArea.objects.get(assessment=assessment, area__number=7)
    at_once = Draft.objects.filter(group=groups[3])
    at_once.update(handed_in_at=opened.discussion_opened_at)
    [row] = [r for r in agenda_rows(mo, assessment) if r.area.number == 7]
    assert row.turnout == [
        ("Not handed in yet", ["Fostering"]),
        ("Handed in late", ["Legal"]),
        ("Handed in", ["Housing", "Youth justice"]),
    ]


def test_agenda_says_how_far_settling_is(assessment, mo, groups):
    builders.complete(assessment, mo)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter__gt="c"
    ).update(outcome="not_settled", rating=None, settled_at=None, settled_by=None)
    AgreedArea.objects.filter(assessment=assessment, area__number=7).update(
        global_score=None
    )
    [row] = [r for r in agenda_rows(mo, assessment) if r.area.number == 7]
    assert (row.settled, row.statements) == (3, 15)
    page = markup(get(mo, "moderation", assessment.pk))
    assert page.count("No score given, by choice") == 1
    assert page.count("6 out of 10") == 9


def test_a_group_alone_is_no_agreement(assessment, mo, housing):
    builders.rate(housing, 4)
    answer(housing, "7a", 4, evidence="The protocol.")
    answer(housing, "7b", 1)
    builders.hand_in(housing, mo)
    open_area(assessment, mo)
    page = markup(get(mo, "moderation", assessment.pk))
    assert "One group rates this area" in page
    assert "13 agreed with no evidence" in page
    page = markup(get(mo, "discussion", assessment.pk, 7))
    assert "Only Housing rated this: Agree." in page
    assert page.count("Agree, with no evidence") == 13
    assert "app-strip" not in page
    assert "100" not in page.replace("2100", "")


def test_opening_is_explained_and_recorded(assessment, mo, groups):
    client = client_of(mo)
    url = reverse("discussion", args=[assessment.pk, 7])
    page = markup(client.get(url))
    assert "Open the discussion of this area" in page
    assert "marked as late" in page

    assert client.post(url).status_code == 302
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    assert area.discussion_opened_by == mo
    event = AuditEvent.objects.filter(assessment=assessment, kind="opened").get()
    assert (event.by, event.detail) == (mo, "area 7")
    assert "is open" in markup(client.get(url))
    assert client.post(url).status_code == 409


def test_opening_needs_something_handed_in(assessment, mo, housing):
    url = reverse("discussion", args=[assessment.pk, 7])
    response = client_of(mo).post(url)
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


def test_discussion_shows_strip_sentence_and_word(assessment, mo, groups):
    open_area(assessment, mo)
    answer(groups[1], "7e", None, not_rated_reason="outside")
    answer(groups[0], "7e", None, not_rated_reason="undecided", candidates=[3, 2])
    response = get(mo, "discussion", assessment.pk, 7)
    found = {c.statement.letter: c for c in response.context["comparisons"]}
    assert [found[x].word for x in "abcdf"] == [
        Word.SAME,
        Word.CLOSE,
        Word.ONE_VOICE,
        Word.SPLIT,
        Word.NOBODY,
    ]
    assert found["d"].flags == ["Even split, 2 and 2", "Opposite ends"]
    boxes = {b.label: [v.group for v in b.answers] for b in found["d"].strip}
    assert boxes == {
        "Agree": ["Fostering", "Housing"],
        "Mostly agree": [],
        "Mostly disagree": ["Legal"],
        "Disagree": ["Youth justice"],
        "Not rated": [],
    }
    assert [b.side for b in found["d"].strip] == [
        "agree",
        "agree",
        "disagree",
        "disagree",
        "none",
    ]
    page = markup(response)
    assert "All 4 rated: 3 Agree, 1 Disagree. Youth justice differs." in page
    assert "Fostering</bdi>: undecided, Mostly agree or Mostly disagree</li>" in page
    assert "Housing</bdi>: outside their work</li>" in page


def test_only_what_is_handed_in_counts(assessment, mo, groups):
    open_area(assessment, mo)
    Draft.objects.filter(group=groups[3]).update(handed_in_at=None, handed_in_by=None)
    response = get(mo, "discussion", assessment.pk, 7)
    found = {c.statement.letter: c for c in response.context["comparisons"]}
    assert found["c"].ratings == [4, 4, 4]
    assert found["c"].word == Word.SAME
    page = markup(response)
    assert "Youth justice</a></bdi>: <strong>not handed in yet</strong>" in page
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
    page = markup(get(cass, "discussion", assessment.pk, 7))
    assert (
        "Your group, <bdi>Housing</bdi>, said Agree on 7d. It was settled as Mostly "
        "disagree because:"
    ) in page
    assert page.count("the records show it") == 1
    assert "Settle 7d" not in page
    assert "Your group, <bdi>Housing</bdi>, did not rate 7f: no reason given." in page
    note = {"by": cass, "at": timezone.now(), "group": groups[1]}
    response = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="d"
    )
    Dissent.objects.create(
        response=response, text="Withdrawn.", withdrawn_at=timezone.now(), **note
    )
    Dissent.objects.create(response=response, text="We <i>still</i> agree.", **note)
    for page in ["discussion", assessment.pk, 7], ["settle", assessment.pk, 7, "d"]:
        page = markup(get(cass, *page))
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
    assert "Your group, <bdi>Housing</bdi>, said Agree on 7d.</p>" in page
    assert "<bdi>Legal</bdi>, said Mostly disagree on 7d. It was settled as" in page
    assert page.count("It was settled as Mostly agree because:") == 1


def test_unknown_places_do_not_exist(assessment, mo, cass, groups):
    open_area(assessment, mo)
    get(mo, "discussion", assessment.pk, 11, status=404)
    get(cass, "discussion", assessment.pk, 11, status=404)
    get(mo, "settle", assessment.pk, 7, "z", status=404)
    get(mo, "settle", assessment.pk, 8, "z", status=404)
    get(mo, "moderation", assessment.pk + 1, status=404)


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
    response = get(mo, "discussion", assessment.pk, 1)
    scale = assessment.round.framework.scale.count()
    [first, *_] = response.context["comparisons"]
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


QUERIES = {"moderation": 9, "discussion": 9, "settle": 12, "scores": 8}


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
    area = {"discussion": [7], "settle": [7, "h"]}.get(name, [])
    client = client_of(mo)
    url = reverse(name, args=[assessment.pk, *area])
    client.get(url)  # the first request of a session also notes when it began
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(url).status_code == 200
