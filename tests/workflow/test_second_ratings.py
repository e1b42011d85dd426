"""After hearing the others: second ratings, notes of dissent, coming back."""

import pytest
from django.urls import reverse

from assessments.models import Dissent, DraftResponse, SecondRating
from assessments.moderation.given_ratings import needs_reason
from assessments.workflow import moderating, second_ratings
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, make_group, open_discussions, rate, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of

CODE, LETTER = "7h", "h"


@pytest.fixture
def east(assessment, mo, cass):
    return group_of(assessment, mo, cass, "East", 4)


@pytest.fixture
def west(assessment, mo, dee):
    return group_of(assessment, mo, dee, "West", 1)


def group_of(assessment, mo, member, name, value):
    group = make_group(assessment, mo, member, areas=[7], name=name)
    rate(group, value, f"What {name} saw.")
    hand_in(group, member)
    return group


@pytest.fixture
def talking(assessment, east, west, mo):
    open_discussions(assessment, mo)
    return assessment


def response_of(group):
    return DraftResponse.objects.select_related(
        "draft__group__assessment__round__framework", "statement__area"
    ).get(draft__group=group, statement__letter=LETTER)


def url_of(group):
    return reverse("voice", args=[group.assessment_id, group.pk, 7, LETTER])


def settle_url(assessment):
    return reverse("settle", args=[assessment.pk, 7, LETTER])


def settle(assessment, by, value=4):
    agreed = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter=LETTER
    )
    moderating.settle(
        response=agreed,
        token=moderating.token_of(agreed),
        values={
            "answer": ["agreed", value, []],
            "rationale": "West had one case.",
            "evidence": "",
            "ideas": "",
        },
        by=by,
    )
    return agreed


def words(client, url):
    return markup(client.get(url))


def test_both_ratings_are_kept_and_shown(talking, east, west, mo, dee):
    client = client_of(dee)
    answer = client.post(url_of(west), {"second": "", "rating": "3"})
    assert answer.status_code == 302
    second = SecondRating.objects.get()
    assert (second.rating.value, second.by, second.response.rating.value) == (3, dee, 1)
    page = words(client_of(mo), settle_url(talking))
    assert "<bdi>West</bdi>: second rating" in page
    assert "Both rated: 1 Agree, 1 Disagree." in page
    assert "1 of 2 groups rated again (1 Mostly agree)." in page
    assert "With the other’s first rating: 1 Agree, 1 Mostly agree." in page
    assert talking.events.first().detail == "West, 7h"


def test_a_changed_mind_may_change_again(talking, west, dee):
    client = client_of(dee)
    for value in ["3", "3", "2"]:
        client.post(url_of(west), {"second": "", "rating": value})
    assert [s.rating.value for s in SecondRating.objects.all()] == [3, 2]


@pytest.mark.parametrize("sent", ["", "0", "5", "four", "3.0"])
def test_no_such_rating(talking, west, dee, sent):
    answer = client_of(dee).post(url_of(west), {"second": "", "rating": sent})
    assert answer.status_code == 422
    assert not SecondRating.objects.exists()


def test_hidden_ratings_are_seen_by_the_group_alone_until_revealed(
    talking, east, west, mo, cass, dee
):
    response = response_of(west)
    second_ratings.give_second_rating(response=response, value=3, by=dee, hidden=True)
    assert "West</bdi>: second rating" in words(client_of(dee), settle_url(talking))
    for person in [mo, cass]:
        page = words(client_of(person), settle_url(talking))
        assert "second rating</li>" not in page
        assert "After discussion" not in page
    second_ratings.reveal(assessment=talking, statement=response.statement, by=mo)
    for person in [mo, cass, dee]:
        page = words(client_of(person), settle_url(talking))
        assert "West</bdi>: second rating" in page


def test_a_shown_rating_stays_while_a_hidden_one_waits(talking, east, west, mo, dee):
    response = response_of(west)
    second_ratings.give_second_rating(response=response, value=3, by=dee)
    second_ratings.give_second_rating(response=response, value=2, by=dee, hidden=True)
    assert "1 Agree, 1 Mostly agree" in words(client_of(mo), settle_url(talking))
    assert "1 Agree, 1 Mostly disagree" in words(client_of(dee), settle_url(talking))


def test_a_hidden_rating_is_kept_though_the_same_is_shown(talking, west, dee):
    response = response_of(west)
    for hidden in (False, False, True, True):
        second_ratings.give_second_rating(
            response=response, value=3, by=dee, hidden=hidden
        )
    first, second = response.second_ratings.all()
    assert first.revealed_at
    assert second.revealed_at is None


def test_a_second_rating_is_one_that_was_given(talking, east, west, mo, dee):
    """It still needs a reason, as the groups differed at first."""
    needs = needs_reason
    assert needs("agreed", 3, [4, 4], [], [4, 3, 2, 1])
    assert not needs("agreed", 3, [4, 4], [3], [4, 3, 2, 1])
    assert needs("agreed", 3, [4, 1], [3, 3], [4, 3, 2, 1])


