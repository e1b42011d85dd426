"""Inviting people into an authority, and changing or removing its members."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from .. import emails
from ..access import may_invite
from ..models import (
    Assessment,
    Invitation,
    LocalAuthority,
    Membership,
    Role,
    WorkingGroup,
)
from .common import Kind, hold_people, record
from .group_membership import require_somebody

FOR_STAFF = "{email} belongs to Coram Voice staff, who cannot join an authority."
JUST_NOW = timedelta(minutes=1)  # within which the same invitation is sent once


class StaffAddress(Refused):
    """Raised when the email address belongs to Coram Voice staff."""

    def __init__(self, email: str) -> None:
        super().__init__(FOR_STAFF.format(email=email))


@dataclass
class Invited:
    """The result of inviting, with each email address in one of the lists.

    The older link of a renewed invitation no longer works. An invitation sent within
    the last minute is not sent again, in case somebody selects the button twice.
    """

    new: list[Invitation] = field(default_factory=list)
    renewed: list[Invitation] = field(default_factory=list)
    just_now: list[Invitation] = field(default_factory=list)
    members: list[User] = field(default_factory=list)
    staff: list[str] = field(default_factory=list)  # email addresses

    @property
    def sent_count(self) -> int:
        """Return how many invitations were sent."""
        return len(self.new) + len(self.renewed)


def digest_of(token: str) -> str:
    """Return the SHA-256 of an invitation's token. The token itself is not stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_of_staff(email: str) -> bool:
    """Return whether the email address belongs to Coram Voice staff."""
    return User.objects.filter(email=normalise_email(email), is_staff=True).exists()


def belongs(authority: LocalAuthority, email: str) -> bool:
    """Return whether somebody with this email address is a member."""
    return Membership.objects.filter(
        authority=authority, user__email=normalise_email(email)
    ).exists()


@transaction.atomic
def invite_all(
    *,
    authority: LocalAuthority,
    addresses: Iterable[str],
    role: str,
    by: User,
    groups: Iterable[WorkingGroup] = (),
) -> Invited:
    """Invite every email address that is not a member's yet, and return Invited.

    An open invitation to the same address is replaced. The link is sent only to that
    address, so that nobody can join as another person. Raises PermissionDenied if
    the inviter may no longer invite.
    """
    _hold_to_invite(authority, by)
    addresses = [normalise_email(address) for address in addresses]
    groups = WorkingGroup.objects.filter(pk__in=[group.pk for group in groups])
    accounts = User.objects.filter(email__in=addresses)
    members = {
        user.email: user for user in accounts.filter(memberships__authority=authority)
    }
    staff = set(accounts.filter(is_staff=True).values_list("email", flat=True))
    open_ones = _open_invitations(authority, addresses)
    invited, sent = Invited(), []
    for address in dict.fromkeys(addresses):
        before = open_ones.get(address)
        if address in members:
            invited.members.append(members[address])
        elif address in staff:
            invited.staff.append(address)
        elif before and _was_just_now(before, role, groups):
            invited.just_now.append(before)
        else:
            invitation, token = _invite(authority, address, role, by, groups)
            sent.append((invitation, token))
            (invited.renewed if before else invited.new).append(invitation)
    emails.invitations(sent)
    return invited


def _open_invitations(
    authority: LocalAuthority, addresses: Iterable[str]
) -> dict[str, Invitation]:
    """Return the open invitations to these email addresses, by address."""
    found = authority.invitations.filter(
        email__in=addresses, accepted_at=None, withdrawn_at=None
    )
    return {each.email: each for each in found.prefetch_related("groups")}


def _hold_to_invite(authority: LocalAuthority, by: User) -> None:
    """Lock the authority; raise PermissionDenied if the person may not invite."""
    hold_people(authority)
    if not may_invite(by, authority):
        raise PermissionDenied


def _was_just_now(
    invitation: Invitation, role: str, groups: Iterable[WorkingGroup]
) -> bool:
    """Return whether the same invitation was sent within the last minute."""
    return (
        timezone.now() - invitation.invited_at < JUST_NOW
        and invitation.role == role
        and set(invitation.groups.all()) == set(groups)
    )


