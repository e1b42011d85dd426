"""The data that are deleted when no longer needed, and those that never are."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import (
    DraftResponse,
    DraftRevision,
    FormUpload,
    Invitation,
    Note,
    PastBatch,
    Submission,
)
from assessments.workflow import inviting
from assessments.workflow.retention import retain
from leavingcare.models import AccountEvent, ProgramToken
from tests.support.builders import complete, submit
from tests.support.draft_pages import write

KINDS_OF_ROWS = [
    DraftRevision,
    Note,
    FormUpload,
    PastBatch,
    Invitation,
    UserSession,
    AccountEvent,
    ProgramToken,
]
LONG_AGO = timezone.now() - timedelta(days=4 * 365)


@pytest.fixture
def old(assessment, housing, mo, cass, val, northmoor):
    """An assessment of four years ago with every kind of data, submitted."""
    write(housing, cass, "Once written")
    response = DraftResponse.objects.filter(draft__group=housing).first()
    Note.objects.create(response=response, by=cass, at=LONG_AGO, text="A note")
    FormUpload.objects.create(group=housing, by=cass, at=LONG_AGO, content={})
    PastBatch.objects.create(by=val, at=LONG_AGO)
    inviting.invite(authority=northmoor, email="n@example.org", role="approver", by=mo)
    Invitation.objects.update(expires_at=LONG_AGO)
    AccountEvent.objects.create(person=cass, kind=AccountEvent.Kind.SIGNED_IN, by=cass)
    AccountEvent.objects.update(at=LONG_AGO)
    UserSession.objects.create(
        user=cass, ip="203.0.113.9", session_key="gone", created_at=LONG_AGO
    )
    ProgramToken.objects.create(person=val, name="R", digest="x", expires_at=LONG_AGO)
    complete(assessment, mo)
    submit(assessment, mo)
    assessment.round.closed_at = LONG_AGO
    assessment.round.closed_by = val
    assessment.round.save()
    return assessment


def test_a_dry_run_counts_and_deletes_nothing(old):
    counts = retain(delete=False)
    assert all(counts.values()), counts
    assert retain(delete=False) == counts


def test_what_is_due_goes_once_and_what_was_submitted_stays(old):
    before = Submission.objects.get()
    assert all(retain(delete=True).values())
    assert not any(retain(delete=True).values())
    for rows in KINDS_OF_ROWS:
        assert not rows.objects.exists(), rows
    after = Submission.objects.get()
    assert (after.content, after.digest) == (before.content, before.digest)
    assert DraftResponse.objects.filter(evidence="Once written").exists()


def test_an_authority_on_hold_keeps_everything_of_its_own(old, settings):
    settings.RETENTION_HOLD = [old.authority.slug]
    counts = retain(delete=True)
    assert (
        sum(counts.values()) == 3
    )  # a batch of files, a session and a token, of no authority
    assert Note.objects.exists()
    assert AccountEvent.objects.exists()


def test_what_is_recent_or_in_use_stays(old):
    now = timezone.now()
    FormUpload.objects.update(at=now)
    Invitation.objects.update(expires_at=now)
    old.round.closed_at = None
    old.round.closed_by = None
    old.round.save()
    AccountEvent.objects.update(at=now)
    PastBatch.objects.update(at=now)
    UserSession.objects.update(created_at=now)
    ProgramToken.objects.update(expires_at=now)
    assert not any(retain(delete=True).values())


def run(*args):
    out = StringIO()
    call_command("retention", *args, stdout=out)
    return out.getvalue()


def test_the_command_deletes_only_when_told(old):
    assert (
        "Notes between colleagues, 365 days after the round was closed: 1 to" in run()
    )
    assert "IP address, 1 day after the sign-in: 1 to delete" in run()
    assert Note.objects.exists()
    assert "1 deleted" in run("--delete")
    assert not Note.objects.exists()


def test_a_hold_that_names_nobody_is_refused(db, settings):
    """Else a misspelt hold would have no effect."""
    settings.RETENTION_HOLD = ["nowhere"]
    with pytest.raises(CommandError, match="names no authority: nowhere"):
        run("--delete")
