"""The people who sign in. Everything about assessments lives in `assessments`."""

import unicodedata
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from .compiled import compiled


def normalise_email(address: str) -> str:
    """Give one spelling to an address, so that a person has one account."""
    return unicodedata.normalize("NFC", address).strip().lower()


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: object
    ) -> "User":
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normalise_email(email or ""))

    def get(self, *args: Any, **fields: Any) -> "User":
        """Return the one person; by key, as every request asks, with SQL built once."""
        if args or fields.keys() != {"pk"} or not isinstance(fields["pk"], int):
            return super().get(*args, **fields)
        for person in with_key(fields["pk"]):
            return person
        raise self.model.DoesNotExist


@compiled
def with_key(pk: int) -> "models.QuerySet[User]":
    """Return the person with that key."""
    return User.objects.filter(pk=pk)


class StaffRole(models.TextChoices):
    """The part of somebody at Coram Voice."""

    OFFICER = "officer", "Programme officer"
    FACILITATOR = "facilitator", "Facilitator"
    EVALUATOR = "evaluator", "Evaluator"


class User(AbstractBaseUser):
    """Someone who signs in with an email address. Coram Voice staff are `is_staff`.

    What else a person may do follows from their memberships; see
    `assessments.access`.
    """

    email = models.EmailField(unique=True, help_text="Always lower case.")
    name = models.CharField(max_length=150)
    is_staff = models.BooleanField("Coram Voice staff", default=False)
    staff_role = models.CharField(
        max_length=12,
        choices=StaffRole.choices,
        default=StaffRole.OFFICER,
        db_default=StaffRole.OFFICER,
        help_text="Of Coram Voice staff; it means nothing for others.",
    )
    is_active = models.BooleanField(default=True)
    wants_reminders = models.BooleanField(
        default=True, help_text="Emails that list the work still to do."
    )
    one_at_a_time = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Show one statement of an area at a time, not all of them.",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(staff_role__in=StaffRole.values),
                name="user_staff_role",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_officer(self) -> bool:
        """Return whether they run rounds for Coram Voice, of all authorities."""
        return self.is_staff and self.staff_role == StaffRole.OFFICER

    @property
    def is_facilitator(self) -> bool:
        """Return whether they work for Coram Voice with the authorities of clusters."""
        return self.is_staff and self.staff_role == StaffRole.FACILITATOR

    @property
    def is_evaluator(self) -> bool:
        """Return whether they only read what is passed to the evaluation, by code."""
        return self.is_staff and self.staff_role == StaffRole.EVALUATOR


class AccountEvent(models.Model):
    """One thing that happened to an account. It never contains an address or a name."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "signed in"
        SECOND_STEP_ADDED = "step_added", "set up the second step of signing in"
        SECOND_STEP_REMOVED = "step_removed", "removed the second step of signing in"
        CODES_MADE = "codes_made", "got new recovery codes"
        PASSWORD_CHANGED = "password", "changed the password"
        SESSIONS_ENDED = "sessions", "signed the account out everywhere"
        TOKEN_MADE = "token_made", "made a token for a program"
        TOKEN_ENDED = "token_ended", "ended a token for a program"
        CLOSED = "closed", "closed the account"
        OPENED = "opened", "opened the account again"

    person = models.ForeignKey(
        User, models.CASCADE, related_name="account_events", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+"
    )  # null: an operator, at the command line
    at = models.DateTimeField(auto_now_add=True)
    browser = models.CharField(
        max_length=16, blank=True, help_text="A digest, to know a new one by."
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="account_event_by_person")
        ]

    def __str__(self):
        return f"{self.by or 'Operator'} {self.get_kind_display()}"


class ProgramToken(models.Model):
    """The secret by which a program reads data as a person. Only its digest is stored."""

    person = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(
        max_length=60, help_text="Its purpose, as its person wrote it."
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.name
