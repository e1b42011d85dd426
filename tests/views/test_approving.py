"""An approver's comments and changes of ratings, which save themselves until sent."""

import re

import pytest
from django.urls import reverse

from assessments.models import (
    ApproverComment,
    AuditEvent,
    Membership,
    Proposal,
    Role,
    SignOff,
)
from assessments.moderation.later import later_ratings
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import signing_off
from tests.support.builders import complete, hand_in, make_group, make_user, rate
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import settle

JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(assessment, mo, ann):
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    return assessment


@pytest.fixture
def url(asked):
    return reverse("change_rating", args=[asked.pk, 7, "h"])


@pytest.fixture
def client(ann):
    return client_of(ann)


@pytest.fixture
def other(northmoor):
    """Another approver."""
    zed = make_user("zed")
    Membership.objects.create(authority=northmoor, user=zed, role=Role.APPROVER)
    return client_of(zed)


def seen_on(page, entry):
    found = re.search(
        rf'data-entry="{entry}".*?name="seen" value="([^"]*)"', page, re.DOTALL
    )
    return found[1]


def save(client, url, kind, seen, **fields):
    return client.post(url, {"form": kind, "seen": seen, **fields}, headers=JSON)


def test_a_comment_is_kept_as_it_is_written_and_not_sent(client, url, mo, asked):
    token = seen_on(markup(client.get(url)), "comment")
    answer = save(client, url, "comment", token, text="Which").json()
    assert answer["said"].endswith("Not sent yet")
    token = answer["entries"]["comment"]["seen"]
    save(client, url, "comment", token, text="Which flats?")
    assert ApproverComment.objects.get().text == "Which flats?"
    assert "Which flats?" in markup(client.get(url))
    read = reverse("sign_off", args=[asked.pk])
    assert "Which flats?" in markup(client.get(read))
    assert "Which flats?" not in markup(client_of(mo).get(read))


def test_a_comment_deleted_is_no_comment(client, url):
    token = seen_on(markup(client.get(url)), "comment")
    answer = save(client, url, "comment", token, text="Which?").json()
    save(client, url, "comment", answer["entries"]["comment"]["seen"], text="")
    assert not ApproverComment.objects.exists()


def test_by_hand_an_empty_comment_removes_one_or_is_refused(client, url):
    def send(text):
        token = seen_on(markup(client.get(url)), "comment")
        sent = {"form": "comment", "seen": token, "text": text}
        return client.post(url, sent, follow=True)

    response = send(" ")
    assert response.status_code == 422
    assert "Enter a comment" in markup(response)
    assert "is saved" in markup(send("Which flats?"))
    page = markup(send(""))
    assert re.search(r"Your comment on \w+ is removed\.", page)
    assert not ApproverComment.objects.exists()


def test_two_windows_of_one_approver_overwrite_nothing(client, url):
    token = seen_on(markup(client.get(url)), "comment")
    save(client, url, "comment", token, text="From the first window")
    response = save(client, url, "comment", token, text="From the second")
    assert response.status_code == 409
    clash = response.json()["entries"]["comment"]["clash"]
    assert "From the first window" in clash
    assert "From the second" in clash
    assert ApproverComment.objects.get().text == "From the first window"
    by_hand = {"form": "comment", "seen": token, "text": "From the second"}
    response = client.post(url, by_hand)
    assert response.status_code == 409
    assert "You have changed this comment in another window" in markup(response)
    token = seen_on(markup(response), "comment")
    assert client.post(url, by_hand | {"seen": token}).status_code == 302
    assert ApproverComment.objects.get().text == "From the second"


def test_a_change_begun_is_kept_shown_to_the_next_approver_and_changes_nothing(
    client, other, url, asked
):
    token = seen_on(markup(client.get(url)), "change")
    answer = save(client, url, "rating", token, rating="", reason="The flats closed.")
    assert answer.json()["said"].endswith("The rating is not changed yet")
    token = answer.json()["entries"]["change"]["seen"]
    save(client, url, "rating", token, rating="2", reason="The flats closed.")
    page = markup(other.get(url))
    assert "<bdi>Ann</bdi> wrote this" in page
    assert "The flats closed." in page
    assert re.search(r'value="2"[^>]*checked', page)
    read = markup(other.get(reverse("sign_off", args=[asked.pk])))
    assert "Changes not made yet" in read
    response = asked.agreed_responses.get(
        statement__area__number=7, statement__letter="h"
    )
    assert response.rating.value == 3
    sent = {"form": "rating", "agreed": response.version, "rating": "2"}
    other.post(url, sent | {"reason": "They closed in May."})
    assert not Proposal.objects.get().is_open
    assert Proposal.objects.get().earlier.get().values["reason"] == "The flats closed."


def test_two_approvers_clash_in_what_they_write(client, other, url):
    token = seen_on(markup(client.get(url)), "change")
    save(client, url, "rating", token, rating="2", reason="The flats closed.")
    response = save(other, url, "rating", token, rating="1", reason="")
    assert response.status_code == 409
    assert "Mostly disagree" in response.json()["entries"]["change"]["clash"]
    assert Proposal.objects.get().values == {"rating": 2, "reason": "The flats closed."}


def test_what_may_not_be_kept_is_refused_at_the_field(client, url):
    token = seen_on(markup(client.get(url)), "change")
    response = save(client, url, "rating", token, rating="3", reason="")
    assert response.status_code == 422
    assert response.json()["errors"] == {
        "id_rating": "Select a rating other than the agreed one"
    }