def test_not_before_the_discussion_nor_after_submitting(assessment, east, mo, cass):
    client = client_of(cass)
    assert client.post(url_of(east), {"second": "", "rating": "2"}).status_code == 409
    open_discussions(assessment, mo)
    assert client.post(url_of(east), {"second": "", "rating": "2"}).status_code == 302
    submit(assessment, mo)
    assert client.post(url_of(east), {"second": "", "rating": "3"}).status_code == 409
    with pytest.raises(Refused, match="submitted"):
        second_ratings.give_second_rating(response=response_of(east), value=3, by=cass)
    assert SecondRating.objects.get().rating.value == 2


def test_not_for_a_draft_still_in_hand(assessment, east, mo, dee):
    late = make_group(assessment, mo, dee, areas=[7], name="Late")
    open_discussions(assessment, mo)
    assert client_of(dee).get(url_of(late)).status_code == 409
    with pytest.raises(Refused, match="Hand in your own"):
        second_ratings.give_second_rating(response=response_of(late), value=3, by=dee)


def test_dissent_is_kept_with_the_record(talking, east, west, mo, cass, dee):
    agreed = settle(talking, mo)
    client = client_of(dee)
    form = form_of(client.get(url_of(west)))
    client.post(url_of(west), form | {"dissent": "", "note": "We had three cases."})
    assert Dissent.objects.get().response == agreed
    for person in [mo, cass, dee]:
        page = words(client_of(person), settle_url(talking))
        assert "<bdi>West</bdi> still disagrees" in page
        assert "We had three cases." in page


def test_dissent_needs_something_settled(talking, west, dee):
    answer = client_of(dee).post(url_of(west), {"dissent": "", "note": "No."})
    assert answer.status_code == 409
    assert "No." in markup(answer)
    assert not Dissent.objects.exists()


def test_a_note_replaced_or_taken_back_is_kept(talking, west, mo, dee):
    settle(talking, mo)
    client = client_of(dee)
    for text in ["First.", "Second."]:
        form = form_of(client.get(url_of(west)))
        client.post(url_of(west), form | {"dissent": "", "note": text})
    client.post(url_of(west), {"withdraw": ""})
    kept = [(note.text, bool(note.withdrawn_at)) for note in Dissent.objects.all()]
    assert kept == [("First.", True), ("Second.", True)]
    assert "still disagrees" not in words(client_of(mo), settle_url(talking))


def test_two_colleagues_never_replace_each_others_note_unseen(talking, west, mo, dee):
    settle(talking, mo)
    client = client_of(dee)
    before = form_of(client.get(url_of(west)))
    client.post(url_of(west), before | {"dissent": "", "note": "From the phone."})
    answer = client.post(
        url_of(west), before | {"dissent": "", "note": "From the desk."}
    )
    page = markup(answer)
    assert answer.status_code == 409
    assert "From the phone." in page
    assert "From the desk." in page
    again = form_of(answer)
    client.post(url_of(west), again | {"dissent": ""})
    assert Dissent.objects.get(withdrawn_at=None).text == "From the desk."


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
def test_notes_that_cannot_be(talking, west, mo, dee, note):
    settle(talking, mo)
    answer = client_of(dee).post(url_of(west), {"dissent": "", "note": note})
    assert answer.status_code == 422
    assert note.strip() in markup(answer)
    assert not Dissent.objects.exists()


def test_coming_back_keeps_what_was_typed(talking, mo):
    client = client_of(mo)
    url = settle_url(talking)
    form = form_of(client.get(url))
    typed = form | {"come_back": "yes", "7h-rationale": "Half a why"}
    answer = client.post(url, typed, follow=True)
    assert "Half a why" in markup(answer)
    assert "7h is on the ‘come back to’ list." in markup(answer)
    agenda = client.get(reverse("agenda", args=[talking.pk]) + "?show=back")
    assert [item.statement.code for item in agenda.context["shown"]] == ["7h"]
    client.post(url, form | {"come_back": "no"})
    assert "To come back to" not in words(client, url)


def test_settling_takes_it_off_the_list(talking, mo):
    client = client_of(mo)
    client.post(settle_url(talking), {"come_back": "yes"})
    assert settle(talking, mo).come_back is True
    assert not talking.agreed_responses.filter(come_back=True).exists()


def test_what_is_hidden_taken_back_or_in_hand_is_not_submitted(talking, west, mo, dee):
    rate(make_group(talking, mo, dee, areas=[7], name="In hand"), 2)
    settle(talking, mo)
    response = response_of(west)
    second_ratings.give_second_rating(response=response, value=3, by=dee, hidden=True)
    second_ratings.dissent(response=response, text="We keep ours.", seen=None, by=dee)
    second_ratings.withdraw_dissent(response=response, by=dee)
    said = submit(talking, mo).content["responses"][CODE]
    assert [(each["group"], each["second"]) for each in said["ratings"]] == [
        ("East", None),
        ("West", None),
    ]
    assert said["dissents"] == []
