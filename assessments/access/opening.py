"""Opening what a URL names, if the person may open it."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from leavingcare.models import User

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
from .rules import Access, may_belong

# Long texts of an edition that no page of an assessment shows.
NOT_HERE = [
    f"round__framework__{name}" for name in ("guidance", "footnotes", "follow_up")
]


def open_assessment(
    user: User, pk: int, action: str = "view"
) -> tuple[Assessment, Access]:
    """Return the assessment with its round and framework, and the person's Access.

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
    """Return whether the meeting of an assessment of theirs is at that version.

    One small query, as every open page of a meeting asks every second.
    """
    if not may_belong(user):
        return False
    found = Meeting.objects.filter(
        assessment=pk, assessment__authority__memberships__user=user
    )
    return version in found.values_list("version", flat=True)


def access_to(user: User, assessment: Assessment, *, role: str | None) -> Access:
    """Return the Access of a person with this role in the authority, or None."""
    role = role if may_belong(user) else None
    groups = assessment.groups.filter(members=user).order_by()
    return Access(
        assessment=assessment,
        role=role,
        is_coram_voice=user.is_staff,
        group_ids=frozenset(groups.values_list("pk", flat=True) if role else ()),
    )


def open_draft(access: Access, group: int, number: int) -> Draft:
    """Return the group's draft of the area with that number, if they may read it.

    Raises Http404 if there is no such draft, PermissionDenied if it is sealed.
    """
    draft = get_object_or_404(
        Draft.objects.select_related("group", "area"),
        group__pk=group,  # a URL may hold a longer number than a column
        group__assessment=access.assessment,
        area__number=number,
    )
    is_own = draft.group_id in access.group_ids  # asked first: nearly always so
    if not is_own and not access.drafts_seen().filter(pk=draft.pk).exists():
        raise PermissionDenied
    draft.group.assessment = access.assessment
    return draft


def open_own_group(access: Access, pk: int) -> WorkingGroup:
    """Return a working group the person is in, for its offline form.

    Raises Http404 if there is no such group, PermissionDenied if it is not theirs.
    """
    group = get_object_or_404(access.assessment.groups, pk=pk)
    if group.pk not in access.group_ids:
        raise PermissionDenied
    group.assessment = access.assessment
    return group


def open_upload(group: WorkingGroup, pk: int) -> FormUpload:
    """Return a form uploaded for the group, or raise Http404."""
    uploads = FormUpload.objects.select_related("by", "brought_in_by", "download")
    upload = get_object_or_404(uploads, group=group, pk=pk)
    upload.group = group
    return upload


def open_authority(
    user: User, slug: str, *, to_download: bool = False
) -> tuple[LocalAuthority, bool]:
    """Return an authority whose people they may see, and whether they may change them.

    Its members see who is in it; its moderators and Coram Voice staff invite. Only its
    moderators may download everything, drafts too: PermissionDenied for others.
    """
    authorities = LocalAuthority.objects.all()
    if not user.is_staff:
        authorities = authorities.filter(memberships__user=user)
    authority = get_object_or_404(authorities, slug=slug)
    if to_download and not moderates(user, authority):
        raise PermissionDenied
    return authority, may_invite(user, authority)


def moderates(user: User, authority: LocalAuthority) -> bool:
    """Return whether the person is a moderator of the authority."""
    return (
        may_belong(user)
        and Membership.objects.filter(
            user=user, authority=authority, role=Role.MODERATOR
        ).exists()
    )


def may_invite(user: User, authority: LocalAuthority) -> bool:
    """Return whether the person may change who is in the authority."""
    return user.is_staff or moderates(user, authority)


def open_submission(user: User, reference: str) -> Submission:
    """Return a submission the person may read, or raise Http404."""
    return get_object_or_404(
        Submission.objects.for_user(user).select_related("assessment__authority"),
        reference=reference,
    )


def require_staff(user: User) -> None:
    """Raise PermissionDenied unless the person works for Coram Voice."""
    if not user.is_staff:
        raise PermissionDenied


def past_batches(user: User) -> QuerySet[PastBatch]:
    """Return the batches of past files, which only Coram Voice staff may see."""
    require_staff(user)
    return PastBatch.objects.select_related("by", "round")