def test_the_comment_on_the_whole_is_kept_and_sent_with_the_others(
    client, url, asked, mo
):
    token = seen_on(markup(client.get(url)), "comment")
    save(client, url, "comment", token, text="Which flats?")
    send, read = (reverse(name, args=[asked.pk]) for name in ("send_back", "sign_off"))
    token = seen_on(markup(client.get(read)), "comment")
    sent = {"seen": token, "text": "Nearly there."}
    assert client.post(send, sent, headers=JSON).status_code == 200
    assert SignOff.objects.get().sent_back_at is None
    assert "Nearly there." in markup(client.get(read))
    client.post(send, sent)
    page = markup(client_of(mo).get(read))
    assert page.count("Nearly there.") == 1
    assert "Which flats?" in page
    assert ApproverComment.objects.count() == 2


def test_once_sent_nothing_more_is_kept(client, url, asked):
    token = seen_on(markup(client.get(url)), "comment")
    client.post(reverse("send_back", args=[asked.pk]), {"text": "Not yet."})
    response = save(client, url, "comment", token, text="Too late")
    assert response.status_code == 409
    assert "Ann sent it back" in response.json()["message"]
    assert ApproverComment.objects.count() == 1


def test_a_statement_says_that_it_was_approved_and_that_it_changed_since(
    asked, mo, ann
):
    page, moderator = reverse("settle", args=[asked.pk, 7, "h"]), client_of(mo)
    assert "approved" not in " ".join(markup(moderator.get(page)).split())
    seen = standing(agreed_of(asked)).seen
    signing_off.approve(assessment=asked, seen=seen, by=ann)
    approved = " ".join(markup(moderator.get(page)).split())
    assert "If you change it, you will need to ask for approval again." in approved
    settle(asked, "7h", 1, mo)
    changed = " ".join(markup(moderator.get(page)).split())
    assert "This was changed after that, and the change is not approved yet." in changed
    assert "you will need to ask for approval again" not in changed


@pytest.fixture
def comment(asked, ann):
    """A comment on the whole, with which everything was sent back."""
    signing_off.send_back(assessment=asked, text="Which flats?", by=ann)
    return ApproverComment.objects.get()


def answered(moderator, comment, token, text, **headers):
    args = [comment.sign_off.assessment_id, comment.pk]
    sent = {"seen": token, "text": text}
    return client_of(moderator).post(
        reverse("answer_comment", args=args), sent, headers=headers
    )


def test_an_answer_is_kept_as_it_is_written_and_shown_once_approval_is_asked_again(
    comment, client, asked, mo
):
    read, name = reverse("sign_off", args=[asked.pk]), f"answer-{comment.pk}"
    token = seen_on(markup(client_of(mo).get(read)), name)
    found = answered(mo, comment, token, "Those in", **JSON).json()
    assert found["said"].endswith("sees it when you ask for approval again")
    token = found["entries"][name]["seen"]
    answered(mo, comment, token, "Those in May Street.", **JSON)
    assert "Those in May Street." in markup(client_of(mo).get(read))
    assert "Those in" not in markup(client.get(read))
    assert AuditEvent.objects.filter(kind="answered").count() == 1
    signing_off.ask(assessment=asked, by=mo)
    assert "Those in May Street." in markup(client.get(f"{read}?show=all"))


def test_an_answer_deleted_is_no_answer(comment, asked, mo):
    read = reverse("sign_off", args=[asked.pk])
    name = f"answer-{comment.pk}"
    token = seen_on(markup(client_of(mo).get(read)), name)
    found = answered(mo, comment, token, "Those.", **JSON).json()
    answered(mo, comment, found["entries"][name]["seen"], "", **JSON)
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by, comment.answered_at) == (
        "",
        None,
        None,
    )


def test_two_moderators_who_answer_overwrite_nothing(comment, asked, mo, zoe):
    read, name = reverse("sign_off", args=[asked.pk]), f"answer-{comment.pk}"
    token = seen_on(markup(client_of(mo).get(read)), name)
    answered(zoe, comment, token, "Zoe's.", **JSON)
    response = answered(mo, comment, token, "Mo's.", **JSON)
    assert response.status_code == 409
    entry = response.json()["entries"][name]
    assert "Zoe&#x27;s." in entry["clash"]
    assert "Mo&#x27;s." in entry["clash"]
    by_hand = answered(mo, comment, token, "Mo's.")
    assert by_hand.status_code == 409
    page = markup(by_hand)
    assert "This was answered after you opened it" in page
    assert "Zoe&#x27;s." in page
    comment.refresh_from_db()
    assert comment.answer == "Zoe's."
    answered(mo, comment, seen_on(page, name), "Mo's.")
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by) == ("Mo's.", mo)


@pytest.mark.parametrize("number", [1, 4])
def test_queries_of_the_page_to_approve(
    client, asked, mo, cass, number, django_assert_num_queries
):
    read = reverse("sign_off", args=[asked.pk])
    client.get(read)  # notes in the session that somebody is there
    with django_assert_num_queries(18):  # one is for what approvers changed
        page = client.get(read)
    assert len(page.context["page"].areas) == 10
    for _ in range(number):
        group = make_group(asked, mo, cass)
        rate(group, 3, "Seen.")
        hand_in(group, cass)
    assert len(later_ratings(asked)) == 106  # which two queries more are for
    with django_assert_num_queries(20):
        client.get(read)


def test_each_area_in_which_groups_differed_is_led_to(client, asked, mo, cass):
    for rating in (4, 1):
        group = make_group(asked, mo, cass)
        rate(group, rating, "Seen.")
        hand_in(group, cass)
    page = markup(client.get(reverse("sign_off", args=[asked.pk]) + "?show=differed"))
    for number in range(1, 11):
        assert page.count(f'<a class="govuk-link" href="#area-{number}">') == 1
        assert page.count(f' id="area-{number}">') == 1