@transaction.atomic
def invite(
    *,
    authority: LocalAuthority,
    email: str,
    role: str,
    by: User,
    groups: Iterable[WorkingGroup] = (),
) -> tuple[Invitation, str]:
    """Invite one email address, with a new link each time.

    Raises Refused if it is a member's and StaffAddress if it belongs to Coram Voice
    staff. Returns the invitation and its token, which is only for the email.
    """
    _hold_to_invite(authority, by)
    email = normalise_email(email)
    if is_of_staff(email):
        raise StaffAddress(email)
    if belongs(authority, email):
        raise Refused(f"{email} is already a member of {authority}.")
    invited = _invite(authority, email, role, by, groups)
    emails.invitations([invited])
    return invited


def _invite(
    authority: LocalAuthority,
    email: str,
    role: str,
    by: User,
    groups: Iterable[WorkingGroup],
) -> tuple[Invitation, str]:
    now = timezone.now()
    Invitation.objects.filter(
        authority=authority, email=email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        authority=authority,
        email=email,
        role=role,
        token_digest=digest_of(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    invitation.groups.set(groups)
    record_everywhere(authority, Kind.INVITED, by, Role(role).label)
    return invitation, token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Withdraw an invitation, so that its link no longer works."""
    hold_people(invitation.authority)
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if not changed:
        raise Refused("This invitation has already been used or withdrawn.")
    record_everywhere(invitation.authority, Kind.WITHDRAWN, by)


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> list[str]:
    """Change a member's role. An authority always keeps a moderator.

    Open invitations that the person sent are withdrawn if they may no longer invite.
    Returns the email addresses these went to.
    """
    hold_people(membership.authority)
    ended = []
    if role != Role.MODERATOR:
        _keep_a_moderator(membership)
        ended = _end_invitations(membership, Q(invited_by=membership.user), by)
    membership.role = role
    membership.save(update_fields=["role"])
    record_everywhere(
        membership.authority, Kind.ROLE_CHANGED, by, membership.get_role_display()
    )
    return ended


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> list[str]:
    """End a membership. Everything the person wrote stays, with their name.

    Open invitations to their email address are withdrawn. So are those they sent, as
    one may be to another email address of theirs: returns the addresses these went
    to, so that somebody else can invite the people again.
    """
    held = hold_people(membership.authority)
    _keep_a_moderator(membership)
    _leave_groups(membership, held)
    user = membership.user
    _end_invitations(membership, Q(email=user.email), by)
    ended = _end_invitations(membership, Q(invited_by=user), by)
    record_everywhere(membership.authority, Kind.LEFT, by)
    membership.delete()
    return ended


def _end_invitations(membership: Membership, which: Q, by: User) -> list[str]:
    """Withdraw the authority's matching invitations; return their email addresses."""
    authority = membership.authority
    still_open = authority.invitations.filter(
        which, accepted_at=None, withdrawn_at=None
    ).order_by("email")
    addresses = list(still_open.values_list("email", flat=True))
    still_open.update(withdrawn_at=timezone.now())
    for _ in addresses:
        record_everywhere(authority, Kind.WITHDRAWN, by)
    return addresses


def _leave_groups(membership: Membership, held: Iterable[Assessment]) -> None:
    """Take the person out of the authority's groups, or raise NobodyLeft.

    `held` are the authority's assessments.
    """
    user, authority = membership.user, membership.authority
    still_open = {assessment.pk for assessment in held if assessment.is_open}
    groups = list(user.working_groups.filter(assessment__authority=authority))
    user.working_groups.remove(*groups)
    if user.is_active:
        require_somebody(
            [group for group in groups if group.assessment_id in still_open]
        )


def _keep_a_moderator(membership: Membership) -> None:
    others = Membership.objects.filter(
        authority=membership.authority_id, role=Role.MODERATOR, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == Role.MODERATOR and not others.exists():
        raise Refused(
            "An authority needs a moderator. Make somebody else a moderator first."
        )


def record_everywhere(
    authority: LocalAuthority, kind: str, by: User | None, detail: str = ""
) -> None:
    """Record the event in each of the authority's open assessments."""
    for assessment in authority.assessments.filter(status=Assessment.Status.OPEN):
        record(assessment, kind, by, detail)
