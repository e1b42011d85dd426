"""One function a message. Mails are plain text and hold nothing anybody wrote.

Sending a mail queues it, in the transaction of what it tells of; see
`leavingcare.outbox`.
"""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from leavingcare.reminders import opt_out_link


def invitation_link(token):
    """The address that accepts an invitation, on this site whatever was asked for."""
    return _here("accept_invitation", token)


def invitations(invited):
    """Ask people to join an authority: [(invitation, token)]."""
    messages = []
    for invitation, token in invited:
        context = {"invitation": invitation, "link": invitation_link(token)}
        message = _message("invitation", context, invitation.email)
        message.expires_at = invitation.expires_at
        messages.append(message)
    get_connection().send_messages(messages)


def reminders(everybody):
    """Remind each Owing (see `workflow.reminding`) of what they owe."""
    get_connection().send_messages(
        [reminder(owing, opt_out_link(owing.person)) for owing in everybody]
    )


def reminder(owing, stop_link):
    """The mail that says what is left to do, with the link that stops such mails."""
    context = {"owing": owing, "link": _here("home"), "stop_link": stop_link}
    return _message("reminder", context, owing.person.email)


def handed_in(draft, by, at):
    """Give a receipt to the person who handed in the draft."""
    _send("handed_in", _of_draft(draft, by) | {"at": at}, [by])


def handed_back(draft, by):
    """Tell the group's members that they have a draft again, not why."""
    members = draft.group.members.filter(is_active=True).exclude(pk=by.pk)
    _send("handed_back", _of_draft(draft, by), members)


def approval_asked(assessment, by, approvers):
    """Ask the approvers to read and approve what was agreed."""
    link = _here("sign_off", assessment.pk)
    context = {"assessment": assessment, "by": by, "link": link}
    _send("approval_asked", context, approvers)


def approved(sign_off, by):
    """Tell the moderator who asked that what was agreed is approved."""
    assessment = sign_off.assessment
    link = _here("check", assessment.pk)
    context = {"assessment": assessment, "by": by, "link": link}
    _send("approved", context, [sign_off.asked_by])


def submitted(submission, by, moderators):
    """Give the moderators a receipt with the reference."""
    link = _here("submission", submission.reference)
    _send("submitted", {"submission": submission, "by": by, "link": link}, moderators)


def reopened(assessment, by, moderators):
    """Tell the moderators that they can change their assessment again, not why."""
    link = _here("assessment", assessment.pk)
    context = {"assessment": assessment, "by": by, "link": link}
    _send("reopened", context, moderators)


def _of_draft(draft, by):
    group = draft.group
    link = _here("draft", group.assessment_id, group.pk, draft.area.number)
    return {"draft": draft, "by": by, "link": link}


def _here(name, *args):
    return settings.SITE_URL + reverse(name, args=args)


def _send(name, context, people):
    get_connection().send_messages(
        [_message(name, context, person.email) for person in people]
    )


def _message(name, context, address):
    subject = render_to_string(f"emails/{name}_subject.txt", context)
    body = render_to_string(f"emails/{name}.txt", context)
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[address])
