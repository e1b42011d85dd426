"""A review from elsewhere: one submission, until its day, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import AuditEvent, PeerNote, PeerReview
from assessments.submission import digests
from assessments.submission.key_lines import key_lines
from assessments.workflow import peer_reviews
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(assessment, mo):
    return submit(assessment, mo)


def invite(assessment, mo, email="rex@example.org", days=7):
    return peer_reviews.invite(
        assessment=assessment,
        email=email,
        name="Rex",
        until=timezone.localdate() + timedelta(days=days),
        by=mo,
    )


def test_a_reviewer_is_asked_reads_and_writes(submission, assessment, mo, mailoutbox):
    mailoutbox.clear()
    day = (timezone.localdate() + timedelta(days=7)).strftime("%d/%m/%Y")
    sent = {"name": "Rex", "email": "Rex@example.org", "until": day}
    path = f"/assessments/{assessment.pk}/reviews/"
    assert client_of(mo).post(path, sent).status_code == 302
    review = PeerReview.objects.get()
    [message] = mailoutbox
    assert message.to == ["rex@example.org"]
    assert f"/reviews/{review.pk}/" in message.body
    assert "What we agreed." not in message.body
    rex = client_of(review.reviewer)
    own = f"/reviews/{review.pk}/"
    assert own in markup(rex.get("/"))
    assert "What we agreed." in markup(rex.get(own))
    assert rex.post(own, {"about": "7h", "text": "Ask <b>more</b>."}).status_code == 302
    assert PeerNote.objects.get().statement.code == "7h"
    page = markup(client_of(mo).get(f"{path}{review.pk}/"))
    assert "Ask &lt;b&gt;more&lt;/b&gt;." in page
    submission.refresh_from_db()
    assert submission.digest == digests.digest(submission.content)


def test_they_see_nothing_else(submission, assessment, mo):
    rex = client_of(invite(assessment, mo).reviewer)
    for url in (
        f"/assessments/{assessment.pk}/",
        f"/submissions/{submission.reference}/",
        f"/submissions/{submission.reference}.pdf",
        "/authorities/northmoor/people/",
        f"/assessments/{assessment.pk}/reviews/",
    ):
        assert rex.get(url).status_code == 404
    assert rex.get("/rounds/").status_code == 403


def test_it_is_over_on_its_day_and_when_it_is_ended(submission, assessment, mo, oli):
    review = invite(assessment, mo, days=0)
    rex, own = client_of(review.reviewer), f"/reviews/{review.pk}/"
    assert rex.get(own).status_code == 200
    assert client_of(oli).get(own).status_code == 404
    PeerReview.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert rex.get(own).status_code == 404
    with pytest.raises(Refused, match="over"):
        peer_reviews.add_note(
            review=review, statement=None, text="x", by=review.reviewer
        )
    PeerReview.objects.update(until=timezone.localdate())
    peer_reviews.end(review=review, by=mo)
    assert rex.get(own).status_code == 404


@pytest.mark.parametrize(
    ("who", "why_not"),
    [("cass", "comes from elsewhere"), ("val", "belongs to Coram Voice")],
)
def test_who_is_no_reviewer(submission, assessment, mo, cass, val, who, why_not):
    email = {"cass": cass, "val": val}[who].email
    with pytest.raises(Refused, match=why_not):
        invite(assessment, mo, email)


def test_asked_once(submission, assessment, mo):
    invite(assessment, mo)
    with pytest.raises(Refused, match="already"):
        invite(assessment, mo)
    assert User.objects.filter(email="rex@example.org").count() == 1


def test_key_lines_are_made_by_rule_and_edited(submission, assessment, mo, zoe):
    content = submission.content
    content["responses"]["7h"] |= {"outcome": "not_agreed", "rating": None}
    content["responses"]["7h"] |= {"candidates": [3, 2]}
    content["responses"]["1a"]["evidence"] = ""
    content["responses"]["1b"] |= {"rating": 1, "evidence": ""}
    content["responses"]["1c"]["evidence"] = "Much of it. " * 20
    lines = key_lines(content)
    assert lines[0].startswith("7h: the groups were split")
    assert lines[1].startswith("1a: rated “Mostly agree” without evidence")
    assert lines[2].startswith("1d: little evidence")
    assert not any(line.startswith(("1b", "1c")) for line in lines)
    review = invite(assessment, mo)
    path = f"/assessments/{assessment.pk}/reviews/{review.pk}/"
    token = peer_reviews.token_of(review)
    sent = {"seen": token, "key_lines": "7h: ask about homes."}
    assert client_of(mo).post(path, sent).status_code == 302
    review.refresh_from_db()
    assert review.key_lines == "7h: ask about homes."
    clash = client_of(zoe).post(path, sent | {"key_lines": "Other."})
    assert clash.status_code == 409
    assert "7h: ask about homes." in markup(clash)
    assert form_of(clash)["key_lines"] == ["Other."]
    review.refresh_from_db()
    assert review.key_lines == "7h: ask about homes."
    again = client_of(zoe).post(path, form_of(clash))
    assert again.status_code == 302
    review.refresh_from_db()
    assert review.key_lines == "Other."


def test_each_step_is_on_record(submission, assessment, mo):
    review = invite(assessment, mo)
    peer_reviews.add_note(review=review, statement=None, text="x", by=review.reviewer)
    peer_reviews.end(review=review, by=mo)
    kinds = AuditEvent.objects.filter(assessment=assessment).values_list(
        "kind", flat=True
    )
    assert list(kinds)[:3] == ["review_ended", "reviewed", "review_asked"]
