"""The record of accounts, and the emails that tell people what happened to theirs."""

import hashlib
import re

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import timezone

from . import metrics, watching
from .models import AccountEvent, User, normalise_email
from .second_step import KINDS, continue_with, forget, has_set_up

Kind = AccountEvent.Kind
VERSIONS = re.compile(r"[\d._]+")


def note(person: User, kind: str, by: User | None, browser: str = "") -> None:
    """Write one event of an account."""
    AccountEvent.objects.create(person=person, kind=kind, by=by, browser=browser)


def tell(person: User, what: str, **context: object) -> None:
    """Queue the email that tells a person what happened to their account.

    `what` is the beginning of its templates' names.
    """
    context |= {
        "person": person,
        "at": timezone.now(),
        "SITE_URL": settings.SITE_URL,
        "OPERATOR_EMAIL": settings.OPERATOR_EMAIL,
    }
    subject = render_to_string(f"{what}_subject.txt", context)
    body = render_to_string(f"{what}_message.txt", context)
    EmailMessage(
        " ".join(subject.split()), body.strip() + "\n", to=[person.email]
    ).send()


def browser_of(request):
    """Return a digest of the browser's name without its version, which changes often."""
    name = VERSIONS.sub("", request.headers.get("User-Agent", ""))
    return hashlib.sha256(name.encode()).hexdigest()[:16]


@receiver(user_logged_in, dispatch_uid="account_events")
def signed_in(sender, request, user, **kwargs):
    """Note a sign-in and list its session; email the person if the browser is new to them."""
    watching.tell("signed in", request, of=user.pk)
    metrics.sign_ins.labels("in").inc()
    browser = browser_of(request)
    before = AccountEvent.objects.filter(person=user, kind=Kind.SIGNED_IN)
    known = set(before.values_list("browser", flat=True).distinct().order_by())
    note(user, Kind.SIGNED_IN, user, browser)
    UserSession.objects.create_from_request(request)
    if known and browser not in known:
        tell(user, "account/email/new_browser")


@receiver(user_logged_out, dispatch_uid="account_events")
def signed_out(sender, request, user, **kwargs):
    if user:
        watching.tell("signed out", request, of=user.pk)


@receiver(user_login_failed, dispatch_uid="account_events")
def password_was_wrong(sender, credentials, request=None, **kwargs):
    """Note a wrong password by the account's number, never by what was typed."""
    email = normalise_email(credentials.get("email") or "")
    known = User.objects.filter(email=email).values_list("pk", flat=True).first()
    watching.warn("wrong password", request, of=known)
    metrics.sign_ins.labels("wrong_password").inc()


@receiver(authentication_failed, dispatch_uid="account_events")
def code_was_wrong(sender, request, user, **kwargs):
    watching.warn("wrong code", request, of=user.pk)
    metrics.sign_ins.labels("wrong_code").inc()


@receiver(authenticator_added, dispatch_uid="account_events")
def second_step_added(sender, request, user, authenticator, **kwargs):
    """End the other sessions, which were begun without it, and keep this one."""
    if authenticator.type in KINDS:
        note(user, Kind.SECOND_STEP_ADDED, user)
        continue_with(request, user, authenticator.type)
        end_other_sessions(request, user)


@receiver(authenticator_removed, dispatch_uid="account_events")
def second_step_removed(sender, request, user, authenticator, **kwargs):
    """Note it; with the last of them, the session no longer counts as having taken it."""
    if authenticator.type in KINDS:
        note(user, Kind.SECOND_STEP_REMOVED, user)
        if not has_set_up(user):
            forget(request)


@receiver(authenticator_reset, dispatch_uid="account_events")
def codes_made(sender, user, **kwargs):
    note(user, Kind.CODES_MADE, user)


@receiver(password_changed, dispatch_uid="account_events")
@receiver(password_reset, dispatch_uid="account_events")
def password_was_changed(sender, user, **kwargs):
    """Note it, and end the person's tokens: anyone who knew the password may have made one."""
    note(user, Kind.PASSWORD_CHANGED, user)
    user.tokens.all().delete()
