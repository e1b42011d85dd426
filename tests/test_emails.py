"""A reply to an email goes to whom its text says that people can ask."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail

from assessments import desk_emails, emails
from assessments.models import PeerReview
from assessments.workflow import inviting
from tests.support.builders import complete, submit

ADDRESS = re.compile(r"[\w.-]+@[\w.-]+\w")


def opened(assessment, by, to):
    emails.round_opened(assessment, by, [to])


def imported(assessment, by, to):
    emails.imported(submit(assessment, to), by, [to])


def import_undone(assessment, by, to):
    desk_emails.import_undone(assessment, by, [to])


def staff_invited(assessment, by, to):
    desk_emails.staff_invited(to, by)


def review_asked(assessment, by, to):
    review = PeerReview(pk=1, submission=submit(assessment, to), reviewer=to)
    review.until = date(2027, 1, 12)
    desk_emails.review_asked(review, assessment, by)


def reminded(assessment, by, to):
    outstanding = SimpleNamespace(
        assessment=assessment, person=to, moderator=by, drafts=[], duties=[], due=None
    )
    mail.outbox.append(emails.reminder(outstanding, "https://example.org/stop/"))


def invited(assessment, by, to):
    email = "pat@example.org"
    inviting.invite(
        authority=assessment.authority, email=email, role="contributor", by=by
    )


@pytest.mark.parametrize(
    "told",
    [
        opened,
        imported,
        import_undone,
        staff_invited,
        review_asked,
        reminded,
        invited,
    ],
)
def test_a_reply_goes_to_whom_the_email_names(told, assessment, mo, zoe):
    complete(assessment, zoe)
    mail.outbox.clear()
    told(assessment, mo, zoe)
    message = mail.outbox[-1]
    named = set(ADDRESS.findall(message.body)) - {zoe.email, *message.to}
    assert named == {mo.email}
    assert message.reply_to == [mo.email]


def test_a_reply_to_an_email_that_names_nobody_goes_to_the_site(assessment, mo, zoe):
    mail.outbox.clear()
    emails.reopened(assessment, mo, [zoe])
    [message] = mail.outbox
    assert mo.email not in message.body
    assert message.reply_to == []
