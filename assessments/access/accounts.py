"""The rules on who may help others to sign in."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from leavingcare.models import User

from ..models import Membership, Role
from .fetching import open_authority, require_officer


def open_member(user: User, slug: str, member: int) -> Membership:
    """Return a member of an authority whose account the user may see.

    Raises Http404, or PermissionDenied for the user's own account, which has pages of
    its own, and for a user who may not invite.
    """
    authority, may_change = open_authority(user, slug)
    if not may_change:
        raise PermissionDenied
    membership = get_object_or_404(
        Membership.objects.select_related("user", "authority"),
        authority=authority,
        pk=member,
    )
    if membership.user == user:
        raise PermissionDenied
    return membership


def may_help(user: User, person: User) -> bool:
    """Return whether the user may act on the person's account.

    A moderator may not if it is also a way into an authority of somebody else.
    """
    if user.is_officer:
        return True
    own = Membership.objects.filter(user=user, role=Role.MODERATOR)
    elsewhere = Membership.objects.filter(user=person).exclude(
        authority__in=own.values("authority")
    )
    return not person.is_staff and not elsewhere.exists()


def open_staff_account(user: User, pk: int) -> User:
    """Return a colleague at Coram Voice; raises Http404 or PermissionDenied."""
    require_officer(user)
    person: User = get_object_or_404(User, is_staff=True, pk=pk)
    if person == user:
        raise PermissionDenied
    return person
