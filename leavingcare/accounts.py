"""Sign-in by invitation only, on top of django-allauth."""

from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import timezone

from .models import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up for themselves; addresses have one spelling."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Email address or password not recognised",
        "enter_current_password": "Current password not recognised",
        "incorrect_password": "Password not recognised",
        "too_many_login_attempts": "There have been too many attempts. Wait 5 "
        "minutes, then try again",
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

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_reset_password_from_key_url(self, key):
        """Build the URL on SITE_URL, regardless of the Host header."""
        built = super().get_reset_password_from_key_url(key)
        return settings.SITE_URL + urlsplit(built).path

    def send_mail(self, template_prefix, email, context):
        """Queue the email; its link expires after an hour."""
        message = self.render_mail(template_prefix, email, context)
        message.expires_at = timezone.now() + timedelta(
            seconds=settings.PASSWORD_RESET_TIMEOUT
        )
        message.send()
