"""Make an account for somebody at Coram Voice."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from leavingcare.models import User, normalise_email
from leavingcare.new_accounts import make_staff


class Command(BaseCommand):
    """The way to the first programme officer, who invites the others on a page."""

    help = (
        "Make an account for somebody at Coram Voice, and print a link with which "
        "they choose a password. For an existing account, print a new link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", nargs="?", default="")

    @transaction.atomic
    def handle(self, *args: object, email: str, name: str, **options: object) -> None:
        email = normalise_email(email)
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an email address.") from error
        user = User.objects.filter(email=email).first()
        if user is None and not name:
            raise CommandError("Give the person's name after the address.")
        if user is None:
            user = make_staff(email, name)
        elif not user.is_staff:
            raise CommandError(
                f"{email} belongs to an authority. Coram Voice staff need an email "
                "address of their own."
            )
        self.stdout.write(settings.SITE_URL + self.link(user))

    def link(self, user: User) -> str:
        key = default_token_generator.make_token(user)
        return reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
        )
