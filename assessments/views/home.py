"""The first page: what is waiting for this person, and where it is."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import progress
from ..models import Assessment, Membership, Role, Round
from .to_do import drafts_of, outstanding


@require_safe
def home(request):
    """What the person has to do, then everything they take part in."""
    drafts = drafts_of(request.user)
    parts = parts_of(request.user, drafts)
    context = {
        "parts": parts,
        "rounds": rounds_of(request.user),
        "is_in_groups": bool(drafts),
        "is_in_several": len({draft.group.assessment_id for draft in drafts}) > 1,
        "to_do": outstanding(drafts),
        "handed_in": [draft for draft in drafts if draft.is_handed_in],
        "moderated": [
            assessment
            for part in parts
            for assessment, _ in part["assessments"]
            if part["membership"].role == Role.MODERATOR and assessment.is_open
        ],
    }
    return render(request, "home/home.html", context)


def rounds_of(user):
    """The rounds, for Coram Voice staff."""
    if not user.is_staff:
        return []
    return list(progress.of_rounds(Round.objects.select_related("framework")))


def parts_of(user, drafts):
    """The person's authorities, each with its assessments and their groups in them.

    [{"membership", "assessments": [(assessment, [(group, its drafts)])]}]
    """
    memberships = list(
        Membership.objects.filter(user=user)
        .select_related("authority")
        .order_by("authority__name")
    )
    if not memberships:
        return []
    assessments = progress.of_assessments(
        Assessment.objects.filter(authority__memberships__user=user)
        .select_related("round", "authority")
        .order_by("-status", "-round__opens_on")
    )
    groups = groups_of(user, drafts)
    return [
        {
            "membership": membership,
            "assessments": [
                (assessment, groups.get(assessment.pk, []))
                for assessment in assessments
                if assessment.authority_id == membership.authority_id
            ],
        }
        for membership in memberships
    ]


def groups_of(user, drafts):
    """The person's groups in open assessments: {assessment: [(group, drafts)]}."""
    of_group = {}
    for draft in drafts:
        of_group.setdefault(draft.group_id, []).append(draft)
    found = {}
    groups = user.working_groups.filter(
        assessment__status=Assessment.Status.OPEN,
        assessment__authority__memberships__user=user,
    ).prefetch_related("members")
    for group in groups:
        group.others = [
            member.name for member in group.members.all() if member.pk != user.pk
        ]
        found.setdefault(group.assessment_id, []).append(
            (group, of_group.get(group.pk, []))
        )
    return found
