"""Inviting people into an authority."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.moments import moment
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
from .common import Kind, hold_people, record, require_standing
from .invitation_expiry import expiry
from .invitation_limits import require_few

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
    the last minute is not sent again, in case somebody selects the button twice. One
    that was for another role is left as it is, unless the change was confirmed.
    """

    new: list[Invitation] = field(default_factory=list)
    renewed: list[Invitation] = field(default_factory=list)
    just_now: list[Invitation] = field(default_factory=list)
    other_role: list[Invitation] = field(default_factory=list)
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
    changes_roles: bool = False,
) -> Invited:
    """Invite every email address that is not a member's yet, and return Invited.

    An open invitation to the same address is replaced and keeps its groups; one for
    another role only if `changes_roles` says so. The link is sent only to that
    address, so that nobody can join as another person. Raises PermissionDenied if
    the inviter may no longer invite.
    """
    addresses = [normalise_email(address) for address in addresses]
    _hold_to_invite(authority, by, addresses)
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
        elif before and (kept := _left_as_is(before, role, groups, changes_roles)):
            getattr(invited, kept).append(before)
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
    found = authority.invitations.open().filter(email__in=addresses)
    return {each.email: each for each in found.prefetch_related("groups")}


def _hold_to_invite(authority: LocalAuthority, by: User, emails: Iterable[str]) -> None:
    """Lock the authority; raise unless the person may invite these addresses."""
    hold_people(authority)
    require_standing(authority)
    if not may_invite(by, authority):
        raise PermissionDenied
    require_few(emails, by)


def _left_as_is(
    before: Invitation,
    role: str,
    groups: Iterable[WorkingGroup],
    changes_roles: bool,
) -> str:
    """Return the list of Invited that an open invitation goes to unchanged, or ""."""
    if before.role != role:
        return "" if changes_roles else "other_role"
    return "just_now" if _was_just_now(before, groups) else ""


def _was_just_now(invitation: Invitation, groups: Iterable[WorkingGroup]) -> bool:
    """Return whether the same invitation was sent within the last minute."""
    return timezone.now() - invitation.invited_at < JUST_NOW and set(
        invitation.groups.all()
    ) >= set(groups)


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
    email = normalise_email(email)
    _hold_to_invite(authority, by, [email])
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
    """Invite an email address; the groups of an open invitation to it are kept."""
    now = timezone.now()
    before = Invitation.objects.open().filter(authority=authority, email=email)
    kept = list(WorkingGroup.objects.filter(pk__in=before.values("groups")))
    before.update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        authority=authority,
        email=email,
        role=role,
        token_digest=digest_of(token),
        invited_at=now,
        invited_by=by,
        expires_at=expiry(authority, now),
    )
    invitation.groups.set([*kept, *groups])
    record_everywhere(authority, Kind.INVITED, by, Role(role).label)
    return invitation, token


def renew(invitation: Invitation) -> str:
    """Give an open invitation a new link, which replaces the old one; return its token.

    The caller has locked the authority. Nothing else about the invitation changes.
    """
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.expires_at = expiry(invitation.authority, timezone.now())
    invitation.save(update_fields=["token_digest", "expires_at"])
    return token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Withdraw an invitation, so that its link no longer works."""
    hold_people(invitation.authority)
    changed = (
        Invitation.objects.open()
        .filter(pk=invitation.pk)
        .update(withdrawn_at=timezone.now())
    )
    if not changed:
        held = Invitation.objects.select_related("accepted_by").get(pk=invitation.pk)
        said = f"The invitation to {held.email} has been withdrawn already."
        if held.accepted_by and held.accepted_at:
            said = (
                f"{held.accepted_by.name} joined with this invitation at "
                f"{moment(held.accepted_at)}, so you cannot withdraw it."
            )
        url = reverse("people", args=[invitation.authority.slug])
        raise Refused(said, link=(url, "Go to your people"))
    record_everywhere(invitation.authority, Kind.WITHDRAWN, by)


def record_everywhere(
    authority: LocalAuthority, kind: str, by: User | None, detail: str = ""
) -> None:
    """Record the event in each of the authority's open assessments."""
    for assessment in authority.assessments.filter(status=Assessment.Status.OPEN):
        record(assessment, kind, by, detail)
