"""Coram Voice opens a submitted assessment again: why, who is told, what is kept."""

import pytest
from django.urls import reverse

from assessments.workflow import reopening
from tests.support.builders import make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup

REASON = "9a: <say> what the two views were."


@pytest.fixture
def first(assessment, mo):
    return submit(assessment, mo)


@pytest.fixture
def second(first, assessment, mo, val):
    """The submission after Val reopened the first."""
    reopening.reopen(assessment=assessment, by=val, reason=REASON)
    assessment.refresh_from_db()
    return submit(assessment, mo)


def page(person, name, *args):
    return markup(client_of(person).get(reverse(name, args=args)))


def test_only_coram_voice_is_offered_it_and_only_once_submitted(
    assessment, mo, val, first
):
    link = f'href="{reverse("reopen", args=[assessment.pk])}"'
    places = [("assessment", assessment.pk), ("submission", first.reference)]
    assert [link in page(val, *place) for place in places] == [True, True]
    assert [link in page(mo, *place) for place in places] == [False, False]
    reopening.reopen(assessment=assessment, by=val, reason=REASON)
    assert [link in page(val, *place) for place in places] == [False, False]


def test_the_reason_is_kept_with_the_next_submission(first, second, mo):
    assert first.content["reopened_because"] == ""
    assert second.content["reopened_because"] == REASON
    shown = "9a: &lt;say&gt; what the two views were."
    assert shown in page(mo, "submission", second.reference)
    assert shown in page(mo, "differences", second.reference, first.reference)
    assert shown not in page(mo, "submission", first.reference)


def test_moderators_get_a_mail_of_both_and_nothing_that_was_written(
    northmoor, assessment, mo, cass, ann, val, mailoutbox
):
    zoe = make_member(northmoor, "moderator", "zoe")
    gone = make_member(northmoor, "moderator", "gone")
    gone.is_active = False
    gone.save()
    submission = submit(assessment, mo)
    reopening.reopen(assessment=assessment, by=val, reason=REASON)
    receipts, news = mailoutbox[:2], mailoutbox[2:]
    for mails in (receipts, news):
        assert sorted(mail.to[0] for mail in mails) == [mo.email, zoe.email]
    assert submission.reference in receipts[0].subject
    assert f"/submissions/{submission.reference}/" in receipts[0].body
    assert f"/assessments/{assessment.pk}/" in news[0].body
    for mail in mailoutbox:
        assert "What we agreed." not in mail.body
        assert "two views" not in mail.body
