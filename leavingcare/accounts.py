"""Sign-in by invitation only, on top of django-allauth."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import get_ip, parse_rates
from django.conf import settings
from django.core.mail import get_connection
from django.shortcuts import resolve_url
from django.utils import timezone

from .account_events import tell
from .models import normalise_email


def minutes_of_a_limit(action):
    """Return how many minutes the longest limit of ACCOUNT_RATE_LIMITS lasts."""
    rates = parse_rates(settings.ACCOUNT_RATE_LIMITS[action])
    return round(max(rate.duration for rate in rates) / 60)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up for themselves; addresses have one spelling."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Email address or password not recognised",
        "enter_current_password": "Current password not recognised",
        "incorrect_password": "Password not recognised",
        "too_many_login_attempts": "There have been too many attempts. Wait "
        f"{minutes_of_a_limit('login_failed')} minutes, then try again",
    }

    def is_open_for_signup(self, request):
        return False

    def clean_email(self, email):
        return normalise_email(super().clean_email(email))

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count wrong passwords by account and address.

        Counted by the account alone, a stranger could lock out its owner.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{get_ip(request)}"

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask for the password again, unless the person has only just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        ago = time.time() - records[-1]["at"] if records else None
        return ago is None or ago > account_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_reset_password_from_key_url(self, key):
        """Build the URL on SITE_URL, regardless of the Host header."""
        built = super().get_reset_password_from_key_url(key)
        return settings.SITE_URL + urlsplit(built).path

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell a person what happened to their account."""
        tell(user, template_prefix)

    def send_mail(self, template_prefix, email, context):
        """Queue the email with the link to reset a password; it expires after an hour."""
        message = self.render_mail(template_prefix, email, context)
        message.expires_at = timezone.now() + timedelta(
            seconds=settings.PASSWORD_RESET_TIMEOUT
        )
        if not context["user"].pk:  # nobody: the form that asked takes this back
            message.connection = get_connection("leavingcare.outbox.Queue")
        message.send()
