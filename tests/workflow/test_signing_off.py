"""Asking for approval, approving, an approver's change of a rating, and going stale."""

import re
from html import unescape

import pytest
from django.urls import reverse

from assessments.field_merge import seen_token
from assessments.models import AgreedResponse, AgreedRevision, Assessment, SignOff
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import (
    cover_sheet,
    moderating,
    proposals,
    scores,
    signing_off,
    submitting,
)
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.clients import client_of
from tests.support.markup import markup


@pytest.fixture
def ready(assessment, mo, ann):
    """Everything is settled on 3 by one group that said so, and nobody is asked."""
    group = make_group(assessment, mo, name="Housing")
    rate(group, 3, "We know.")
    hand_in(group, mo)
    complete(assessment, mo)
    return assessment


@pytest.fixture
def asked(ready, mo):
    signing_off.ask(assessment=ready, by=mo)
    return ready


def fresh(assessment):
    return Assessment.objects.select_related("round__framework", "authority").get(
        pk=assessment.pk
    )


def now(assessment):
    return standing(agreed_of(fresh(assessment)))


def statement(assessment, code="7h"):
    return AgreedResponse.objects.select_related("statement__area", "rating").get(
        assessment=assessment,
        statement__area__number=int(code[:-1]),
        statement__letter=code[-1],
    )


def approve(assessment, by):
    signing_off.approve(assessment=assessment, seen=now(assessment).seen, by=by)


def settle(assessment, by, code="7h", **values):
    response = statement(assessment, code)
    moderating.settle(
        response=response,
        token=moderating.token_of(response),
        values=proposals.values_of(response) | values,
        by=by,
    )


def change(assessment, by, code="7h", value=2, **more):
    response = statement(assessment, code)
    signing_off.change_rating(
        response=response,
        seen=more.get("seen", response.version),
        value=value,
        reason="The flats closed.",
        by=by,
    )


def test_asking_waits_until_every_statement_is_settled(ready, mo):
    ready.agreed_responses.filter(statement__area__number=9).update(
        outcome="not_settled", rating=None, settled_at=None, settled_by=None
    )
    with pytest.raises(Refused, match="Settle these first.*9a, 9b, 9c, 9d, 9e and"):
        signing_off.ask(assessment=ready, by=mo)
    assert SignOff.objects.count() == 0


def test_there_must_be_somebody_to_ask(assessment, mo):
    complete(assessment, mo)
    with pytest.raises(Refused, match="Your authority has no approver"):
        signing_off.ask(assessment=assessment, by=mo)


def test_a_missing_approval_is_not_called_a_blank(client, ready, mo, ann):
    client.force_login(mo)
    check = reverse("check", args=[ready.pk])
    confirm = "Confirm what you are leaving blank"
    page = markup(client.get(check))
    assert f"{confirm} or without approval" in page
    assert "confirm that you mean to leave it like this" in page
    ann.is_active = False
    ann.save()
    ready.agreed_areas.filter(area__number=1).update(global_score=None)
    page = markup(client.get(check))
    assert f"{confirm}</legend>" in page
    assert "confirm that you mean to leave it blank" in page


def test_nobody_waits_for_an_approver_whose_account_is_closed(ready, mo, ann):
    assert submitting.unconfirmed_blanks(ready) == ["Nobody has approved it"]
    ann.is_active = False
    ann.save()
    assert submitting.unconfirmed_blanks(ready) == []
    with pytest.raises(Refused, match="has no approver to ask"):
        signing_off.ask(assessment=ready, by=mo)


def test_the_approvers_get_a_mail_with_the_link_and_nothing_that_was_written(
    ready, mo, ann, mailoutbox
):
    signing_off.ask(assessment=ready, by=mo)
    [mail] = mailoutbox
    assert "approve it or send it back with comments" in mail.body
    assert mail.to == [ann.email]
    assert f"/assessments/{ready.pk}/sign-off/" in mail.body
    assert "What we agreed." not in mail.body


def test_whoever_asked_gets_a_mail_when_it_is_approved(asked, mo, ann, mailoutbox):
    mailoutbox.clear()
    change(asked, ann)
    assert mailoutbox == []
    approve(asked, ann)
    [mail] = mailoutbox
    assert mail.to == [mo.email]
    assert f"/assessments/{asked.pk}/check/" in mail.body
    assert "Before that, 1 rating was changed." in mail.body
    assert f"/assessments/{asked.pk}/sign-off/" in mail.body
    assert "The flats closed." not in mail.body


