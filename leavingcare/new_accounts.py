"""Accounts without a password, whose owners choose one by email."""

from allauth.account.models import EmailAddress
from django.db import transaction

from .models import StaffRole, User


@transaction.atomic
def make_staff(email: str, name: str, role: str = StaffRole.OFFICER) -> User:
    """Make an account without a password, which its owner chooses by email."""
    user: User = User.objects.create_user(
        email, name=name, is_staff=True, staff_role=role
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def make_person(email: str, name: str) -> User:
    """Make an account of somebody who belongs to nobody yet."""
    person: User = User.objects.create_user(email, name=name)
    return person
