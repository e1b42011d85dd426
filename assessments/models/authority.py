"""Local authorities, the people in them, and how people are invited."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from leavingcare.models import User


class LocalAuthorityQuerySet(models.QuerySet["LocalAuthority"]):
    def for_user(self, user: User) -> Self:
        """Return the authorities whose people a person may know.

        Those they belong to or, at Coram Voice, all, or those of their clusters.
        """
        if not user.is_staff:
            return self.filter(memberships__user=user)
        if user.is_officer:
            return self
        if not user.is_facilitator:
            return self.none()
        cluster = LocalAuthority.clusters.through.objects.filter(
            localauthority=OuterRef("pk"),
            cluster__ended_at=None,
            cluster__facilitators=user,
        )
        return self.filter(Exists(cluster))

    def standing(self) -> Self:
        """Return the authorities that have not been merged into another."""
        return self.filter(merged_into=None)


def free_number() -> int:
    """Return a number that no authority has, for the code an evaluation knows it by.

    It is drawn, of three figures or more, so that it says nothing of who it is.
    """
    taken = set(LocalAuthority.objects.values_list("number", flat=True))
    numbers = range(100, 10 * max(100, len(taken)))
    return secrets.choice([each for each in numbers if each not in taken])


class LocalAuthority(models.Model):
    """An authority that takes part here, or did.

    Its `code` names its entry in the register; without one, it is not in there or
    nobody has said which it is. One that was found to be another one's double is
    merged into that, and stays for the record.
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    code = models.CharField(max_length=9, blank=True, help_text="ONS code.")
    region = models.CharField(max_length=50, blank=True)
    kind = models.CharField(max_length=50, blank=True)
    number = models.PositiveSmallIntegerField(
        unique=True, default=free_number, help_text="See `alias`."
    )
    other_names = models.JSONField(
        default=list, blank=True, help_text="It was called these here."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="doubles"
    )

    took_over_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="followed_by",
        blank=True,
        help_text="As Coram Voice says; the register says it of others.",
    )

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="local_authority_code_unique",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(code=""),
                name="local_authority_double_without_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alias(self) -> str:
        """Return what stands for its name wherever it is not named: "LA 381"."""
        return f"LA {self.number}"


class Role(models.TextChoices):
    """A person's part in an authority's assessments."""

    MODERATOR = "moderator", "Moderator"
    CONTRIBUTOR = "contributor", "Contributor"
    APPROVER = "approver", "Approver"


class Membership(models.Model):
    """A person's role in an authority. A person may belong to several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority"], name="membership_unique"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} in {self.authority}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Return the invitations that are neither accepted nor withdrawn."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def pending(self) -> Self:
        """Return the invitations that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An email address invited to join an authority in a role, by a single-use link.

    The link contains a random token. Only its SHA-256 is stored here.
    """

    email = models.EmailField(help_text="Always lower case.")
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    groups = models.ManyToManyField(  # type: ignore[var-annotated]  # named, not imported
        "WorkingGroup", related_name="+", blank=True
    )
    token_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="invitation_role"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_not_accepted_and_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["email", "authority"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display().lower()} in {self.authority}"

    @property
    def has_expired(self) -> bool:
        """Return whether its link no longer works because it is too old."""
        return self.expires_at <= timezone.now()
