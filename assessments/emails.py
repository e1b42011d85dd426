"""The emails: one function per message. They never contain what people wrote.

Emails are plain text. Sending one queues it, in the transaction of the change that
it is about; see `leavingcare.outbox`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse

from leavingcare.models import User
from leavingcare.reminders import opt_out_link

from .analysis.time_needed import about
from .group_work import GroupWork
from .models import (
    Assessment,
    AuditEvent,
    Draft,
    Invitation,
    SignOff,
    Submission,
)


class Outstanding(Protocol):
    """The work that a person has left in an assessment; see `workflow.draft_reminders`."""

    assessment: Assessment
    person: User
    moderator: User | None  # whom they may ask
    duties: list[str]
    due: date | None  # the day on which the duties are

    @property
    def drafts(self) -> Sequence[tuple[Draft, int, int]]:
        """Each draft, with how many of its statements have a rating, and of how many."""


class ExpiringEmail(EmailMessage):
    """An email that the outbox deletes once the link in it has expired."""

    expires_at: datetime


def invitation_link(token: str) -> str:
    """Return the URL that accepts an invitation, built on SITE_URL."""
    return url("accept_invitation", token)


def invitations(
    invited: Iterable[tuple[Invitation, str]], *, is_reminder: bool = False
) -> None:
    """Ask people to join an authority, again if it is a reminder.

    Each invitation comes with its token.
    """
    messages = []
    for invitation, token in invited:
        link = invitation_link(token)
        message = invitation_email(invitation, link, is_reminder=is_reminder)
        message.expires_at = invitation.expires_at
        messages.append(message)
    get_connection().send_messages(messages)


def invitation_email(
    invitation: Invitation, link: str, *, is_reminder: bool = False
) -> ExpiringEmail:
    """Return the invitation to one person, with the link that accepts it."""
    context = {
        "invitation": invitation,
        "assessments": _asked_of(invitation),
        "work": [
            GroupWork.of(group)
            for group in invitation.groups.select_related("assessment__round")
        ],
        "link": link,
        "is_reminder": is_reminder,
    }
    return ExpiringEmail(
        *_texts("invitation", context),
        to=[invitation.email],
        reply_to=[invitation.invited_by.email],
    )


def _asked_of(invitation: Invitation) -> list[tuple[Assessment, int, str]]:
    """Return the open assessments that an invitation is for, the newest round first.

    Each has its number of statements, and about how long it takes to rate them all.
    """
    found = Assessment.objects.filter(
        authority=invitation.authority_id, status=Assessment.Status.OPEN
    )
    counted = found.annotate(statements=Count("agreed_responses"))
    counts = dict(counted.values_list("pk", "statements"))
    return [
        (each, counts[each.pk], about(counts[each.pk]))
        for each in found.select_related("round__framework").order_by(
            "-round__opens_on", "round__name"
        )
    ]


def round_opened(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the existing moderators that their authority takes part."""
    statements = assessment.agreed_responses.count()
    context = of_assessment(assessment, by, "assessment")
    context |= {"statements": statements, "time": about(statements)}
    send("round_opened", context, moderators, ask=by)


