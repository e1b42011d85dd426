"""The seal: nobody who still has to rate learns what others said.

Every page of moderation is read as everybody else, before and after the opening, with
words in the other group's draft that must not be found anywhere.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AgreedArea, AgreedResponse, Draft, DraftResponse
from tests.support import builders
from tests.support.clients import client_of
from tests.support.discussions import open_area
from tests.support.markup import markup

CANARY = "CANARY-EVIDENCE"
IDEA = "CANARY-IDEA"
WHY = "CANARY-RATIONALE"
NOTE = "CANARY-NOTE"
SECRETS = [CANARY, IDEA, WHY, NOTE]
WORDS = ["Split", "One voice differs", "Only one rated", "Nobody rated", "Close"]
STRIP = "app-strip"


@pytest.fixture
def canary(assessment, mo):
    """Another group's draft of area 7 that has been handed in, full of secrets."""
    group = builders.make_group(assessment, mo, areas=[7], name="Canaries")
    builders.rate(group, 1, CANARY)
    DraftResponse.objects.filter(draft__group=group).update(ideas=IDEA)
    Draft.objects.filter(group=group).update(global_score=9)
    builders.hand_in(group, mo)
    return group


@pytest.fixture
def settled(assessment, mo, canary):
    """Area 7 is open and settled."""
    open_area(assessment, mo)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7
    ).update(
        outcome="agreed",
        rating=assessment.round.framework.scale.get(value=1),
        evidence=CANARY,
        rationale=WHY,
        settled_at=timezone.now(),
        settled_by=mo,
    )
    AgreedArea.objects.filter(assessment=assessment, area__number=7).update(
        global_score=9, global_score_note=NOTE, scored_at=timezone.now(), scored_by=mo
    )


def pages(assessment):
    return {
        "agenda": reverse("agenda", args=[assessment.pk]) + "?area=7",
        "scores": reverse("scores", args=[assessment.pk]),
        "pack": reverse("agenda_pack", args=[assessment.pk]) + "?area=7",
        "settle": reverse("settle", args=[assessment.pk, 7, "a"]),
    }


def read(user, assessment):
    """Return {page: (status, text)} of every page of moderation as the person."""
    client = client_of(user)
    found = {}
    for name, url in pages(assessment).items():
        response = client.get(url)
        found[name] = (response.status_code, markup(response))
    return found


def statuses(found):
    return {name: status for name, (status, _) in found.items()}


def assert_sealed(found):
    for _, text in found.values():
        for secret in [*SECRETS, *WORDS, STRIP, "Canaries", "9 out of 10", "settled:"]:
            assert secret not in text


HIDDEN = {"agenda": 200, "scores": 200, "pack": 200, "settle": 403}
SHOWN = dict.fromkeys(HIDDEN, 200)
FORBIDDEN = dict.fromkeys(HIDDEN, 403)
UNKNOWN = dict.fromkeys(HIDDEN, 404)


def test_before_the_opening(assessment, cass, dee, ann, housing, canary):
    for user in (cass, dee, ann):
        found = read(user, assessment)
        assert statuses(found) == HIDDEN
        assert_sealed(found)


def test_a_groups_draft_is_closed_to_whoever_is_not_in_the_authority(
    assessment, housing, val
):
    housing.members.add(val)
    draft = reverse("draft", args=[assessment.pk, housing.pk, 7])
    assert client_of(val).get(draft).status_code == 403
    assert client_of(val).post(draft, {"a-rating": "4"}).status_code == 403


def test_own_draft_handed_in_does_not_open_it(assessment, mo, cass, housing, canary):
    builders.hand_in(housing, mo)
    found = read(cass, assessment)
    assert statuses(found) == HIDDEN
    assert_sealed(found)


def test_after_the_opening_with_the_own_draft_not_handed_in(
    assessment, cass, housing, settled
):
    found = read(cass, assessment)
    assert statuses(found) == HIDDEN
    assert_sealed(found)
    assert "Hand in the draft of <bdi>Housing</bdi>" in found["agenda"][1]
    assert "statements settled" not in found["agenda"][1]


def test_after_handing_in_late(assessment, mo, cass, housing, settled):
    builders.hand_in(housing, mo)
    found = read(cass, assessment)
    assert statuses(found) == SHOWN
    assert "<strong>handed in late</strong>" in found["agenda"][1]
    assert "All 15 statements" in found["agenda"][1]
    assert "9 out of 10" in found["scores"][1]
    assert NOTE in found["scores"][1]
    assert STRIP in found["settle"][1]
    assert WHY in found["pack"][1]
    assert CANARY in found["settle"][1]
    assert "Housing</bdi> (late)" in found["settle"][1]


def test_one_of_two_own_drafts_missing_seals_it(assessment, mo, cass, housing, settled):
    builders.hand_in(housing, mo)
    builders.make_group(assessment, mo, cass, areas=[7], name="Late")
    found = read(cass, assessment)
    assert statuses(found) == HIDDEN
    assert_sealed(found)


def test_other_areas_stay_sealed(assessment, mo, cass, housing, settled):
    group = builders.make_group(assessment, mo, areas=[9], name="Ninth group")
    builders.rate(group, 2, "NINTH-CANARY")
    builders.hand_in(group, mo)
    builders.hand_in(housing, mo)
    client = client_of(cass)
    assert client.get(reverse("discussion", args=[assessment.pk, 9])).status_code == 403
    for _, text in read(cass, assessment).values():
        assert "NINTH-CANARY" not in text
        assert "Ninth group" not in text


def test_those_without_a_group_see_what_is_open(assessment, dee, ann, housing, settled):
    for user in (dee, ann):
        found = read(user, assessment)
        assert statuses(found) == SHOWN
        assert CANARY in found["settle"][1]
        assert "All 15 statements" in found["agenda"][1]


def test_late_drafts_are_named_and_not_shown(assessment, mo, dee, housing, settled):
    builders.rate(housing, 4, "LATE-CANARY")
    for user in (mo, dee):
        found = read(user, assessment)
        for _, text in found.values():
            assert "LATE-CANARY" not in text
        assert "Not handed in yet: <bdi>Housing</bdi>" in found["settle"][1]
        assert "Only Canaries rated this: Disagree." in found["pack"][1]


def test_a_late_piece_cannot_be_taken_over(assessment, mo, housing, settled):
    builders.rate(housing, 4, "LATE-CANARY")
    piece = DraftResponse.objects.get(
        draft__group=housing, draft__area__number=7, statement__letter="a"
    )
    for which in (piece.pk, "all"):
        sent = {"use": f"evidence-{which}", "evidence": ""}
        response = client_of(mo).post(pages(assessment)["settle"], sent)
        assert "LATE-CANARY" not in markup(response)


def test_coram_voice_sees_nothing(assessment, val, housing, settled):
    found = read(val, assessment)
    assert statuses(found) == FORBIDDEN
    assert_sealed(found)


def test_another_authority_does_not_know_of_it(assessment, oli, housing, settled):
    found = read(oli, assessment)
    assert statuses(found) == UNKNOWN
    assert_sealed(found)


def test_a_moderator_sees_words_and_counts_only_once_open(
    assessment, mo, housing, canary
):
    builders.rate(housing, 4)
    builders.hand_in(housing, mo)
    found = read(mo, assessment)
    assert statuses(found) == SHOWN
    for _, text in found.values():
        for secret in [*SECRETS, *WORDS, STRIP]:
            assert secret not in text
    open_area(assessment, mo)
    assert "Split (15)" in read(mo, assessment)["agenda"][1]
