"""One email a day to Coram Voice, with what is new and nothing anybody wrote."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import AuditEvent, Digest
from assessments.workflow.daily_email import send_digest
from leavingcare.models import User
from tests.support.builders import make_user, submit

pytestmark = pytest.mark.django_db


def test_it_tells_what_was_submitted_and_only_once(assessment, mo, val, mailoutbox):
    other = make_user(is_staff=True)
    User.objects.filter(pk=other.pk).update(wants_reminders=False)
    submission = submit(assessment, mo)
    mailoutbox.clear()
    assert send_digest(now=timezone.now()) == 1
    [message] = mailoutbox
    assert message.to == [val.email]
    assert f"Northmoor submitted the assessment, {assessment.round}" in message.body
    assert submission.reference in message.body
    assert "What we agreed." not in message.body
    assert send_digest(now=timezone.now()) == 0
    assert len(mailoutbox) == 1


def test_a_day_without_the_timer_is_made_good(assessment, mo, val, mailoutbox):
    now = timezone.now()
    Digest.objects.create(until=now - timedelta(days=4), people=1)
    submit(assessment, mo)
    AuditEvent.objects.update(at=now - timedelta(days=3))
    mailoutbox.clear()
    assert send_digest(now=now) == 1
    assert len(mailoutbox) == 1


def test_without_news_nobody_is_written_to(assessment, val, mailoutbox):
    assert send_digest(now=timezone.now()) == 0
    assert mailoutbox == []
    assert not Digest.objects.exists()
