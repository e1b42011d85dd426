"""The first page: what a person has to do, and what they take part in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leavingcare.compiled import compiled
from leavingcare.models import User

from .. import progress
from ..access import reviews_for
from ..desk.clusters import listed
from ..desk.contacts import to_be_in_touch
from ..desk.rounds import counted as counted_rounds
from ..models import (
    Assessment,
    Cluster,
    Draft,
    Membership,
    PlannedMeeting,
    Question,
    ReopenRequest,
    Role,
    Round,
    WorkingGroup,
)
from ..round_analysis.beside_others import released_to
from ..stages import Stage
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from .overview import add_later, is_owed
from .reopening import add_requests
from .requests import SignedInRequest
from .to_do import drafts_of, outstanding

if TYPE_CHECKING:
    from ..progress import CountedAssessment

MOST_CONTACTS = 10


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what the person has to do, then everything they take part in."""
    drafts = drafts_of(request.user)
    handed_in = [draft for draft in drafts if draft.is_handed_in]
    parts = parts_of(request.user, drafts)
    moderated = with_role(parts, Role.MODERATOR)
    open_ones = [each for each in moderated if each.is_open]
    add_later(open_ones)
    add_approvals(open_ones)
    add_requests([each for each in moderated if not each.is_open])
    add_unanswered(moderated)
    add_results(parts)
    contacts = to_be_in_touch(request.user)
    context = {
        "parts": parts,
        "rounds": rounds_of(request.user),
        "contacts": contacts[:MOST_CONTACTS],
        "more_contacts": contacts[MOST_CONTACTS:],
        "clusters": clusters_of(request.user),
        "reviews": [] if request.user.is_staff else list(reviews_for(request.user)),
        "is_in_groups": bool(drafts),
        "is_in_several": len({draft.group.assessment_id for draft in drafts}) > 1,
        "is_in_several_groups": len({draft.group_id for draft in drafts}) > 1,
        "to_do": outstanding(drafts),
        "discussed": [one for one in handed_in if one.discussion_is_open],
        "waiting": [one for one in handed_in if not one.discussion_is_open],
        "reopen_requests": reopen_requests_for(request.user),
        "to_approve": [
            each
            for each in with_role(parts, Role.APPROVER)
            if each.is_open and each.is_approval_asked
        ],
        "moderated": [each for each in moderated if each.is_open or is_owed(each)],
    }
    return render(request, "home/home.html", context)


@dataclass
class AuthorityPart:
    """A person's authority, with its assessments and their groups in each."""

    membership: Membership
    assessments: (
        "list[tuple[CountedAssessment, list[tuple[WorkingGroup, list[Draft]]]]]"
    )


def with_role(parts: Iterable[AuthorityPart], role: Role) -> "list[CountedAssessment]":
    """Return the assessments in which the person has this role."""
    return [
        assessment
        for part in parts
        for assessment, _ in part.assessments
        if part.membership.role == role
    ]


def add_approvals(assessments: "Iterable[CountedAssessment]") -> None:
    """Give each assessment `approval`, its status if it is ready to submit, or None."""
    for each in assessments:
        is_ready = each.stage == Stage.READY
        each.approval = (  # type: ignore[attr-defined]  # for the page
            standing(agreed_of(each)) if is_ready else None
        )


def add_unanswered(assessments: "list[CountedAssessment]") -> None:
    """Give each assessment `unanswered`, its number of questions to reply to.

    One query, or none if nothing is submitted.
    """
    submitted = [each for each in assessments if each.reference]
    found = Question.objects.unanswered().filter(submission__assessment__in=submitted)
    counted = found.order_by().values_list("submission__assessment")
    numbers = dict(counted.annotate(Count("pk"))) if submitted else {}
    for each in assessments:
        each.unanswered = numbers.get(each.pk, 0)  # type: ignore[attr-defined]  # for the page


def add_results(parts: Iterable[AuthorityPart]) -> None:
    """Give each submitted assessment `has_results`. One query, or none."""
    submitted = [
        assessment
        for part in parts
        for assessment, _ in part.assessments
        if not assessment.is_open and assessment.reference
    ]
    found = released_to(submitted) if submitted else set()
    for each in submitted:
        each.has_results = each.pk in found  # type: ignore[attr-defined]  # for the page


def rounds_of(user: User) -> list[Round]:
    """Return the rounds with their counts, for programme officers alone."""
    if not user.is_officer:
        return []
    return list(counted_rounds(Round.objects.select_related("framework")))


def clusters_of(user: User) -> list[Cluster]:
    """Return the clusters of a facilitator, with who is in each."""
    return list(listed(user)) if user.is_facilitator else []


def reopen_requests_for(user: User) -> list[ReopenRequest]:
    """Return the requests to reopen that nobody has answered, the oldest first.

    There are none for anybody but a programme officer.
    """
    if not user.is_officer:
        return []
    related = ("assessment__authority", "assessment__round", "asked_by")
    found = ReopenRequest.objects.filter(answered_at=None)
    return list(found.select_related(*related).order_by("pk"))


def parts_of(user: User, drafts: Iterable[Draft]) -> list[AuthorityPart]:
    """Return the person's authorities by name, given their `drafts_of`."""
    memberships = list(
        Membership.objects.filter(user=user)
        .select_related("authority")
        .order_by("authority__name")
    )
    if not memberships:
        return []
    assessments = progress.in_stages(_assessments_of(user.pk, timezone.localdate()))
    groups = groups_of(user, drafts)
    return [
        AuthorityPart(
            membership,
            [
                (assessment, groups.get(assessment.pk, []))
                for assessment in assessments
                if assessment.authority_id == membership.authority_id
            ],
        )
        for membership in memberships
    ]


@compiled
def _assessments_of(user: int, today: date) -> QuerySet[Assessment]:
    meetings = PlannedMeeting.objects.filter(
        assessment=OuterRef("pk"), held_on__gte=today
    )
    return progress.counted(
        Assessment.objects.filter(authority__memberships__user=user)
        .select_related("round", "authority")
        .order_by("-status", "-round__opens_on"),
        today,
    ).annotate(next_meeting_on=Subquery(meetings.values("held_on")[:1]))


def groups_of(
    user: User, drafts: Iterable[Draft]
) -> dict[int, list[tuple[WorkingGroup, list[Draft]]]]:
    """Return {key of an open assessment: [(group, drafts)]} of the person's groups.

    Each group has `others`, the names of its other members, and `has_left`: whether it
    still has an area to hand in.
    """
    of_group: dict[int, list[Draft]] = {}
    for draft in drafts:
        of_group.setdefault(draft.group_id, []).append(draft)
    found: dict[int, list[tuple[WorkingGroup, list[Draft]]]] = {}
    groups = user.working_groups.filter(
        assessment__status=Assessment.Status.OPEN,
        assessment__authority__memberships__user=user,
    ).prefetch_related("members")
    for group in groups:
        group.others = [  # type: ignore[attr-defined]  # for the page
            member.name for member in group.members.all() if member.pk != user.pk
        ]
        own = of_group.get(group.pk, [])
        group.has_left = any(not one.is_handed_in for one in own)  # type: ignore[attr-defined]
        found.setdefault(group.assessment_id, []).append((group, own))
    return found
