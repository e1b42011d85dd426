"""Fetch what a URL names, if the person may open it."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import (
    Action,
    Assessment,
    Cluster,
    Draft,
    FollowUp,
    FollowUpReturn,
    FormUpload,
    LocalAuthority,
    Membership,
    PastBatch,
    Question,
    Role,
    Round,
    Submission,
    SurveyFinding,
    WorkingGroup,
)
from .belonging import may_belong
from .lookups import draft_of, groups_of, of_member, version_of, with_role
from .refusals import NOT_SUBMITTED
from .rules import Access


def open_assessment(
    user: User, pk: int, action: str = "view"
) -> tuple[Assessment, Access]:
    """Return the assessment with its round and framework, and the person's Access.

    Raises Http404 if the person may not know of it, and what `Access.require` does.
    """
    if user.is_staff:
        found = with_role(Assessment.objects.for_user(user), user.pk).filter(pk=pk)
        assessment = found.first()
    else:
        assessment = next(iter(of_member(user.pk, pk)), None)
    if assessment is None:
        raise Http404
    role_here = assessment.role  # type: ignore[attr-defined]  # annotated: with_role
    access = access_to(user, assessment, role=role_here)
    access.require(action)
    return assessment, access


def access_by_role(user: User, assessment: Assessment) -> Access:
    """Return what the role in an assessment opened here allows, without their groups.

    No query: for the navigation of a page, which asks only for actions.
    """
    role: str | None = getattr(assessment, "role", None)
    return Access(
        assessment=assessment,
        role=role if may_belong(user) else None,
        staff_role=user.staff_role if user.is_staff else None,
        group_ids=frozenset(),
    )


def is_room_at(user: User, pk: int, version: int) -> bool:
    """Return whether the meeting of an assessment of theirs is at that version.

    One small query, as every open page of a meeting asks every second.
    """
    return may_belong(user) and version in version_of(pk, user.pk)


def access_to(user: User, assessment: Assessment, *, role: str | None) -> Access:
    """Return the Access of a person with this role in the authority, or None."""
    role = role if may_belong(user) else None
    return Access(
        assessment=assessment,
        role=role,
        staff_role=user.staff_role if user.is_staff else None,
        group_ids=frozenset(groups_of(assessment.pk, user.pk) if role else ()),
    )


def open_draft(access: Access, group: int, number: int) -> Draft:
    """Return the group's draft of the area with that number, if they may read it.

    Raises Http404 if there is no such draft, PermissionDenied if it is sealed.
    """
    draft = next(iter(draft_of(access.assessment.pk, group, number)), None)
    if draft is None:
        raise Http404
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

    Its members see who is in it, as do facilitators of its clusters; its moderators and
    programme officers invite. Only its moderators may download everything, drafts too:
    PermissionDenied for others.
    """
    authority = get_object_or_404(LocalAuthority.objects.for_user(user), slug=slug)
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
    return user.is_officer or moderates(user, authority)


def open_submission(user: User, reference: str) -> Submission:
    """Return a submission the person may read, or raise Http404."""
    role = Membership.objects.filter(
        user=user, authority=OuterRef("assessment__authority")
    )
    found = get_object_or_404(
        Submission.objects.for_user(user)
        .select_related("assessment__authority", "replaced_by")
        .annotate(role=Subquery(role.values("role"))),
        reference=reference,
    )
    found.assessment.role = found.role  # type: ignore[attr-defined]  # for access_by_role
    return found


def open_follow_up(
    user: User, pk: int, action: str
) -> tuple[Assessment, Access, FollowUp]:
    """Return an assessment, the person's Access, and its follow-up.

    The follow-up has its `status` and `due_on`. Raises as `open_assessment` does, and
    Refused if nothing has been submitted.
    """
    assessment, access = open_assessment(user, pk, action)
    found = FollowUp.objects.with_status().filter(assessment=assessment).first()
    if found is None:
        raise Refused(NOT_SUBMITTED)
    found.assessment = assessment
    return assessment, access, found


def follow_ups_of(user: User, round: Round) -> QuerySet[FollowUp]:
    """Return the follow-ups of a round, by authority, which only Coram Voice may see.

    Each has its `status`, its `due_on` and the `reference` of its last return.
    """
    require_officer(user)
    returns = FollowUpReturn.objects.filter(follow_up=OuterRef("pk"))
    return (
        FollowUp.objects.with_status()
        .filter(assessment__round=round)
        .annotate(
            reference=Subquery(returns.order_by("-number").values("reference")[:1])
        )
        .select_related("assessment__authority", "assessment__round")
        .order_by("assessment__authority__name")
    )


def open_follow_up_return(user: User, reference: str) -> FollowUpReturn:
    """Return a follow-up that was returned, if the person may read it; else Http404."""
    return get_object_or_404(
        FollowUpReturn.objects.for_user(user).select_related(
            "follow_up__assessment__authority", "follow_up__assessment__round"
        ),
        reference=reference,
    )


def open_action(access: Access, pk: int) -> Action:
    """Return an action of the assessment's plan, or raise Http404."""
    actions = access.assessment.actions.select_related(
        "area", "statement__area", "updated_by"
    )
    action = get_object_or_404(actions, pk=pk)
    action.assessment = access.assessment
    return action


def open_question(access: Access, pk: int) -> Question:
    """Return a question on a submission of the assessment, or raise Http404."""
    found = Question.objects.filter(submission__assessment=access.assessment)
    return get_object_or_404(found.select_related("submission"), pk=pk)


def open_finding(access: Access, pk: int) -> SurveyFinding:
    """Return a finding of a survey of young people, or raise Http404."""
    findings = access.assessment.survey_findings.select_related("area", "updated_by")
    finding = get_object_or_404(findings, pk=pk)
    finding.assessment = access.assessment
    return finding


def require_officer(user: User) -> None:
    """Raise PermissionDenied unless the person is a programme officer."""
    if not user.is_officer:
        raise PermissionDenied


def require_desk(user: User) -> None:
    """Raise PermissionDenied unless the person is a programme officer or facilitator."""
    if not (user.is_officer or user.is_facilitator):
        raise PermissionDenied


def open_desk_authority(user: User, slug: str) -> LocalAuthority:
    """Return an authority for its page of the desk: a facilitator's is in their clusters.

    Raises PermissionDenied or Http404.
    """
    require_desk(user)
    found = LocalAuthority.objects.for_user(user).select_related("merged_into")
    return get_object_or_404(found, slug=slug)


def open_cluster(user: User, slug: str) -> Cluster:
    """Return a cluster, for programme officers and its facilitators.

    Raises PermissionDenied or Http404.
    """
    require_desk(user)
    return get_object_or_404(Cluster.objects.for_user(user), slug=slug)


def past_batches(user: User) -> QuerySet[PastBatch]:
    """Return the batches of past files, which only Coram Voice staff may see."""
    require_officer(user)
    return PastBatch.objects.select_related("by", "round")
