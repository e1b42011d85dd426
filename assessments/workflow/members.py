"""Changing and removing the members of an authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from ..models import (
    Assessment,
    DeskEvent,
    Invitation,
    Membership,
    Role,
    WorkingGroup,
)
from . import inviting
from .common import Kind, hold_people, note
from .group_membership import require_somebody
from .inviting import record_everywhere


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


class Removed(NamedTuple):
    """The groups and invitations that somebody leaves behind.

    `without_people` are the groups of open assessments that nobody is in now, and `ended`
    the email addresses of invitations that the person had sent.
    """

    without_people: list[WorkingGroup]
    ended: list[str]


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> Removed:
    """End a membership. Everything the person wrote stays, with their name.

    Open invitations to their email address are withdrawn. So are those they sent, as
    one may be to another email address of theirs: somebody else can invite the people
    again.
    """
    held = hold_people(membership.authority)
    _keep_a_moderator(membership)
    groups = _leave_groups(membership, held)
    if membership.user.is_active:
        require_somebody(groups)
    left = {group.pk for group in groups}
    without_people = WorkingGroup.objects.filter(pk__in=left, members=None)
    return Removed(list(without_people), _end(membership, by))


def _end(membership: Membership, by: User) -> list[str]:
    """Delete a membership that is in no group; return as `change_role` does."""
    user = membership.user
    _end_invitations(membership, Q(email=user.email), by)
    ended = _end_invitations(membership, Q(invited_by=user), by)
    record_everywhere(membership.authority, Kind.LEFT, by)
    membership.delete()
    return ended


@dataclass
class HandedOver:
    """The outcome of handing over: who has the part or was invited, and what ended.

    `ended` are the email addresses of invitations that the person had sent.
    """

    person: User | None
    invitation: Invitation | None
    ended: list[str]


@transaction.atomic
def hand_over(*, membership: Membership, email: str, by: User) -> HandedOver:
    """Hand a person's role and groups to somebody else, and end their membership.

    For Coram Voice, when somebody has left: so nobody else needs to be a moderator, or
    in a group, until the person invited has joined. Raises Refused.
    """
    authority, leaver = membership.authority, membership.user
    held = hold_people(authority)
    email = normalise_email(email)
    if email == leaver.email:
        raise Refused("Enter the email address of somebody else.")
    role = membership.role
    groups = _leave_groups(membership, held)
    person = authority.memberships.filter(user__email=email).first()
    invitation = None
    if person:
        _take_over(person, role, groups, by)
    else:
        invitation, _ = inviting.invite(
            authority=authority, email=email, role=role, by=by, groups=groups
        )
    ended = _end(membership, by)
    note(
        DeskEvent.Kind.HANDED_OVER,
        by,
        authority=authority,
        detail=Role(role).label,
    )
    return HandedOver(person.user if person else None, invitation, ended)


def _take_over(
    person: Membership, role: str, groups: Iterable[WorkingGroup], by: User
) -> None:
    if not person.user.is_active:
        raise Refused(f"{person.user}’s account is closed. Enter another address.")
    if role == Role.APPROVER and person.role == Role.MODERATOR:
        raise Refused(
            f"{person.user} moderates here, and cannot approve too. Enter the email "
            "address of somebody else."
        )
    person.user.working_groups.add(*groups)
    if role != Role.CONTRIBUTOR and person.role != role:
        change_role(membership=person, role=role, by=by)


def _end_invitations(membership: Membership, which: Q, by: User) -> list[str]:
    """Withdraw the authority's matching invitations; return their email addresses."""
    authority = membership.authority
    still_open = authority.invitations.open().filter(which).order_by("email")
    addresses = list(still_open.values_list("email", flat=True))
    still_open.update(withdrawn_at=timezone.now())
    for _ in addresses:
        record_everywhere(authority, Kind.WITHDRAWN, by)
    return addresses


def _leave_groups(
    membership: Membership, held: Iterable[Assessment]
) -> list[WorkingGroup]:
    """Take the person out of the authority's groups.

    `held` are the authority's assessments. Returns the groups in open ones.
    """
    user, authority = membership.user, membership.authority
    still_open = {assessment.pk for assessment in held if assessment.is_open}
    groups = list(user.working_groups.filter(assessment__authority=authority))
    user.working_groups.remove(*groups)
    return [group for group in groups if group.assessment_id in still_open]


def _keep_a_moderator(membership: Membership) -> None:
    others = Membership.objects.filter(
        authority=membership.authority_id, role=Role.MODERATOR, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == Role.MODERATOR and not others.exists():
        raise Refused(
            "An authority needs a moderator. Make somebody else a moderator first."
        )
