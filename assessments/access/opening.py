"""Opening what a person asks for by its address, if it is theirs to open."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import (
    Assessment,
    Draft,
    FormUpload,
    LocalAuthority,
    Meeting,
    Membership,
    PastBatch,
    Role,
    Submission,
    WorkingGroup,
)
from .rules import CLOSED, Access, may_belong

# Long texts of an edition that no page of an assessment shows.
NOT_HERE = [
    f"round__framework__{name}" for name in ("guidance", "footnotes", "follow_up")
]


def open_assessment(
    user: User, pk: int, action: str = "view"
) -> tuple[Assessment, Access]:
    """The assessment, its authority, round and framework, and the person's access.

    Raises Http404 if the person may not know of it, and what `Access.require` does.
    """
    role = Membership.objects.filter(user=user, authority=OuterRef("authority"))
    assessment = get_object_or_404(
        Assessment.objects.for_user(user)
        .select_related("authority", "round__framework")
        .defer(*NOT_HERE)
        .annotate(role=Subquery(role.values("role"))),
        pk=pk,
    )
    role_here = assessment.role  # type: ignore[attr-defined]  # annotated above
    access = access_to(user, assessment, role=role_here)
    access.require(action)
    return assessment, access


def is_room_at(user: User, pk: int, version: int) -> bool:
    """Whether an assessment's meeting, of the person's authority, is at that version.

    One small query, as every open page of a room asks again and again.
    """
    if not may_belong(user):
        return False
    found = Meeting.objects.filter(
        assessment=pk, assessment__authority__memberships__user=user
    )
    return version in found.values_list("version", flat=True)


def access_to(user: User, assessment: Assessment, *, role: str | None) -> Access:
    """The access of a person whose role in the authority is known."""
    role = role if may_belong(user) else None
    groups = assessment.groups.filter(members=user).order_by()
    return Access(
        assessment=assessment,
        role=role,
        is_coram_voice=user.is_staff,
        group_ids=frozenset(groups.values_list("pk", flat=True) if role else ()),
    )


def open_draft(access: Access, group: int, number: int) -> Draft:
    """The group's draft of the area with that number, if the person may read it.

    Raises Http404 if there is no such draft, PermissionDenied if it is sealed.
    """
    draft = get_object_or_404(
        Draft.objects.select_related("group", "area"),
        group__pk=group,  # an address may hold more than a column can
        group__assessment=access.assessment,
        area__number=number,
    )
    is_own = draft.group_id in access.group_ids  # asked first: nearly always so
    if not is_own and not access.drafts_seen().filter(pk=draft.pk).exists():
        raise PermissionDenied
    draft.group.assessment = access.assessment
    return draft


def open_own_group(access: Access, pk: int) -> WorkingGroup:
    """A working group the person is in, for what it does away from the site.

    Raises Http404 if there is no such group, PermissionDenied if it is not theirs.
    """
    group = get_object_or_404(access.assessment.groups, pk=pk)
    if group.pk not in access.group_ids:
        raise PermissionDenied
    group.assessment = access.assessment
    return group


def require_open(access: Access) -> None:
    """Raise Refused unless the assessment may still be changed."""
    if not access.assessment.is_open:
        raise Refused(CLOSED)


def open_upload(group: WorkingGroup, pk: int) -> FormUpload:
    """A form that was uploaded for a group of the person's own; or Http404."""
    uploads = FormUpload.objects.select_related("by", "brought_in_by", "download")
    upload = get_object_or_404(uploads, group=group, pk=pk)
    upload.group = group
    return upload


def open_authority(
    user: User, slug: str, *, to_take_away: bool = False
) -> tuple[LocalAuthority, bool]:
    """An authority whose people the person may see, and whether they may change them.

    Its members see who is in it; its moderators and Coram Voice staff invite. Only its
    moderators may take all away, drafts too: PermissionDenied for others.
    """
    authorities = LocalAuthority.objects.all()
    if not user.is_staff:
        authorities = authorities.filter(memberships__user=user)
    authority = get_object_or_404(authorities, slug=slug)
    if to_take_away and not moderates(user, authority):
        raise PermissionDenied
    return authority, may_invite(user, authority)


def moderates(user, authority):
    """Whether the person is a moderator of the authority."""
    return (
        may_belong(user)
        and Membership.objects.filter(
            user=user, authority=authority, role=Role.MODERATOR
        ).exists()
    )


def may_invite(user, authority):
    """Whether the person may change who is in the authority."""
    return user.is_staff or moderates(user, authority)


def open_submission(user: User, reference: str) -> Submission:
    """A submission the person may read, with its assessment; Http404 otherwise."""
    return get_object_or_404(
        Submission.objects.for_user(user).select_related("assessment__authority"),
        reference=reference,
    )


def require_staff(user: User) -> None:
    """Raise PermissionDenied unless the person works for Coram Voice."""
    if not user.is_staff:
        raise PermissionDenied


def past_batches(user: User) -> QuerySet[PastBatch]:
    """The batches of past files, which are Coram Voice's alone."""
    require_staff(user)
    return PastBatch.objects.select_related("by", "round")
