"""The first page: what is waiting for this person, and where it is."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import progress
from ..models import Assessment, Draft, Membership, Round


@require_safe
def home(request):
    """Everything the person takes part in, with what is left to do."""
    return render(
        request,
        "home/home.html",
        {
            "parts": parts_of(request.user),
            "rounds": rounds_of(request.user),
        },
    )


def rounds_of(user):
    """The rounds, for Coram Voice staff."""
    if not user.is_staff:
        return []
    return list(progress.of_rounds(Round.objects.select_related("framework")))


def parts_of(user):
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
        .select_related("round__framework", "authority")
        .order_by("-status", "-round__opens_on")
    )
    groups = groups_of(user)
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


def groups_of(user):
    """The person's groups in open assessments: {assessment: [(group, drafts)]}."""
    drafts = progress.of_drafts(
        Draft.objects.filter(group__members=user)
        .select_related("area")
        .order_by("area__number")
    )
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