def test_the_moderator_is_told_what_the_approver_changed(
    asked, mo, ann, client, mailoutbox
):
    mailoutbox.clear()
    client.force_login(mo)
    read, check = (reverse(name, args=[asked.pk]) for name in ("sign_off", "check"))
    assert "Changed by the approver" not in markup(client.get(check))
    change(asked, ann)
    signing_off.send_back(assessment=asked, text="Which flats?", by=ann)
    assert "1 rating was also changed." in mailoutbox[0].body
    page = client.get(read)
    assert page.context["page"].part.codes == {"7h"}
    said = (
        f'<bdi>Ann</bdi> changed <a class="govuk-link" href="{read}?show=approver#7h">'
    )
    assert f"{said}7h</a> from Mostly agree to Mostly disagree at" in markup(page)
    told = "Changed by the approver: <a"
    assert told in markup(client.get(check))
    signing_off.ask(assessment=asked, by=mo)
    assert told not in markup(client.get(check))


def test_asking_twice_is_one_request(asked, mo, mailoutbox):
    mailoutbox.clear()
    [waiting] = asked.sign_offs.all()
    assert signing_off.ask(assessment=asked, by=mo) == waiting
    assert (asked.sign_offs.count(), mailoutbox) == (1, [])


def test_approving_is_kept_with_who_and_when(asked, ann):
    approve(asked, ann)
    sign_off = SignOff.objects.get()
    assert sign_off.approved_by == ann
    assert sign_off.approved_at > sign_off.asked_at
    assert sign_off.versions["statements"]["7h"] == statement(asked).version
    assert now(asked).is_approved
    assert asked.events.first().kind == "approved"


def test_approving_without_being_asked_is_refused(ready, ann):
    with pytest.raises(Refused, match="nothing for you to approve"):
        approve(ready, ann)


@pytest.mark.parametrize("what", ["statement", "score", "cover"])
def test_what_changed_after_the_page_was_read_is_not_approved(asked, mo, ann, what):
    seen = now(asked).seen
    alter(asked, mo, what)
    with pytest.raises(Refused, match="after you opened this page"):
        signing_off.approve(assessment=asked, seen=seen, by=ann)
    assert now(asked).approved is None


def alter(assessment, mo, what):
    if what == "statement":
        settle(assessment, mo, evidence="More is known.")
    elif what == "score":
        area = assessment.agreed_areas.select_related("area").get(area__number=3)
        scores.settle_score(
            agreed_area=area,
            token=scores.score_token_of(area),
            values={"answer": [2, False], "note": ""},
            by=mo,
        )
    else:
        values = {"how_completed": "By post."}
        stored = cover_sheet.stored_answers(assessment, values)
        cover_sheet.save_cover(
            assessment=assessment,
            token=seen_token(fresh(assessment).version, stored),
            values=values,
            by=mo,
        )


def test_what_changes_after_the_approval_is_named(asked, mo, ann):
    approve(asked, ann)
    settle(asked, mo, "7h", evidence="More is known.")
    settle(asked, mo, "9a", evidence="More is known here too.")
    assert now(asked).changed == ["2 statements (7h, 9a)"]
    alter(asked, mo, "score")
    alter(fresh(asked), mo, "cover")
    assert now(asked).changed_since == (
        "2 statements (7h, 9a), the global score of area 3 and the cover sheet"
    )
    assert not now(asked).is_approved


def test_one_can_ask_again_only_when_something_changed(asked, mo, ann):
    approve(asked, ann)
    with pytest.raises(Refused, match="nothing has changed since"):
        signing_off.ask(assessment=asked, by=mo)
    settle(asked, mo, evidence="More is known.")
    signing_off.ask(assessment=asked, by=mo)
    assert now(asked).asked
    assert now(asked).changed == ["1 statement (7h)"]
    approve(asked, ann)
    assert now(asked).is_approved


def test_a_change_keeps_what_was_before(asked, mo, ann):
    settle(asked, mo, evidence="We know.", rationale="The group said so.")
    change(asked, ann)
    response = statement(asked)
    assert (response.outcome, response.rating.value) == ("agreed", 2)
    assert (response.rationale, response.evidence) == ("The flats closed.", "We know.")
    assert response.settled_by == ann
    revision = AgreedRevision.objects.first()
    assert (revision.way, revision.by) == ("sign_off", ann)
    assert revision.content["before"] == {
        "outcome": "agreed",
        "rating": 3,
        "candidates": [],
        "evidence": "We know.",
        "ideas": "",
        "rationale": "The group said so.",
    }
    assert revision.content["rating"] == 2


def test_what_could_not_be_agreed_can_be_decided(asked, ann):
    asked.agreed_responses.filter(pk=statement(asked).pk).update(
        outcome="not_agreed", rating=None, candidates=[3, 2]
    )
    change(asked, ann)
    response = statement(asked)
    assert (response.outcome, response.rating.value) == ("agreed", 2)
    assert response.candidates == []


def test_only_while_asked_and_only_what_was_seen_is_changed(asked, mo, ann):
    with pytest.raises(Refused, match="Select a different"):
        change(asked, ann, value=3)
    with pytest.raises(signing_off.Changed):
        change(asked, ann, seen=statement(asked).version - 1)
    approve(asked, ann)
    with pytest.raises(Refused, match="nothing for you to approve"):
        change(asked, ann)
    assert statement(asked).rating.value == 3


