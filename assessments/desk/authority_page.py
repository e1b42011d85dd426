"""The content of Coram Voice's page of one authority, and of the list of all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)

from ..models import (
    Assessment,
    Cluster,
    ContactNote,
    DeskEvent,
    Invitation,
    LocalAuthority,
    Membership,
    RegisterEntry,
    Role,
    Submission,
    WorkingGroup,
)
from ..progress import of_assessments
from .contacts import with_next_contact
from .reached import has_moderator

if TYPE_CHECKING:
    from ..progress import CountedAssessment
    from .contacts import AuthorityToContact

MOST_EVENTS = 50


def listed() -> "QuerySet[AuthorityToContact]":
    """Return the authorities that are here, by name, with what a list shows of each."""
    rows = (
        with_next_contact(LocalAuthority.objects.standing())
        .annotate(
            round_count=Count("assessments", distinct=True),
            submitted_count=Count(
                "assessments",
                filter=Q(assessments__submissions__isnull=False),
                distinct=True,
            ),
            has_moderator=has_moderator("pk"),
        )
        .order_by("name")
    )
    return cast("QuerySet[AuthorityToContact]", rows)


@dataclass
class AuthorityPage:
    """Everything about one authority that Coram Voice may know."""

    authority: LocalAuthority
    entry: RegisterEntry | None
    predecessors: list[tuple[RegisterEntry, LocalAuthority | None]]
    successors: list[RegisterEntry]
    took_over_from: list[LocalAuthority]  # as Coram Voice says
    followed_by: list[LocalAuthority]
    assessments: "list[CountedAssessment]"
    submissions: list[Submission]
    members: list[Membership]
    invitations: list[Invitation]
    notes: list[ContactNote]
    events: list[DeskEvent]
    clusters: list[Cluster]

    @property
    def has_other_name(self) -> bool:
        """Return whether the register has it by another name than it has here."""
        return self.entry is not None and self.entry.name != self.authority.name

    @property
    def lacks_moderator(self) -> bool:
        """Return whether no active moderator is left."""
        return not any(
            each.role == Role.MODERATOR and each.user.is_active for each in self.members
        )


def of(authority: LocalAuthority) -> AuthorityPage:
    """Return what there is to show of an authority. Thirteen queries at most."""
    entry, before, after = _register(authority.code)
    took_over_from, followed_by = _said(authority)
    here = {
        each.code: each
        for each in LocalAuthority.objects.filter(code__in=[e.code for e in before])
    }
    open_invitations = authority.invitations.open()
    return AuthorityPage(
        authority=authority,
        entry=entry,
        predecessors=[(each, here.get(each.code)) for each in before],
        successors=after,
        took_over_from=took_over_from,
        followed_by=followed_by,
        assessments=_assessments(authority),
        submissions=list(
            Submission.objects.filter(assessment__authority=authority)
            .select_related("assessment__round")
            .defer("content")
            .order_by("-dated_on", "-pk")
        ),
        members=list(
            authority.memberships.select_related("user").order_by("user__name", "pk")
        ),
        invitations=list(open_invitations.select_related("invited_by")),
        notes=list(authority.contact_notes.select_related("by")),
        events=list(authority.desk_events.select_related("by", "round")[:MOST_EVENTS]),
        clusters=list(authority.clusters.filter(ended_at=None)),
    )


def _said(
    authority: LocalAuthority,
) -> tuple[list[LocalAuthority], list[LocalAuthority]]:
    """Return those it took over from and those after it, as officers said. One query."""
    links = (
        LocalAuthority.took_over_from.through.objects.filter(
            Q(from_localauthority=authority) | Q(to_localauthority=authority)
        )
        .select_related("from_localauthority", "to_localauthority")
        .order_by("from_localauthority__name", "to_localauthority__name")
    )
    pairs = [(each.from_localauthority, each.to_localauthority) for each in links]
    return (
        [before for after, before in pairs if after == authority],
        [after for after, before in pairs if before == authority],
    )


def _register(
    code: str,
) -> tuple[RegisterEntry | None, list[RegisterEntry], list[RegisterEntry]]:
    """Return the entry with that code, those before it and those after. One query."""
    if not code:
        return None, [], []
    rows = list(
        RegisterEntry.objects.annotate(
            is_before=_follows(code, "to_registerentry", "from_registerentry"),
            is_after=_follows(code, "from_registerentry", "to_registerentry"),
        ).filter(Q(code=code) | Q(is_before=True) | Q(is_after=True))
    )
    entry: RegisterEntry | None = next((e for e in rows if e.code == code), None)
    before: list[RegisterEntry] = [each for each in rows if each.is_before]
    after: list[RegisterEntry] = [each for each in rows if each.is_after]
    return entry, before, after


def _follows(code: str, named: str, other: str) -> Exists:
    """Return whether an entry and the one with that code follow each other."""
    pairs = RegisterEntry.succeeded_by.through.objects
    return Exists(pairs.filter(**{f"{named}__code": code, other: OuterRef("pk")}))


def _assessments(authority: LocalAuthority) -> "list[CountedAssessment]":
    found = Assessment.objects.filter(authority=authority)
    return of_assessments(
        found.select_related("round", "authority").order_by(
            "-round__opens_on", "round__name"
        )
    )


def open_groups(membership: Membership) -> list[WorkingGroup]:
    """Return the groups that a member is in, of open assessments of the authority."""
    return list(
        WorkingGroup.objects.filter(
            members=membership.user_id,
            assessment__authority=membership.authority_id,
            assessment__status=Assessment.Status.OPEN,
        ).order_by("name")
    )
