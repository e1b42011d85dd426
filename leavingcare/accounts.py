"""Sign-in by invitation only, on top of django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter

from .models import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up for themselves; addresses have one spelling."""

    def is_open_for_signup(self, request):
        return False

    def clean_email(self, email):
        return normalise_email(super().clean_email(email))