def due_changed(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators of another due date."""
    send("due_changed", of_assessment(assessment, by, "assessment"), moderators)


def reminders(people: Iterable[Outstanding]) -> None:
    """Remind each person of what they have still to do."""
    get_connection().send_messages(
        [reminder(each, opt_out_link(each.person)) for each in people]
    )


def reminder(outstanding: Outstanding, stop_link: str) -> EmailMessage:
    """Return the reminder to one person, with the link that stops reminders."""
    left = sum(statements - rated for _, rated, statements in outstanding.drafts)
    context = {
        "outstanding": outstanding,
        "left": left,
        "time": about(left),
        "moderator": outstanding.moderator,
        "link": url("home"),
        "stop_link": stop_link,
    }
    email = outstanding.person.email
    return _message("reminder", context, email, ask=outstanding.moderator)


def handed_in(draft: Draft, by: User, at: datetime) -> None:
    """Send a receipt to the person who handed in the draft."""
    send("handed_in", _of_handing_in(draft, by, at), [by])


def colleague_handed_in(draft: Draft, by: User, at: datetime) -> None:
    """Tell the group's other members that somebody handed the draft in."""
    members = draft.group.members.filter(is_active=True).exclude(pk=by.pk)
    send("colleague_handed_in", _of_handing_in(draft, by, at), members)


def asked_back(draft: Draft, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that a member would like the draft handed back."""
    group = draft.group
    link = url("hand_back", group.assessment_id, group.pk, draft.area.number)
    send("asked_back", _of_draft(draft, by) | {"link": link}, moderators)


def discussion_opened(draft: Draft, by: User) -> None:
    """Tell a group's members that the discussion of an area of theirs is open."""
    members = draft.group.members.filter(is_active=True).exclude(pk=by.pk)
    context = _of_draft(draft, by)
    if draft.is_handed_in:
        discussion = draft.group.assessment_id, draft.area.number
        context["link"] = url("discussion", *discussion)
    send("discussion_opened", context, members)


def handed_back(draft: Draft, by: User) -> None:
    """Tell the group's other members that they have the draft again, but not why."""
    members = draft.group.members.filter(is_active=True).exclude(pk=by.pk)
    send("handed_back", _of_draft(draft, by), members)


def approval_asked(assessment: Assessment, by: User, approvers: Sequence[User]) -> None:
    """Ask the approvers to read and approve what was agreed."""
    send("approval_asked", of_assessment(assessment, by, "sign_off"), approvers)


def approved(sign_off: SignOff, by: User, *, changed: int) -> None:
    """Tell the moderator who asked that it is approved, and how many ratings changed."""
    assessment = sign_off.assessment
    context = of_assessment(assessment, by, "check") | {
        "changed": changed,
        "changed_link": url("sign_off", assessment.pk),
    }
    send("approved", context, [sign_off.asked_by])


def sent_back(
    assessment: Assessment, by: User, moderators: Iterable[User], *, changed: int
) -> None:
    """Tell the moderators that it was sent back and how many ratings changed, not why."""
    context = of_assessment(assessment, by, "sign_off") | {"changed": changed}
    send("sent_back", context, moderators)


def submitted(submission: Submission, by: User | None, to: Iterable[User]) -> None:
    """Send the moderators a receipt with the reference."""
    link = url("submission", submission.reference)
    send("submitted", {"submission": submission, "by": by, "link": link}, to)


def results_released(assessment: Assessment, by: User, to: Iterable[User]) -> None:
    """Tell the moderators that their results are released, but no figure."""
    send("results_released", of_assessment(assessment, by, "results"), to)


def digest(news: Sequence[AuditEvent], staff: Sequence[User]) -> None:
    """Tell Coram Voice what authorities submitted, by name and reference alone."""
    messages = []
    for person in staff:
        stop_link = opt_out_link(person)
        context = {"news": news, "link": url("rounds"), "stop_link": stop_link}
        messages.append(_message("digest", context, person.email))
    get_connection().send_messages(messages)


def imported(submission: Submission, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that Coram Voice imported the form they sent."""
    link = url("submission", submission.reference)
    context = {"submission": submission, "by": by, "link": link}
    send("imported", context, moderators, ask=by)


def reopened(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that they can change their assessment again, but not why."""
    send("reopened", of_assessment(assessment, by, "assessment"), moderators)


def reopen_asked(assessment: Assessment, by: User, staff: Iterable[User]) -> None:
    """Tell Coram Voice that a moderator asks to have an assessment reopened, not why."""
    send("reopen_asked", of_assessment(assessment, by, "reopen"), staff)


def reopen_declined(
    assessment: Assessment, by: User, moderators: Iterable[User]
) -> None:
    """Tell the moderators that Coram Voice has declined to reopen, but not why."""
    context = of_assessment(assessment, by, "ask_to_reopen")
    send("reopen_declined", context, moderators)


def of_assessment(assessment: Assessment, by: User, page: str) -> dict[str, object]:
    return {"assessment": assessment, "by": by, "link": url(page, assessment.pk)}


def _of_handing_in(draft: Draft, by: User, at: datetime) -> dict[str, object]:
    opened = draft.group.assessment.agreed_areas.opened().filter(area=draft.area_id)
    return _of_draft(draft, by) | {"at": at, "is_discussed": opened.exists()}


def _of_draft(draft: Draft, by: User) -> dict[str, object]:
    group = draft.group
    link = url("draft", group.assessment_id, group.pk, draft.area.number)
    return {"draft": draft, "by": by, "link": link}


def url(name: str, *args: object) -> str:
    """Return the URL of a page, built on SITE_URL."""
    return settings.SITE_URL + reverse(name, args=args)


def send(
    name: str,
    context: Mapping[str, object],
    people: Iterable[User],
    ask: User | None = None,
) -> None:
    """Send people the email of that name, each one of their own.

    A reply goes to whom the text says they can ask, if to anybody.
    """
    get_connection().send_messages(
        [_message(name, context, person.email, ask) for person in people]
    )


def _message(
    name: str, context: Mapping[str, object], email: str, ask: User | None = None
) -> EmailMessage:
    reply_to = [ask.email] if ask else []
    return EmailMessage(*_texts(name, context), to=[email], reply_to=reply_to)


def _texts(name: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Return the subject, on one line, and the text of an email."""
    subject = render_to_string(f"emails/{name}_subject.txt", dict(context))
    body = render_to_string(f"emails/{name}.txt", dict(context))
    return " ".join(subject.split()), body.strip() + "\n"
