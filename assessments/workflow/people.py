"""Inviting people into an authority, and what becomes of its members."""

import hashlib
import secrets
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
from ..models import Assessment, Invitation, Membership, Role, WorkingGroup
from .common import Kind, hold_people, record
from .group_membership import require_somebody

FOR_STAFF = "{email} is an address of Coram Voice staff, who cannot join an authority."
JUST_NOW = timedelta(minutes=1)  # within which the same invitation is sent once


class StaffAddress(Refused):
    """The address is of Coram Voice staff, who join no authority."""

    def __init__(self, email):
        super().__init__(FOR_STAFF.format(email=email))


@dataclass
class Invited:
    """What became of the addresses, each in one of the lists.

    A renewed invitation's older link is dead; what was sent just now was left alone,
    so that pressing twice sends once.
    """

    new: list = field(default_factory=list)  # Invitation
    renewed: list = field(default_factory=list)  # Invitation
    just_now: list = field(default_factory=list)  # Invitation
    members: list = field(default_factory=list)  # User
    staff: list = field(default_factory=list)  # addresses

    @property
    def sent_count(self):
        return len(self.new) + len(self.renewed)


def digest_of(token):
    """The SHA-256 of an invitation's token, which is all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_of_staff(email):
    return User.objects.filter(email=normalise_email(email), is_staff=True).exists()


def belongs(authority, email):
    """Whether somebody with this address is a member of the authority."""
    return Membership.objects.filter(
        authority=authority, user__email=normalise_email(email)
    ).exists()


@transaction.atomic
def invite_all(*, authority, addresses, role, by, groups=()):
    """Invite every address that does not belong yet, and return Invited.

    An invitation of the same address that is still open is replaced. The link goes to
    the address and nowhere else, so that nobody can join in another's name. Raises
    PermissionDenied if the inviter may invite no more.
    """
    _hold_to_invite(authority, by)
    addresses = [normalise_email(address) for address in addresses]
    groups = WorkingGroup.objects.filter(pk__in=[group.pk for group in groups])
    accounts = User.objects.filter(email__in=addresses)
    members = {
        user.email: user for user in accounts.filter(memberships__authority=authority)
    }
    staff = set(accounts.filter(is_staff=True).values_list("email", flat=True))
    open_ones = {
        invitation.email: invitation
        for invitation in authority.invitations.filter(
            email__in=addresses, accepted_at=None, withdrawn_at=None
        ).prefetch_related("groups")
    }
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


def _hold_to_invite(authority, by):
    """Hold the authority's people; PermissionDenied if the person may not invite."""
    hold_people(authority)
    if not may_invite(by, authority):
        raise PermissionDenied


def _was_just_now(invitation, role, groups):
    """Whether the very same invitation went out a moment ago."""
    return (
        timezone.now() - invitation.invited_at < JUST_NOW
        and invitation.role == role
        and set(invitation.groups.all()) == set(groups)
    )


@transaction.atomic
def invite(*, authority, email, role, by, groups=()):
    """Invite one address, with a new link each time.

    Raises Refused if it belongs, StaffAddress if it is of Coram Voice staff. Returns
    the invitation and its token, which is for the mail alone.
    """
    _hold_to_invite(authority, by)
    email = normalise_email(email)
    if is_of_staff(email):
        raise StaffAddress(email)
    if belongs(authority, email):
        raise Refused(f"{email} already belongs to {authority}.")
    invited = _invite(authority, email, role, by, groups)
    emails.invitations([invited])
    return invited


def _invite(authority, email, role, by, groups):
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
def withdraw(*, invitation, by):
    """Make the invitation's link useless."""
    hold_people(invitation.authority)
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if not changed:
        raise Refused("This invitation has already been used or withdrawn.")
    record_everywhere(invitation.authority, Kind.WITHDRAWN, by)


@transaction.atomic
def change_role(*, membership, role, by):
    """Give a member another role; an authority always keeps a moderator.

    Open invitations sent by somebody who may invite no more end. Returns the
    addresses they went to.
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
def remove_member(*, membership, by):
    """End a membership; what the person wrote stays, with their name.

    With it end the open invitations of their address and those they sent, of which
    one may be to another address of their own. Returns the addresses of the latter:
    whoever should join all the same is invited again by somebody who belongs.
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


def _end_invitations(membership, which, by):
    """Withdraw the authority's open invitations of that kind; return the addresses."""
    authority = membership.authority
    still_open = authority.invitations.filter(
        which, accepted_at=None, withdrawn_at=None
    ).order_by("email")
    addresses = list(still_open.values_list("email", flat=True))
    still_open.update(withdrawn_at=timezone.now())
    for _ in addresses:
        record_everywhere(authority, Kind.WITHDRAWN, by)
    return addresses


def _leave_groups(membership, held):
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


def _keep_a_moderator(membership):
    others = Membership.objects.filter(
        authority=membership.authority_id, role=Role.MODERATOR, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == Role.MODERATOR and not others.exists():
        raise Refused(
            "An authority needs a moderator. Make somebody else a moderator first."
        )


def record_everywhere(authority, kind, by, detail=""):
    """Record the event in each of the authority's open assessments."""
    for assessment in authority.assessments.filter(status=Assessment.Status.OPEN):
        record(assessment, kind, by, detail)
