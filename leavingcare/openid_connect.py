"""Signing in with an authority's own service, by OpenID Connect.

The service says which email address somebody has. It is believed only for the
domains of that authority, and only somebody who was invited gets in: so no service
opens an account of another authority, or makes one.
"""

from functools import wraps
from threading import BoundedSemaphore

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from .models import User, normalise_email

# Threads of this process that may wait for a service, of those in `gunicorn.conf.py`.
AT_ONCE = 4
places = BoundedSemaphore(AT_ONCE)


class Adapter(DefaultSocialAccountAdapter):
    """Takes an account that exists, if its email address is in a domain of the service."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Add the service's account to ours, or raise what shows why not."""
        app = sociallogin.account.get_provider(request).app
        email = verified_email(sociallogin)
        if email.rpartition("@")[2] not in app.settings["domains"]:
            refuse(request, "foreign", app)
        person = User.objects.filter(email=email).first()
        if person is None or not person.is_active:
            refuse(request, "unknown", app)
        if sociallogin.is_existing and sociallogin.user != person:
            refuse(request, "foreign", app)
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)

    def on_authentication_error(self, request, provider, **kwargs):
        """Say that the service did not sign the person in, and nothing else it said."""
        refuse(request, "failed", provider.app)


def asks_a_service(view):
    """Have a view that asks a service only do so while few others of this process do.

    Anybody may start a sign-in, and a service that is slow holds each for seconds. The
    threads left answer everybody else.
    """

    @wraps(view)
    def limited(request, provider_id):
        if not places.acquire(blocking=False):
            return no_answer(request, provider_id)
        try:
            return view(request, provider_id)
        finally:
            places.release()

    return limited


@login_not_required
@require_POST
@asks_a_service
def sign_in(request, provider_id):
    """Send the person to the service, or say that it does not answer."""
    try:
        return views.login(request, provider_id)
    except requests.RequestException:
        return no_answer(request, provider_id)


@login_not_required
@require_safe
@asks_a_service
def come_back(request, provider_id):
    """Sign the person in by what the service answers."""
    return views.callback(request, provider_id)


def no_answer(request, provider_id):
    """Say that the service does not answer; raise Http404 if there is no such service."""
    names = {app["provider_id"]: app["name"] for app in settings.OPENID_APPS}
    if provider_id not in names:
        raise Http404
    return not_signed_in(request, "failed", names[provider_id], status=503)


def verified_email(sociallogin):
    """Return the email address that the service has verified, or ""."""
    for address in sociallogin.email_addresses:
        if address.verified:
            return normalise_email(address.email)
    return ""


def refuse(request, why, app):
    """End the sign-in with a page that says why."""
    raise ImmediateHttpResponse(not_signed_in(request, why, app.name))


def not_signed_in(request, why, name, status=403):
    """Show why nobody has been signed in: "foreign", "unknown" or "failed"."""
    context = {"why": why, "name": name}
    return render(request, "socialaccount/not_signed_in.html", context, status=status)
