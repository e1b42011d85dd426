"""One function a message. Mails are plain text and hold nothing anybody wrote."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def invitation_link(token):
    """The address that accepts an invitation, on this site whatever was asked for."""
    return settings.SITE_URL + reverse("accept_invitation", args=[token])


def invitation(invitation, token):
    """Ask somebody to join an authority. True if the mail server took it."""
    context = {"invitation": invitation, "link": invitation_link(token)}
    return _send("invitation", context, invitation.email)


def _send(name, context, address):
    subject = render_to_string(f"emails/{name}_subject.txt", context)
    message = render_to_string(f"emails/{name}.txt", context)
    return bool(
        send_mail(
            " ".join(subject.split()),
            message,
            None,
            [address],
            fail_silently=True,
        )
    )
