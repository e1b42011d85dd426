"""The queries that nearly every page of an assessment begins with, built once.

`fetching` decides what they are asked for, and what is done with what they find.
"""

from django.db.models import OuterRef, QuerySet, Subquery

from leavingcare.compiled import compiled

from ..models import Assessment, Draft, Meeting, Membership, WorkingGroup

# Long texts of an edition that no page of an assessment shows.
NOT_HERE = [
    f"round__framework__{name}" for name in ("guidance", "footnotes", "follow_up")
]


def with_role(assessments: QuerySet[Assessment], user: int) -> QuerySet[Assessment]:
    """Return assessments as `open_assessment` does, each with the person's `role`."""
    role = Membership.objects.filter(user=user, authority=OuterRef("authority"))
    return (
        assessments.select_related("authority", "round__framework")
        .defer(*NOT_HERE)
        .annotate(role=Subquery(role.values("role")))
    )


@compiled
def of_member(user: int, pk: int) -> QuerySet[Assessment]:
    """Return the assessment of one of the person's authorities, if it is."""
    return with_role(Assessment.objects.of_member(user), user).filter(pk=pk)


@compiled
def version_of(assessment: int, user: int) -> QuerySet[Meeting, int]:
    """Return the version of the meeting, if the person is in its authority."""
    found = Meeting.objects.filter(
        assessment=assessment, assessment__authority__memberships__user=user
    )
    return found.values_list("version", flat=True)


@compiled
def groups_of(assessment: int, user: int) -> QuerySet[WorkingGroup, int]:
    """Return the keys of the assessment's groups that the person is in."""
    groups = WorkingGroup.objects.filter(assessment=assessment, members=user)
    return groups.order_by().values_list("pk", flat=True)


@compiled
def draft_of(assessment: int, group: int, number: int) -> QuerySet[Draft]:
    """Return the group's draft of the area with that number."""
    return Draft.objects.select_related("group", "area").filter(
        group=group, group__assessment=assessment, area__number=number
    )
