"""Adding authorities to a round, with the people who moderate there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused

from .. import emails
from ..desk.lines import Line
from ..models import (
    Assessment,
    DeskEvent,
    Invitation,
    LocalAuthority,
    Membership,
    Role,
    Round,
)
from . import inviting, members, setting_up
from .authorities import authority_of, new_authority
from .common import hold_people, moderators_of, note

NO_MODERATOR = (
    "{authority} has no moderator. Enter the email address of the person who will "
    "moderate."
)
CLOSED = "{round} is closed. Open it again first."


class OtherRole(Refused):
    """Raised when the email address is known there in another role: ask first."""

    def __init__(self, email: str, role: str, authority: LocalAuthority) -> None:
        self.role = Role(role).label.lower()
        super().__init__(
            f"{email} is {ARTICLES[role]} {self.role} in {authority}. Say whether they "
            "should become a moderator."
        )


ARTICLES: dict[str, str] = {
    Role.MODERATOR: "a",
    Role.CONTRIBUTOR: "a",
    Role.APPROVER: "an",
}


@dataclass
class Joined:
    """An authority that takes part now, and who was told or invited."""

    assessment: Assessment
    told: list[User] = field(default_factory=list)  # existing moderators
    invitation: Invitation | None = None
    promoted: User | None = None  # a member who is a moderator from now on


@transaction.atomic
def join(
    *,
    round: Round,
    authority: LocalAuthority,
    by: User,
    email: str = "",
    promotes: bool = False,
) -> Joined:
    """Start an authority's assessment, and tell or invite its moderators.

    Its moderators get an email. `email` is only needed if there are none; it is
    invited, or made a moderator if it is known in another role and `promotes` says
    so. All or nothing. Raises OtherRole, StaffAddress, and Refused if the authority
    takes part already or nobody would moderate.
    """
    hold_people(authority)  # before other rows refer to it
    _require_open(round)
    joined = Joined(setting_up.start(authority=authority, round=round, by=by))
    if email:
        _give_part(joined, normalise_email(email), by, promotes)
    joined.told = list(moderators_of(joined.assessment).order_by("name", "pk"))
    if not joined.told and not joined.invitation:
        raise Refused(NO_MODERATOR.format(authority=authority))
    emails.round_opened(joined.assessment, by, joined.told)
    note(DeskEvent.Kind.ADDED, by, round=round, authority=authority)
    return joined


def _require_open(round: Round) -> None:
    """Raise Refused if the round is closed, also by somebody at this moment."""
    if Round.objects.select_for_update(no_key=True).get(pk=round.pk).is_closed:
        raise Refused(CLOSED.format(round=round))


def _give_part(joined: Joined, email: str, by: User, promotes: bool) -> None:
    """Make sure that the person with the email address moderates, or is invited to."""
    authority = joined.assessment.authority
    known = known_as(authority, email)
    if known and known.role != Role.MODERATOR and not promotes:
        raise OtherRole(email, known.role, authority)
    if not isinstance(known, Membership):
        joined.invitation, _ = inviting.invite(
            authority=authority, email=email, role=Role.MODERATOR, by=by
        )
    elif not known.user.is_active:
        raise Refused(f"The account of {email} is closed. Enter another address.")
    elif known.role != Role.MODERATOR:
        members.change_role(membership=known, role=Role.MODERATOR, by=by)
        joined.promoted = known.user


def known_as(authority: LocalAuthority, email: str) -> Membership | Invitation | None:
    """Return the membership, or else the open invitation, of an email address."""
    email = normalise_email(email)
    member = authority.memberships.select_related("user").filter(user__email=email)
    invited = authority.invitations.open().filter(email=email)
    return member.first() or invited.first()


def join_lines(
    *, round: Round, lines: Iterable[Line], by: User
) -> tuple[list[Joined], list[tuple[Line, str]]]:
    """Add the authority of each line, each whole or not at all.

    Returns those that were added, and (line, sentence) of those that could not be.
    """
    added: list[Joined] = []
    left: list[tuple[Line, str]] = []
    for line in lines:
        try:
            added.append(_join_line(round, line, by))
        except Refused as refused:  # something has changed since it was checked
            left.append((line, str(refused)))
    return added, left


@transaction.atomic
def _join_line(round: Round, line: Line, by: User) -> Joined:
    if line.problem:
        raise Refused(line.problem)
    authority = (
        authority_of(line.candidate) if line.candidate else new_authority(line.name)
    )
    return join(
        round=round,
        authority=authority,
        email=line.email,
        promotes=line.promotes,
        by=by,
    )
