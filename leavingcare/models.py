"""The people who sign in. Everything about assessments lives in `assessments`."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


def normalise_email(address: str) -> str:
    """Give one spelling to an address, so that a person has one account."""
    return unicodedata.normalize("NFC", address).strip().lower()


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=normalise_email(email))


class User(AbstractBaseUser):
    """Someone who signs in with an email address. Coram Voice staff are `is_staff`.

    What else a person may do follows from their memberships; see
    `assessments.access`.
    """

    email = models.EmailField(unique=True, help_text="Always lower case.")
    name = models.CharField(max_length=150)
    is_staff = models.BooleanField("Coram Voice staff", default=False)
    is_active = models.BooleanField(default=True)
    wants_reminders = models.BooleanField(
        default=True, help_text="Emails that list the work still to do."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
        ]

    def __str__(self):
        return self.name
