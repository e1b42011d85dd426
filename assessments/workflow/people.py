"""Inviting people into an authority, and what becomes of them there."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from .. import emails
from ..models import Assessment, Invitation, LocalAuthority, Membership, Role
from .common import Kind, record
from .staffing import require_somebody

GONE = (
    "This invitation can no longer be used. Ask the person who invited you for a "
    "new one."
)
JUST_NOW = timedelta(minutes=1)  # within which the same invitation is sent once


@dataclass
class Invited:
    """What became of the addresses, each in one of the lists.

    A token is in its mail and kept nowhere; a renewed invitation's older link is
    dead; what was sent just now was left alone, so that pressing twice sends once.
    """

    new: list = field(default_factory=list)  # (invitation, token)
    renewed: list = field(default_factory=list)  # (invitation, token)
    just_now: list = field(default_factory=list)  # Invitation
    members: list = field(default_factory=list)  # User

    @property
    def sent_count(self):
        return len(self.new) + len(self.renewed)


def digest_of(token):
    """The SHA-256 of an invitation's token, which is all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable(token):
    """The invitation the token opens, or None if it opens nothing any more."""
    return (
        Invitation.objects.pending()
        .select_related("authority", "invited_by")
        .prefetch_related("groups")
        .filter(token_digest=digest_of(token))
        .first()
    )


def has_account(email):
    return User.objects.filter(email=normalise_email(email)).exists()


def belongs(authority, email):
    """Whether somebody with this address is a member of the authority."""
    return Membership.objects.filter(
        authority=authority, user__email=normalise_email(email)
    ).exists()


@transaction.atomic
def invite_all(*, authority, addresses, role, by, groups=()):
    """Invite every address that does not belong yet, and return Invited.

    An invitation of the same address that is still open is replaced.
    """
    LocalAuthority.objects.select_for_update().get(pk=authority.pk)
    addresses = [normalise_email(address) for address in addresses]
    members = {
        user.email: user
        for user in User.objects.filter(
            memberships__authority=authority, email__in=addresses
        )
    }
    open_ones = {
        invitation.email: invitation
        for invitation in authority.invitations.filter(
            email__in=addresses, accepted_at=None, withdrawn_at=None
        ).prefetch_related("groups")
    }
    invited = Invited()
    for address in dict.fromkeys(addresses):
        before = open_ones.get(address)
        if address in members:
            invited.members.append(members[address])
        elif before and _was_just_now(before, role, groups):
            invited.just_now.append(before)
        else:
            to_whom = invited.renewed if before else invited.new
            to_whom.append(_invite(authority, address, role, by, groups))
    emails.invitations(invited.new + invited.renewed)
    return invited


def _was_just_now(invitation, role, groups):
    """Whether the very same invitation went out a moment ago."""
    return (
        timezone.now() - invitation.invited_at < JUST_NOW
        and invitation.role == role
        and set(invitation.groups.all()) == set(groups)
    )


@transaction.atomic
def invite(*, authority, email, role, by, groups=()):
    """Invite one address, with a new link each time; raise Refused if it belongs.

    Returns the invitation and its token.
    """
    LocalAuthority.objects.select_for_update().get(pk=authority.pk)
    email = normalise_email(email)
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
    _record_everywhere(authority, Kind.INVITED, by, Role(role).label)
    return invitation, token


@transaction.atomic
def withdraw(*, invitation, by):
    """Make the invitation's link useless."""
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if not changed:
        raise Refused("This invitation has already been used or withdrawn.")
    _record_everywhere(invitation.authority, Kind.WITHDRAWN, by)


@transaction.atomic
def accept(*, token, user=None, name="", password=""):
    """Use an invitation once, for the signed-in `user` or for a new account.

    An account is made only for an address that has none. Raises Refused if the
    invitation is used, withdrawn, expired or for another address.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .filter(token_digest=digest_of(token))
        .first()
    )
    if (
        invitation is None
        or invitation.accepted_at
        or invitation.withdrawn_at
        or invitation.has_expired
    ):
        raise Refused(GONE)
    if user is None:
        if has_account(invitation.email):
            raise Refused("Sign in with this address, then open the link again.")
        user = User.objects.create_user(invitation.email, password, name=name)
    elif user.email != invitation.email:
        raise Refused(
            "This invitation is for another address. Sign out, then open the link "
            "again."
        )
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    Membership.objects.get_or_create(
        user=user, authority=invitation.authority, defaults={"role": invitation.role}
    )
    user.working_groups.add(*invitation.groups.all())
    _record_everywhere(invitation.authority, Kind.JOINED, user)
    return user


@transaction.atomic
def change_role(*, membership, role, by):
    """Give a member another role; an authority always keeps a moderator."""
    LocalAuthority.objects.select_for_update().get(pk=membership.authority_id)
    if role != Role.MODERATOR:
        _keep_a_moderator(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    _record_everywhere(
        membership.authority, Kind.ROLE_CHANGED, by, membership.get_role_display()
    )


@transaction.atomic
def remove_member(*, membership, by):
    """End a membership; what the person wrote stays, with their name."""
    LocalAuthority.objects.select_for_update().get(pk=membership.authority_id)
    _keep_a_moderator(membership)
    _leave_groups(membership)
    _record_everywhere(membership.authority, Kind.LEFT, by)
    membership.delete()


def _leave_groups(membership):
    """Take the person out of the authority's groups, or raise NobodyLeft."""
    user, authority = membership.user, membership.authority
    held = authority.assessments.select_for_update().order_by("pk")
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


def _record_everywhere(authority, kind, by, detail=""):
    """Record the event in each of the authority's open assessments."""
    for assessment in authority.assessments.filter(status=Assessment.Status.OPEN):
        record(assessment, kind, by, detail)
