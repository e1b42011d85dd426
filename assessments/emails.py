"""The emails: one function per message. They never contain what people wrote.

Emails are plain text. Sending one queues it, in the transaction of the change that
it is about; see `leavingcare.outbox`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from leavingcare.models import User
from leavingcare.reminders import opt_out_link

from .models import Assessment, Draft, Invitation, SignOff, Submission


class Outstanding(Protocol):
    """The work that a person has left in an assessment; see `workflow.reminding`."""

    assessment: Assessment
    person: User

    @property
    def drafts(self) -> Sequence[tuple[Draft, int, int]]:
        """Each draft, with how many of its statements have a rating, and of how many."""


class ExpiringEmail(EmailMessage):
    """An email that the outbox deletes once the link in it has expired."""

    expires_at: datetime


def invitation_link(token: str) -> str:
    """Return the URL that accepts an invitation, built on SITE_URL."""
    return _url("accept_invitation", token)


def invitations(invited: Iterable[tuple[Invitation, str]]) -> None:
    """Ask people to join an authority. Each invitation comes with its token."""
    messages = []
    for invitation, token in invited:
        context = {"invitation": invitation, "link": invitation_link(token)}
        message = ExpiringEmail(*_texts("invitation", context), to=[invitation.email])
        message.expires_at = invitation.expires_at
        messages.append(message)
    get_connection().send_messages(messages)


def reminders(people: Iterable[Outstanding]) -> None:
    """Remind each person of the drafts they have still to hand in."""
    get_connection().send_messages(
        [reminder(each, opt_out_link(each.person)) for each in people]
    )


def reminder(outstanding: Outstanding, stop_link: str) -> EmailMessage:
    """Return the reminder to one person, with the link that stops reminders."""
    context = {
        "outstanding": outstanding,
        "link": _url("home"),
        "stop_link": stop_link,
    }
    return _message("reminder", context, outstanding.person.email)


def handed_in(draft: Draft, by: User, at: datetime) -> None:
    """Send a receipt to the person who handed in the draft."""
    _send("handed_in", _of_draft(draft, by) | {"at": at}, [by])


def handed_back(draft: Draft, by: User) -> None:
    """Tell the group's other members that they have the draft again, but not why."""
    members = draft.group.members.filter(is_active=True).exclude(pk=by.pk)
    _send("handed_back", _of_draft(draft, by), members)


def approval_asked(assessment: Assessment, by: User, approvers: Sequence[User]) -> None:
    """Ask the approvers to read and approve what was agreed."""
    _send("approval_asked", _of_assessment(assessment, by, "sign_off"), approvers)


def approved(sign_off: SignOff, by: User) -> None:
    """Tell the moderator who asked that what was agreed is approved."""
    context = _of_assessment(sign_off.assessment, by, "check")
    _send("approved", context, [sign_off.asked_by])


def submitted(
    submission: Submission, by: User | None, moderators: Iterable[User]
) -> None:
    """Send the moderators a receipt with the reference."""
    link = _url("submission", submission.reference)
    _send("submitted", {"submission": submission, "by": by, "link": link}, moderators)


def reopened(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that they can change their assessment again, but not why."""
    _send("reopened", _of_assessment(assessment, by, "assessment"), moderators)


def _of_assessment(assessment: Assessment, by: User, page: str) -> dict[str, object]:
    link = _url(page, assessment.pk)
    return {"assessment": assessment, "by": by, "link": link}


def _of_draft(draft: Draft, by: User) -> dict[str, object]:
    group = draft.group
    link = _url("draft", group.assessment_id, group.pk, draft.area.number)
    return {"draft": draft, "by": by, "link": link}


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _send(name: str, context: Mapping[str, object], people: Iterable[User]) -> None:
    get_connection().send_messages(
        [_message(name, context, person.email) for person in people]
    )


def _message(name: str, context: Mapping[str, object], email: str) -> EmailMessage:
    return EmailMessage(*_texts(name, context), to=[email])


def _texts(name: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Return the subject, on one line, and the text of an email."""
    subject = render_to_string(f"emails/{name}_subject.txt", dict(context))
    body = render_to_string(f"emails/{name}.txt", dict(context))
    return " ".join(subject.split()), body.strip() + "\n"
