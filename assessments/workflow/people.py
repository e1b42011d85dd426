"""Inviting people into an authority, and what becomes of them there."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from .. import emails
from ..models import Assessment, Invitation, LocalAuthority, Membership, Role
from .common import Kind, record

GONE = (
    "This invitation can no longer be used. Ask the person who invited you for a "
    "new one."
)


def digest_of(token):
    """The SHA-256 of an invitation's token, which is all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable(token):
    """The invitation the token opens, or None if it opens nothing any more."""
    return (
        Invitation.objects.pending()
        .select_related("authority", "group", "invited_by")
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
def invite_all(*, authority, addresses, role, by, group=None):
    """Invite every address or, if one cannot be invited, none.

    Returns [(invitation, token)]; a token is in its mail and kept nowhere. An
    invitation of the same address that is still open is replaced.
    """
    LocalAuthority.objects.select_for_update().get(pk=authority.pk)
    invited = [
        _invite(authority, normalise_email(address), role, by, group)
        for address in addresses
    ]
    transaction.on_commit(lambda: emails.invitations(invited), robust=True)
    return invited


def invite(*, authority, email, role, by, group=None):
    """Invite one address; see `invite_all`. Returns the invitation and its token."""
    [invited] = invite_all(
        authority=authority, addresses=[email], role=role, by=by, group=group
    )
    return invited


def _invite(authority, email, role, by, group):
    if belongs(authority, email):
        raise Refused(f"{email} already belongs to {authority}.")
    now = timezone.now()
    Invitation.objects.filter(
        authority=authority, email=email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        authority=authority,
        email=email,
        role=role,
        group=group,
        token_digest=digest_of(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
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
    if invitation.group:
        invitation.group.members.add(user)
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
    for group in membership.user.working_groups.filter(
        assessment__authority=membership.authority_id
    ):
        group.members.remove(membership.user)
    _record_everywhere(membership.authority, Kind.LEFT, by)
    membership.delete()


def _keep_a_moderator(membership):
    others = Membership.objects.filter(
        authority=membership.authority_id, role=Role.MODERATOR
    ).exclude(pk=membership.pk)
    if membership.role == Role.MODERATOR and not others.exists():
        raise Refused(
            "An authority needs a moderator. Make somebody else a moderator first."
        )


def _record_everywhere(authority, kind, by, detail=""):
    """Record the event in each of the authority's open assessments."""
    for assessment in authority.assessments.filter(status=Assessment.Status.OPEN):
        record(assessment, kind, by, detail)
