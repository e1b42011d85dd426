"""The second step of signing in: a code from an app, or a passkey, after the password.

Coram Voice staff and moderators must have it, as they read what others wrote; anybody
may. allauth asks those who have set it up for the code; this asks who must have it.
"""

import base64
import hashlib
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from .models import User
from .unsaved import kept_page

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
STEPS = {"mfa", "socialaccount"}  # an authority's own sign-in has its own second step


Rule = TypeVar("Rule", bound=Callable[[User], bool])
rules: list[Callable[[User], bool]] = []  # of the apps that know people's parts


class Adapter(DefaultMFAAdapter):
    """Keeps the secrets of the apps encrypted, and says what is wrong in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Code not recognised. Enter the code that the app shows now",
        "cannot_generate_recovery_codes": "Set up the second step before you get "
        "recovery codes",
        "incorrect_passkey": "Passkey not recognised. Try again",
    }

    def build_totp_svg(self, url):
        """Return the picture to scan, which is made of the squares of a code alone."""
        return mark_safe(super().build_totp_svg(url).partition("?>")[2])

    def generate_authenticator_name(self, user, type):
        """Return a name for a new passkey, for who gives it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}" if number > 1 else "Passkey"

    def get_public_key_credential_rp_entity(self):
        """Return the site for which passkeys are made, by any of its names.

        A demonstration has no name of its own, and takes the one it was asked by:
        browsers make passkeys for "localhost", and for no number.
        """
        site = super().get_public_key_credential_rp_entity()
        if not settings.DEMO:
            site["id"] = urlsplit(settings.SITE_URL).hostname
        return site | {"name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher():
    """Return the cipher of SECRET_KEY, which also reads what its fallbacks wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second step:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def without_second_step(view):
    """Let a person who still has to set up the second step use the view."""
    view.without_second_step = True
    return view


class SecondStepRequired:
    """Lead those who must have a second step, and have none, to setting it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_open = not getattr(view, "login_required", True) or getattr(
            view, "without_second_step", False
        )
        if not settings.SECOND_STEP or is_open or not request.user.is_authenticated:
            return None
        if is_proved(request) or not must_take(request.user):
            return None
        page = reverse("mfa_activate_totp")
        if request.method != "POST":
            return redirect(page)
        return kept_page(
            request,
            status=403,
            code="refused",
            title="This has not been saved",
            what_to_do="You need a second step to sign in. Set it up, then send this "
            "again.",
            link=(page, "Set up the second step"),
        )


def is_proved(request):
    """Return whether the request needs no second step, as its token came after one."""
    return getattr(request, "is_of_program", False) or has_taken(request)


def has_taken(request):
    """Return whether this session was begun, or continued, with a second step."""
    return any(
        record["method"] in STEPS
        for record in get_authentication_records(request, request.user)
    )


def demanded_where(rule: Rule) -> Rule:
    """Ask everybody of whom the rule is true, given a person, for the second step."""
    rules.append(rule)
    return rule


def must_take(person):
    """Return whether the person must have it: see `assessments.access.second_step`."""
    return any(rule(person) for rule in rules)


def has_set_up(person: User) -> bool:
    """Return whether the person has set up a second step."""
    return Authenticator.objects.filter(user=person, type__in=KINDS).exists()


def continue_with(request, person, kind):
    """Count the session in which somebody set up the second step as having taken it."""
    record_authentication(request, person, "mfa", type=kind)


def forget(request):
    """Count the session no longer as having taken a second step that is gone."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]
