"""Accepting an invitation to an authority through the link in it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from ..access import may_belong
from ..models import Invitation, Membership
from .common import Kind, hold_people
from .inviting import StaffAddress, digest_of, record_everywhere

GONE = (
    "This invitation can no longer be used. Ask the person who invited you for a "
    "new one."
)
HAS_ACCOUNT = "Sign in with this email address, then open the link again."


class HasAccount(Refused):
    """Raised when the email address has an account, perhaps only just made."""


def usable(token: str) -> Invitation | None:
    """Return the pending invitation with this token, or None."""
    return (
        Invitation.objects.pending()
        .select_related("authority", "invited_by")
        .prefetch_related("groups")
        .filter(token_digest=digest_of(token))
        .first()
    )


def has_account(email: str) -> bool:
    """Return whether the email address has an account."""
    return User.objects.filter(email=normalise_email(email)).exists()


@transaction.atomic
def accept(
    *, token: str, user: User | None = None, name: str = "", password: str = ""
) -> User:
    """Use an invitation once, for the signed-in `user` or for a new account.

    Raises HasAccount rather than make a second account for an email address,
    StaffAddress for Coram Voice staff, and Refused if the invitation is used,
    withdrawn, expired or for another email address.
    """
    invitation = _usable_or_refused(token)
    if user is None:
        user = _new_person(invitation.email, name, password)
    elif user.email != invitation.email:
        raise Refused(
            "This invitation is for another email address. Sign out, then open the "
            "link again."
        )
    if not may_belong(user):
        raise StaffAddress(user.email)
    hold_people(invitation.authority)
    invitation = _usable_or_refused(token)  # it may have been withdrawn while we waited
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    Membership.objects.get_or_create(
        user=user, authority=invitation.authority, defaults={"role": invitation.role}
    )
    user.working_groups.add(*invitation.groups.all())
    record_everywhere(invitation.authority, Kind.JOINED, user)
    return user


def _usable_or_refused(token: str) -> Invitation:
    invitation = usable(token)
    if invitation is None:
        raise Refused(GONE)
    return invitation


def _new_person(email: str, name: str, password: str) -> User:
    """Make an account; raise HasAccount if there is one, even if only just made."""
    if has_account(email):
        raise HasAccount(HAS_ACCOUNT)
    try:
        with transaction.atomic():
            user: User = User.objects.create_user(email, password, name=name)
    except IntegrityError:
        raise HasAccount(HAS_ACCOUNT) from None
    return user
