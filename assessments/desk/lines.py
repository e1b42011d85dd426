"""Pasted lines compared with the site: the authority each would add to a round.

Worked out again each time, so it is never out of date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from leavingcare.models import User, normalise_email

from ..analysis.authority_names import core
from ..analysis.pasted_lines import PastedLine
from ..models import Assessment, Invitation, Membership, Role, Round
from .directory import Candidate, Directory

NEW = "new"  # none of the candidates: an authority that is not known yet
NO_NAME = "There is no name of an authority in this line."
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
TWO_ADDRESSES = (
    "There is more than one email address. Leave one; the moderator invites others."
)
NO_ADDRESS = "It has no moderator yet. Add an email address."
WHICH = "Say which authority this is."
STAFF = "{email} belongs to Coram Voice staff."
THERE = "{name} takes part in this round already."
OUT = "{name} was taken out of this round. Put it back on the page of the round."
TWICE = "Line {number} is of the same authority, or of one with nearly that name."
PROMOTE = "{email} is {role} there. Say whether they should become a moderator."
CLOSED = "The account of {email} is closed."


@dataclass
class Line:
    """A line, checked.

    candidate   the authority it certainly is of or that was chosen, or None
    is_new      none was meant: it becomes a new authority by its own name
    candidates  those that may be meant, if it is not certain
    role        the role in which the email address is known there, if that is another, or ""
    told        the names of moderators there, who are told
    problem     what keeps it from being added, or ""
    """

    number: int
    name: str
    email: str
    candidate: Candidate | None = None
    is_new: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    role: str = ""
    promotes: bool = False
    told: list[str] = field(default_factory=list)
    is_invited: bool = False
    problem: str = ""

    @property
    def title(self) -> str:
        return self.candidate.name if self.candidate else self.name

    @property
    def is_ready(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class Choices:
    """The choices made for the lines, by their numbers."""

    which: Mapping[int, str] = field(default_factory=dict)  # a candidate's key, or NEW
    promotes: frozenset[int] = frozenset()


class Check:
    """The rows of a round and its people, fetched once for all lines."""

    def __init__(self, round: Round, pasted: Iterable[PastedLine]) -> None:
        self.directory = Directory()
        self.pasted = list(pasted)
        emails = {
            normalise_email(each) for one in self.pasted for each in one.addresses
        }
        self.staff = set(
            User.objects.filter(email__in=emails, is_staff=True).values_list(
                "email", flat=True
            )
        )
        self.status = dict(
            Assessment.objects.filter(round=round).values_list("authority", "status")
        )
        self.members: dict[int, list[Membership]] = {}
        for member in (
            Membership.objects.filter(
                Q(role=Role.MODERATOR) | Q(user__email__in=emails)
            )
            .select_related("user")
            .order_by("user__name")
        ):
            self.members.setdefault(member.authority_id, []).append(member)
        self.invited = {
            (each.authority_id, each.email): each
            for each in Invitation.objects.open().filter(email__in=emails)
        }
        self.claimed: dict[str, int] = {}

    def lines(self, choices: Choices) -> list[Line]:
        """Return the lines, with what was chosen for them."""
        return [
            self._line(number, pasted, choices)
            for number, pasted in enumerate(self.pasted, 1)
        ]

    def _line(self, number: int, pasted: PastedLine, choices: Choices) -> Line:
        email = normalise_email(pasted.addresses[0]) if pasted.addresses else ""
        line = Line(number, pasted.name, email.strip("."))
        line.promotes = number in choices.promotes
        self._find(line, choices.which.get(number, ""))
        line.problem = (
            self._problem_with_name(line)
            or (TWO_ADDRESSES if len(pasted.addresses) > 1 else "")
            or self._problem_with_people(line)
        )
        if not line.problem:
            self._claim(line)
        return line

    def _find(self, line: Line, chosen: str) -> None:
        """Find whose line it is: certainly, or as chosen among those that may be meant."""
        line.candidate = self.directory.exact(line.name) if line.name else None
        if line.candidate is None:
            line.candidates = self.directory.alike(line.name)
            keys = {each.key: each for each in line.candidates}
            line.candidate = keys.get(chosen)
            line.is_new = chosen == NEW or not line.candidates

    def _problem_with_name(self, line: Line) -> str:
        if not line.name:
            return NO_NAME
        if len(line.name) > LONGEST_NAME:
            return f"The name is longer than {LONGEST_NAME} characters."
        if line.candidate is None and not line.is_new:
            return WHICH
        authority = line.candidate.authority if line.candidate else None
        status = self.status.get(authority.pk) if authority else None
        if status == Assessment.Status.WITHDRAWN:
            return OUT.format(name=line.title)
        return THERE.format(name=line.title) if status else ""

    def _problem_with_people(self, line: Line) -> str:
        authority = line.candidate.authority if line.candidate else None
        members = self.members.get(authority.pk, []) if authority else []
        active = [each for each in members if each.user.is_active]
        line.told = [each.user.name for each in active if each.role == Role.MODERATOR]
        if not line.email:
            return "" if line.told else NO_ADDRESS
        if not _is_address(line.email):
            return f"‘{line.email}’ is not an email address."
        if line.email in self.staff:
            return STAFF.format(email=line.email)
        member = next((each for each in members if each.user.email == line.email), None)
        if member and not member.user.is_active:
            return CLOSED.format(email=line.email)
        known = member or (
            self.invited.get((authority.pk, line.email)) if authority else None
        )
        if known and known.role != Role.MODERATOR:
            line.role = Role(known.role).label.lower()
            if not line.promotes:
                return PROMOTE.format(email=line.email, role=f"known as {line.role}")
        line.is_invited = member is None
        return ""

    def _claim(self, line: Line) -> None:
        """Let one line be of an authority."""
        key = line.candidate.key if line.candidate else core(line.name) or line.name
        other = self.claimed.setdefault(key, line.number)
        if other != line.number:
            line.problem = TWICE.format(number=other)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_ADDRESS