def test_an_approval_is_asked_for_before_submitting_but_not_required(ready, mo, ann):
    assert submitting.unconfirmed_blanks(ready) == ["Nobody has approved it"]
    with pytest.raises(Refused):
        submitting.submit(assessment=ready, by=mo)
    signing_off.ask(assessment=ready, by=mo)
    approve(ready, ann)
    assert submitting.unconfirmed_blanks(fresh(ready)) == []
    settle(ready, mo, evidence="More is known.")
    [blank] = submitting.unconfirmed_blanks(fresh(ready))
    assert re.fullmatch(
        r"Changed since it was approved on \d+ \w+ \d{4}: 1 statement \(7h\)", blank
    )
    submission = submitting.submit(assessment=ready, by=mo, confirmed=[blank])
    sign_off = submission.content["sign_off"]
    assert (sign_off["asked_by"], sign_off["approved_by"]) == ("Mo", "Ann")
    assert sign_off["changed_since"] == "1 statement (7h)"


def test_where_nobody_can_approve_nothing_is_blank(assessment, mo):
    complete(assessment, mo)
    assert submitting.unconfirmed_blanks(assessment) == []


def test_the_submission_holds_the_change(asked, mo, ann):
    settle(asked, mo, rationale="The group said so.")
    change(asked, ann)
    approve(asked, ann)
    submission = submitting.submit(assessment=fresh(asked), by=mo)
    found = submission.content["responses"]["7h"]
    [kept] = found["changes"]
    assert kept["from"] == {"outcome": "agreed", "rating": 3, "candidates": []}
    assert kept["to"] == {"outcome": "agreed", "rating": 2, "candidates": []}
    assert (kept["why"], kept["by"]) == ("The flats closed.", "Ann")
    assert found["ratings"] == [
        {"group": "Housing", "first": 3, "reason": "", "second": None}
    ]
    html = markup(client_of(mo).get(f"/submissions/{submission.reference}/"))
    assert "From Mostly agree to Mostly disagree by the approver" in html
    assert html.count("The flats closed.") == 1


# The pages


def url(assessment, name="sign_off", *more):
    return reverse(name, args=[assessment.pk, *more])


def test_from_asking_to_approving_by_the_pages(ready, mo, ann):
    moderator, approver = client_of(mo), client_of(ann)
    assert "Nobody has asked" in markup(approver.get(url(ready)))
    moderator.post(url(ready, "ask_sign_off"))
    home = markup(approver.get(reverse("home")))
    assert url(ready) in home
    page = markup(approver.get(url(ready)))
    assert "What we agreed." in page
    assert url(ready, "change_rating", 7, "h") in page
    changed = approver.post(
        url(ready, "change_rating", 7, "h"),
        {
            "agreed": statement(ready).version,
            "rating": "2",
            "reason": "The flats closed.",
        },
    )
    assert changed.status_code == 302
    page = markup(approver.get(url(ready)))
    assert "From Mostly agree to Mostly disagree by the approver" in page
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])
    assert approver.post(url(ready), {"seen": "0"}).status_code == 409
    assert approver.post(url(ready), {"seen": seen}).status_code == 302
    assert "Approved by <bdi>Ann</bdi>" in markup(approver.get(url(ready)))
    assert "Approved by <bdi>Ann</bdi>" in (markup(moderator.get(url(ready, "check"))))
    history = markup(moderator.get(url(ready, "settle", 7, "h")))
    assert "changed by the approver from Mostly agree" in history


def test_a_change_needs_a_rating_and_a_reason(asked, ann):
    client = client_of(ann)
    sent = {"agreed": statement(asked).version, "rating": "3"}
    response = client.post(url(asked, "change_rating", 7, "h"), sent)
    assert response.status_code == 422
    html = markup(response)
    assert "Select a rating other than the agreed one" in html
    assert "Enter why you are changing the rating" in html


def test_a_change_of_what_was_settled_meanwhile_keeps_what_was_typed(asked, mo, ann):
    version = statement(asked).version
    settle(asked, mo, evidence="More is known.")
    client = client_of(ann)
    typed = {"agreed": version, "rating": "2", "reason": "The flats closed."}
    response = client.post(url(asked, "change_rating", 7, "h"), typed)
    html = markup(response)
    assert response.status_code == 409
    assert "The flats closed." in html
    assert "More is known." in html
    assert statement(asked).rating.value == 3
    again = typed | {"agreed": re.search(r'name="agreed" value="(\d+)"', html)[1]}
    assert client.post(url(asked, "change_rating", 7, "h"), again).status_code == 302
    assert statement(asked).rating.value == 2


def test_an_approver_with_a_draft_in_hand_sees_no_ratings_of_its_area(asked, mo, ann):
    make_group(asked, mo, ann, areas=[7], name="Late")
    html = markup(client_of(ann).get(url(asked)))
    assert html.count("One group rated this area") == 9
    alone = markup(client_of(mo).get(url(asked)))
    assert alone.count("One group rated this area") == 10
