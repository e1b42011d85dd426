"""One function a message. Mails are plain text and hold nothing anybody wrote."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse


def invitation_link(token):
    """The address that accepts an invitation, on this site whatever was asked for."""
    return settings.SITE_URL + reverse("accept_invitation", args=[token])


def invitations(invited):
    """Ask people to join an authority: [(invitation, token)].

    All go in one connection, so a mail server that hangs costs one time-out.
    """
    get_connection(fail_silently=True).send_messages(
        [
            _message(
                "invitation",
                {"invitation": invitation, "link": invitation_link(token)},
                invitation.email,
            )
            for invitation, token in invited
        ]
    )


def _message(name, context, address):
    subject = render_to_string(f"emails/{name}_subject.txt", context)
    body = render_to_string(f"emails/{name}.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[address])
