"""The life of a working group's draft: save, hand in, hand back, restore."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import AuditEvent, Draft, DraftRevision
from assessments.workflow import drafting
from assessments.workflow.drafting import Sent, restore, save_draft, values_of
from leavingcare.refusals import Refused
from tests.support.builders import make_group, open_discussions, rate, submit

LETTERS = "abcdefghijklmno"


@pytest.fixture
def draft(housing):
    return housing.drafts.select_related("group__assessment__round__framework").get(
        area__number=7
    )


def response_of(draft, letter="h"):
    return draft.responses.select_related("statement", "rating").get(
        statement__letter=letter
    )


def sent(draft, letter="h", *, token=None, **values):
    response = response_of(draft, letter)
    if token is None:
        token = seen_token(response.version, values_of(response))
    return Sent(letter=letter, token=token, values=values)


def save(draft, by, letter="h", **values):
    return save_draft(draft=draft, sent=[sent(draft, letter, **values)], by=by)


def history(draft, letter="h"):
    revisions = response_of(draft, letter).revisions.all()
    return [(revision.by, revision.content["evidence"]) for revision in revisions]


def test_an_answer_is_stored_with_who_and_when(draft, cass):
    saved = save(draft, cass, answer=[3, ""], evidence="Panel", ideas="Guide")
    response = response_of(draft)
    assert values_of(response) == {
        "answer": [3, ""],
        "evidence": "Panel",
        "ideas": "Guide",
    }
    assert (response.updated_by, response.updated_at) == (cass, saved.at)
    assert response.version == 1
    assert not saved.has_clashes


def test_other_statements_are_not_touched(draft, cass):
    save(draft, cass, evidence="Panel")
    others = draft.responses.exclude(statement__letter="h")
    assert set(others.values_list("version", "updated_by", "evidence")) == {
        (0, None, "")
    }
    assert DraftRevision.objects.count() == 1


def test_what_does_not_change_leaves_no_trace(draft, cass, dee):
    save(draft, cass, evidence="Panel")
    save(draft, dee, answer=[None, ""], evidence="Panel", ideas="")
    response = response_of(draft)
    assert (response.version, response.updated_by) == (1, cass)
    assert history(draft) == [(cass, "Panel")]


def test_a_clash_stores_the_other_fields_and_says_who(draft, cass, dee):
    token = sent(draft).token
    save(draft, dee, evidence="Dee's")
    first = response_of(draft)
    saved = save(draft, cass, token=token, answer=[2, ""], evidence="Cass's")
    assert saved.has_clashes
    assert saved.merges["h"].clashes == {"evidence": "Dee's"}
    assert saved.others == {"h": (dee, first.updated_at)}
    response = response_of(draft)
    assert (response.rating.value, response.evidence) == (2, "Dee's")


def test_a_reason_takes_the_place_of_a_rating(draft, cass):
    save(draft, cass, answer=[3, ""])
    save(draft, cass, answer=[None, "unknown"])
    response = response_of(draft)
    assert (response.rating, response.not_rated_reason) == (None, "unknown")


def test_an_answer_settles_two_ticked_boxes(draft, cass):
    draft.responses.filter(statement__letter="h").update(
        not_rated_reason="undecided", candidates=[3, 2]
    )
    save(draft, cass, evidence="Still two")
    assert response_of(draft).candidates == [3, 2]
    save(draft, cass, answer=[3, ""])
    assert response_of(draft).candidates == []


@pytest.mark.parametrize(("given", "stored"), [(0, 0), (10, 10), (None, None)])
def test_the_groups_score(draft, cass, given, stored):
    token = seen_token(draft.version, {"global_score": None})
    score = Sent(letter="", token=token, values={"global_score": given})
    saved = save_draft(draft=draft, sent=[], by=cass, score=score)
    draft.refresh_from_db()
    assert draft.global_score == saved.draft.global_score == stored


def test_a_score_given_meanwhile_clashes(draft, cass):
    token = seen_token(draft.version, {"global_score": None})
    for given in [4, 5]:
        score = Sent(letter="", token=token, values={"global_score": given})
        saved = save_draft(draft=draft, sent=[], by=cass, score=score)
    assert saved.score.clashes == {"global_score": 4}
    draft.refresh_from_db()
    assert draft.global_score == 4


# The trail


def test_a_run_of_saves_that_add_is_one_entry(draft, cass):
    for text in ["The", "The panel", "The panel meets"]:
        save(draft, cass, evidence=text)
    assert history(draft) == [(cass, "The panel meets")]


def test_words_taken_out_stay_in_the_trail(draft, cass):
    save(draft, cass, evidence="The panel meets")
    save(draft, cass, evidence="The panel")
    assert history(draft) == [(cass, "The panel"), (cass, "The panel meets")]


def test_another_person_is_another_entry(draft, cass, dee):
    save(draft, cass, evidence="The panel")
    save(draft, dee, evidence="The panel meets")
    assert history(draft) == [(dee, "The panel meets"), (cass, "The panel")]


def test_another_day_is_another_entry(draft, cass):
    save(draft, cass, evidence="The panel")
    revision = DraftRevision.objects.get()
    revision.at -= timedelta(minutes=11)
    revision.save()
    save(draft, cass, evidence="The panel meets")
    assert history(draft) == [(cass, "The panel meets"), (cass, "The panel")]


def answers(draft):
    contents = response_of(draft).revisions.values_list("content", flat=True)
    return [content["rating"] or content["not_rated_reason"] for content in contents]


def test_a_run_of_ratings_is_one_entry(draft, cass):
    for rating in (4, 3, 2, 1):
        save(draft, cass, answer=[rating, ""])
    assert answers(draft) == [1]


def test_another_rating_minutes_later_is_another_entry(draft, cass):
    save(draft, cass, answer=[3, ""])
    earlier = timezone.now() - timedelta(minutes=2)
    DraftRevision.objects.update(at=earlier)
    save(draft, cass, answer=[4, ""])
    assert answers(draft) == [4, 3]


def test_a_rating_passed_over_into_none_stays_in_the_history(draft, cass):
    for answer in ([4, ""], [None, "unsaid"], [3, ""], [None, ""]):
        save(draft, cass, answer=answer)
    assert answers(draft) == ["", 3, 4]


def test_a_rating_restored_within_a_minute_is_an_entry_of_its_own(draft, cass):
    save(draft, cass, answer=[3, ""])
    DraftRevision.objects.update(at=timezone.now() - timedelta(minutes=2))
    save(draft, cass, answer=[4, ""])
    response = response_of(draft)
    restore(response=response, revision=response.revisions.last(), by=cass)
    assert answers(draft) == [3, 4, 3]


def test_what_came_in_without_a_trail_is_kept_before_it_changes(draft, cass):
    rate(draft.group, 3, "Brought in")
    save(draft, cass, evidence="Rewritten")
    assert history(draft) == [(cass, "Rewritten"), (None, "Brought in")]


def test_restoring_keeps_what_was_there(draft, cass, dee):
    save(draft, cass, answer=[3, ""], evidence="Cass's")
    save(draft, dee, answer=[None, "unknown"], evidence="Dee's")
    response = response_of(draft)
    revision = response.revisions.last()
    drafting.restore(response=response, revision=revision, by=dee)
    drafting.restore(response=response, revision=revision, by=dee)  # pressed twice
    response = response_of(draft)
    assert values_of(response)["answer"] == [3, ""]
    assert (response.evidence, response.updated_by) == ("Cass's", dee)
    assert history(draft) == [(dee, "Cass's"), (dee, "Dee's"), (cass, "Cass's")]


# Handing in and back


def test_handing_in_closes_the_draft(draft, cass):
    drafting.hand_in(draft=draft, by=cass)
    draft.refresh_from_db()
    assert draft.handed_in_by == cass
    with pytest.raises(Refused, match="has been handed in"):
        save(draft, cass, evidence="Late")
    assert response_of(draft).evidence == ""


def test_nothing_is_restored_that_was_handed_in_meanwhile(draft, cass, dee):
    save(draft, cass, evidence="Cass's")
    save(draft, dee, evidence="Dee's")
    response = response_of(draft)
    revision = response.revisions.last()
    drafting.hand_in(draft=draft, by=dee)
    with pytest.raises(Refused, match="has been handed in"):
        drafting.restore(response=response, revision=revision, by=cass)
    assert response_of(draft).evidence == "Dee's"


def test_handing_in_twice_is_handing_in_once(draft, cass, dee):
    drafting.hand_in(draft=draft, by=cass)
    drafting.hand_in(draft=draft, by=dee)
    draft.refresh_from_db()
    assert draft.handed_in_by == cass
    events = AuditEvent.objects.filter(kind="handed_in")
    assert [event.detail for event in events] == ["Housing, area 7"]


def test_handing_back_opens_it_with_the_reason_until_it_is_handed_in(draft, cass, mo):
    drafting.hand_in(draft=draft, by=cass)
    drafting.hand_back(draft=draft, by=mo, reason="7h has no evidence")
    draft.refresh_from_db()
    assert not draft.is_handed_in
    assert draft.handed_back_because == "7h has no evidence"
    save(draft, cass, evidence="Here it is")
    drafting.hand_in(draft=draft, by=cass)
    draft.refresh_from_db()
    assert draft.handed_back_because == ""


def test_what_was_not_handed_in_cannot_be_handed_back(draft, mo):
    with pytest.raises(Refused, match="has not been handed in"):
        drafting.hand_back(draft=draft, by=mo, reason="Why not")


def test_nothing_is_handed_back_once_its_discussion_is_open(
    draft, assessment, cass, mo
):
    drafting.hand_in(draft=draft, by=cass)
    open_discussions(assessment, mo)
    with pytest.raises(Refused, match="discussion of this area is open"):
        drafting.hand_back(draft=draft, by=mo, reason="Again")
    assert Draft.objects.get(pk=draft.pk).is_handed_in


def test_submitting_closes_every_draft(draft, assessment, cass, mo):
    submit(assessment, mo)
    for act in [
        lambda: save(draft, cass, evidence="Late"),
        lambda: drafting.hand_in(draft=draft, by=cass),
    ]:
        with pytest.raises(Refused, match="has been submitted"):
            act()


def test_a_save_asks_as_much_however_much_there_is(
    draft, assessment, cass, mo, django_assert_num_queries
):
    """A savepoint and its end, and seven: the draft, the assessment, its responses,
    the scale, the change, the last revisions, the new one."""
    make_group(assessment, mo, cass)
    items = [sent(draft, letter, evidence="", ideas="") for letter in LETTERS]
    items[7] = sent(draft, "h", evidence="Panel")
    with django_assert_num_queries(9):
        save_draft(draft=draft, sent=items, by=cass)


def test_colleagues_are_told_who_handed_in(draft, housing, cass, dee, mailoutbox):
    housing.members.add(dee)
    drafting.hand_in(draft=draft, by=cass)
    [told] = [message for message in mailoutbox if message.to == [dee.email]]
    assert "Cass handed in area 7, " in told.body
    assert "Your group cannot change it now." in told.body
    assert f"/assessments/{housing.assessment_id}/groups/{housing.pk}/" in told.body
    assert [to for message in mailoutbox for to in message.to].count(cass.email) == 1
