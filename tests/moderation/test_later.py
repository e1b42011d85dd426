"""Ratings that come in, or change, after a statement was settled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AgreedRevision, AuditEvent, DraftResponse
from assessments.moderation.later import later_by_assessment, later_ratings
from assessments.submission import snapshot
from assessments.submission.shown.ratings import later_words
from assessments.workflow import moderating, second_ratings
from tests.support.builders import (
    complete,
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    rate,
)
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import open_where_rated, set_rating, settle
from tests.support.pages import form_of

THREE = ["East", "North", "South"]


@pytest.fixture
def groups(assessment, mo, cass):
    """Three groups that handed in area 7, rating all 3, and West, which has not."""
    made = []
    for name in [*THREE, "West"]:
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        if name != "West":
            hand_in(group, cass)
        made.append(group)
    open_where_rated(assessment, mo)
    return made


@pytest.fixture
def west(groups):
    """West, which disagrees about 7b and has still to hand in."""
    set_rating(groups[-1], "7b", 1)
    return groups[-1]


@pytest.fixture
def moderator(mo):
    return client_of(mo)


def agenda(assessment):
    return reverse("agenda", args=[assessment.pk])


def page_of(assessment, letter):
    return reverse("settle", args=[assessment.pk, 7, letter])


def flagged(assessment):
    return sorted(one.code for one in later_ratings(assessment).values())


# A group that has not handed in


def test_who_is_missing_is_named_where_ratings_are_counted(
    moderator, assessment, west, mo
):
    words = "3 of 4 groups have rated: all Mostly agree. West has not handed in."
    scores = reverse("scores", args=[assessment.pk])
    room = reverse("room", args=[assessment.pk])
    moderator.post(room, {"go": "start", "shown": ""})
    for url in [
        agenda(assessment),
        f"{agenda(assessment)}pack/",
        page_of(assessment, "a"),
        room,
    ]:
        assert words in " ".join(markup(moderator.get(url)).split())
    assert "West has not handed in." in markup(moderator.get(scores))


def test_all_listed_leaves_out_what_a_group_has_still_to_rate(
    moderator, assessment, west, mo
):
    url = agenda(assessment)
    page = markup(moderator.get(url))
    assert "have</strong>" not in page
    assert "<bdi>West</bdi> has not handed in some of these areas" in page
    assert 'name="together" value="all"' not in page
    form = form_of(moderator.get(url))
    assert "listed" not in form
    pks = [r.statement_id for r in assessment.agreed_responses.all()]
    answer = moderator.post(url, {"together": "all", "listed": pks})
    assert answer.status_code == 409
    assert answer.context["errors"][0][1] == (
        "7a: West has not handed in. Select it if you do not want to wait"
    )
    assert not assessment.agreed_responses.exclude(outcome="not_settled").exists()


def test_a_statement_can_be_settled_without_waiting(moderator, assessment, west):
    [pk] = [
        r.statement_id
        for r in assessment.agreed_responses.filter(
            statement__area__number=7, statement__letter="b"
        )
    ]
    url = agenda(assessment)
    assert f'name="incomplete" value="{pk}"' in markup(moderator.get(url))
    assert moderator.post(url, {"together": "", "statement": [pk]}).status_code == 409
    assert moderator.post(url, {"together": "", "incomplete": [pk]}).status_code == 302
    settled = assessment.agreed_responses.exclude(outcome="not_settled").get()
    assert (settled.statement_id, settled.rating.value) == (pk, 3)


# Ratings that come in later


def test_a_late_hand_in_reopens_what_it_changes(moderator, assessment, west, mo, cass):
    for code in ["7a", "7b"]:
        settle(assessment, code, 3, mo)
    assert flagged(assessment) == []
    hand_in(west, cass)
    assert flagged(assessment) == ["7b"]
    [later] = later_ratings(assessment).values()
    assert (later.groups, later.before, later.after) == (
        ["West"],
        "Same",
        "One voice differs",
    )
    words = "It was ‘Same’ then, and is now ‘One voice differs’."
    for url in [
        page_of(assessment, "b"),
        f"{agenda(assessment)}?show=later",
        reverse("check", args=[assessment.pk]),
    ]:
        assert words in " ".join(markup(moderator.get(url)).split())
    assert ">Review" not in markup(moderator.get(page_of(assessment, "a")))
    for url in [reverse("assessment", args=[assessment.pk]), reverse("home")]:
        assert "Review 7b</a>: ratings came in" in markup(moderator.get(url))
    for person in [cass]:
        assert words not in markup(client_of(person).get(page_of(assessment, "b")))


def test_leaving_it_as_it_is(moderator, assessment, west, mo, cass):
    settle(assessment, "7b", 3, mo)
    hand_in(west, cass)
    page = moderator.get(page_of(assessment, "b"))
    url = f"{page_of(assessment, 'b')}look-again/"
    assert f'action="{url}"' in markup(page)
    seen = later_ratings(assessment)
    [seen] = [one.at.isoformat() for one in seen.values()]
    before = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="b"
    )
    answer = moderator.post(url, {"seen": seen}, follow=True)
    assert "7b is unchanged." in markup(answer)
    assert flagged(assessment) == []
    after = assessment.agreed_responses.get(pk=before.pk)
    assert (after.version, after.settled_at) == (before.version, before.settled_at)
    revision = AgreedRevision.objects.filter(response=before).first()
    assert (revision.way, revision.by) == ("kept", mo)
    assert revision.content["later"] == {
        "groups": ["West"],
        "before": "Same",
        "after": "One voice differs",
    }
    assert AuditEvent.objects.filter(kind="looked", detail="7b").count() == 1
    history = markup(moderator.get(page_of(assessment, "b")))
    assert "left unchanged, although ratings came in later" in history
    again = moderator.post(url, {"seen": seen}, follow=True)
    assert "There is nothing new to review for 7b." in markup(again)
    assert AuditEvent.objects.filter(kind="looked").count() == 1


@pytest.mark.parametrize(
    "seen", ["", "yesterday", "2020-13-40T00:00:00Z", "2020-01-01"]
)
def test_a_time_that_is_none_looks_at_nothing(
    moderator, assessment, west, mo, cass, seen
):
    settle(assessment, "7b", 3, mo)
    hand_in(west, cass)
    moderator.post(f"{page_of(assessment, 'b')}look-again/", {"seen": seen})
    assert flagged(assessment) == ["7b"]


def test_what_came_in_after_the_page_was_opened_has_still_to_be_looked_at(
    moderator, assessment, west, mo, cass, groups
):
    settle(assessment, "7b", 3, mo)
    hand_in(west, cass)
    [seen] = [one.at for one in later_ratings(assessment).values()]
    response = DraftResponse.objects.get(
        draft__group=groups[0], statement__letter="b", statement__area__number=7
    )
    second_ratings.give_second_rating(response=response, value=1, by=cass)
    moderator.post(f"{page_of(assessment, 'b')}look-again/", {"seen": seen.isoformat()})
    [later] = later_ratings(assessment).values()
    assert (later.groups, later.before, later.after) == (
        ["East"],
        "One voice differs",
        "Split",
    )


def test_settling_again_is_looking(assessment, west, mo, cass):
    settle(assessment, "7b", 3, mo)
    hand_in(west, cass)
    assert flagged(assessment) == ["7b"]
    settle(assessment, "7b", 2, mo)
    assert flagged(assessment) == []


def test_a_second_rating_that_changes_the_word_counts(assessment, groups, mo, cass):
    settle(assessment, "7a", 3, mo)
    response = DraftResponse.objects.get(
        draft__group=groups[0], statement__letter="a", statement__area__number=7
    )
    second_ratings.give_second_rating(response=response, value=4, by=cass, hidden=True)
    assert flagged(assessment) == []
    response.second_ratings.update(revealed_at=timezone.now())
    assert flagged(assessment) == ["7a"]


def test_a_second_rating_revealed_after_a_newer_one_does_not_count(
    assessment, groups, mo, cass
):
    settle(assessment, "7a", 3, mo)
    response = DraftResponse.objects.get(
        draft__group=groups[0], statement__letter="a", statement__area__number=7
    )
    for value, hidden in [(1, True), (3, False)]:
        second_ratings.give_second_rating(
            response=response, value=value, by=cass, hidden=hidden
        )
    response.second_ratings.hidden().update(revealed_at=timezone.now())
    assert flagged(assessment) == []


def test_what_was_settled_before_times_were_kept_counts_from_then(
    assessment, west, mo, cass
):
    settle(assessment, "7b", 3, mo)
    assessment.agreed_responses.update(known_at=None)
    hand_in(west, cass)
    assert flagged(assessment) == ["7b"]


def test_an_approvers_change_is_not_looking(assessment, west, mo, cass):
    settle(assessment, "7b", 3, mo)
    hand_in(west, cass)
    response = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="b"
    )
    moderating.store(
        response,
        moderating.values_of(response),
        response.rating,
        mo,
        AgreedRevision.Way.SIGN_OFF,
    )
    assert flagged(assessment) == ["7b"]


def test_the_submission_says_so(assessment, west, mo, cass):
    complete(assessment, mo)
    hand_in(west, cass)
    responses = snapshot.agreed_document(assessment)["responses"]
    assert [code for code, one in responses.items() if "later" in one] == ["7b"]
    assert later_words(responses["7b"]) == (
        "West handed in or changed its rating after this was settled. It was ‘Same’ "
        "then, and is now ‘One voice differs’. Nobody has reviewed it since."
    )
    [later] = later_ratings(assessment).values()
    response = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="b"
    )
    response.assessment = assessment
    assert moderating.leave_as_settled(response=response, seen=later.at, by=mo)
    responses = snapshot.agreed_document(assessment)["responses"]
    assert "Mo reviewed it at " in later_words(responses["7b"])
    assert "and left it unchanged." in later_words(responses["7b"])
    settle(assessment, "7b", 2, mo)
    assert "later" not in snapshot.agreed_document(assessment)["responses"]["7b"]


def test_nothing_of_another_assessment_counts(assessment, west, mo, cass):
    settle(assessment, "7b", 3, mo)
    other = make_authority("Westmere")
    wes = make_member(other, "moderator")
    elsewhere = make_assessment(other, wes)
    hand_in(west, cass)
    found = later_by_assessment([assessment, elsewhere])
    assert [len(one) for one in found.values()] == [1, 0]


def test_a_hand_in_before_settling_is_known(assessment, west, mo, cass):
    hand_in(west, cass)
    settle(assessment, "7b", 3, mo)
    west.drafts.update(handed_in_at=timezone.now() - timedelta(hours=1))
    assert flagged(assessment) == []


@pytest.mark.parametrize("number", [1, 12])
def test_queries(assessment, mo, cass, number, django_assert_num_queries):
    early = make_group(assessment, mo, cass, areas=[7])
    rate(early, 3)
    hand_in(early, cass)
    late = [make_group(assessment, mo, cass, areas=[7]) for _ in range(number)]
    for group in late:
        rate(group, 1)
    open_where_rated(assessment, mo)
    for letter in "abc":
        settle(assessment, f"7{letter}", 3, mo)
    with django_assert_num_queries(1):
        assert later_ratings(assessment) == {}
    for group in late:
        hand_in(group, cass)
    with django_assert_num_queries(4):
        assert len(later_ratings(assessment)) == 3
